import CRMModel
import CRMSecurity
import CRMStorage
import CRMTestStores
import Testing

/// `parents` and `children` read what belongs to many records "in one read however many there are".
@Suite struct `Reading related records` {
  /// 1,500 accounts with two contacts each, and 100 contacts of nobody.
  private static func withContacts(_ kind: StoreKind, _ body: (Session, EventLog) async throws -> Void) async throws {
    let log = EventLog()
    try await kind.withWorkspace {
      $0.instrument = { log.add($0) }
    } _: { workspace in
      let session = try await workspace.session(as: .owner)
      try await session.write { tx in
        let accounts = try tx.insert((0..<1_500).map { index in Account { $0.name = "Account \(index)" } })
        try tx.insert(
          (0..<3_100).map { index in
            Contact {
              $0.name = PersonName(last: "Contact \(index)")
              $0.account = index < 3_000 ? accounts[index % 1_500].id : nil
            }
          })
      }
      try await body(session, log)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `asks the engine once for all parents`(_ kind: StoreKind) async throws {
    try await Self.withContacts(kind) { session, log in
      let (contacts, parents, scans) = try await session.read { snapshot in
        let contacts = try snapshot.fetch(Contact.query)
        log.clear()
        let parents = try snapshot.parents(of: contacts, \.account)
        return (contacts, parents, log.all)
      }
      #expect(scans.map(\.kind) == [.scan])
      #expect(scans.map(\.entity) == ["account"])
      #expect(scans.map(\.rows) == [1_500])
      #expect(parents.count == 1_500)
      #expect(contacts.allSatisfy { contact in contact.account.map { parents[$0]?.id == $0 } ?? true })
      let nobody = try await session.read { snapshot in
        log.clear()
        return try (snapshot.parents(of: contacts.filter { $0.account == nil }, \.account), log.all.count)
      }
      #expect(nobody.0.isEmpty)
      #expect(nobody.1 <= 1)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `asks the engine once for all children, and by query for some`(_ kind: StoreKind) async throws {
    try await Self.withContacts(kind) { session, log in
      let (accounts, children, scans) = try await session.read { snapshot in
        let accounts = try snapshot.fetch(Account.query)
        log.clear()
        let children = try snapshot.children(of: accounts, \Contact.account)
        return (accounts, children, log.all)
      }
      #expect(scans.map(\.kind) == [.scan])
      #expect(scans.map(\.entity) == ["contact"])
      #expect(scans.map(\.rows) == [3_000])
      #expect(accounts.allSatisfy { children[$0.id]?.count == 2 })
      #expect(children.count == 1_500)
      let first = try await session.read { snapshot in
        try snapshot.children(
          of: Array(accounts.prefix(3)), \Contact.account, in: Contact.query.where { $0.name.last == "Contact 1501" })
      }
      #expect(first.mapValues { $0.map(\.name.last) } == [accounts[1].id: ["Contact 1501"]])
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `finds neither deleted parents nor deleted children`(_ kind: StoreKind) async throws {
    try await kind.withWorkspace { workspace in
      let session = try await workspace.session(as: .owner)
      let account = try await session.insert(Account { $0.name = "Acme" })
      let people = try await session.insert(
        ["Ana", "Ben"].map { name in Contact { ($0.name, $0.account) = (PersonName(first: name), account.id) } })
      try await session.delete(people[0].id)
      let left = try await session.read { try $0.children(of: [account], \Contact.account) }
      #expect(left[account.id]?.map(\.id) == [people[1].id])
      try await session.delete(account.id)
      // The contact as it was read before still names its account.
      let parents = try await session.read { try $0.parents(of: people, \.account) }
      #expect(parents.isEmpty)
    }
  }
}
