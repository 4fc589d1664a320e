import CRMModel
import CRMSecurity
import CRMTestStores
import Testing

/// `AccountContactRelation` says `Index("one_primary", on: \.contact, unique: true) { $0.isPrimary == true }`: of the live
/// links of a contact at most one is primary.
@Suite struct `An index that is unique under a condition` {
  /// Three accounts, one contact, and its links: the first primary, the second not.
  private struct Bench {
    let session: Session
    let accounts: [Account]
    let contact: Contact
    let primary: AccountContactRelation
    let other: AccountContactRelation

    func link(_ account: Int, isPrimary: Bool) -> AccountContactRelation {
      AccountContactRelation {
        ($0.account, $0.contact, $0.isPrimary) = (accounts[account].id, contact.id, isPrimary)
      }
    }

    /// The accounts that are primary.
    func primaries() async throws -> [Account.ID] {
      try await session.fetch(AccountContactRelation.query.where { $0.isPrimary == true }).map(\.account)
    }

    /// Expects that a write is refused because there is a primary already, and that nothing of it was kept.
    func expectRefusal(
      at index: Int?, sourceLocation: SourceLocation = #_sourceLocation,
      _ write: @escaping @Sendable (WriteTransaction) throws -> Void
    ) async throws {
      let before = try await session.fetch(AccountContactRelation.query)
      let error = try await #require(throws: StoreError.self, sourceLocation: sourceLocation) {
        try await session.write { tx in try write(tx) }
      }
      #expect(error.kind == .exists, sourceLocation: sourceLocation)
      #expect(error.code == .notUnique, sourceLocation: sourceLocation)
      #expect(error.entity == "account_contact_relation", sourceLocation: sourceLocation)
      #expect(error.field == "contact", sourceLocation: sourceLocation)
      if let index { #expect(error.violations.map(\.index) == [index], sourceLocation: sourceLocation) }
      let after = try await session.fetch(AccountContactRelation.query)
      #expect(after == before, sourceLocation: sourceLocation)
    }
  }

  private static func withLinks(_ kind: StoreKind, _ body: (Bench) async throws -> Void) async throws {
    try await kind.withWorkspace { workspace in
      let session = try await workspace.session(as: .owner)
      let accounts = try await session.insert(["A", "B", "C"].map { name in Account { $0.name = name } })
      let contact = try await session.insert(Contact { $0.name = PersonName(last: "López") })
      let links = try await session.insert(
        [(0, true), (1, false)].map { account, isPrimary in
          AccountContactRelation {
            ($0.account, $0.contact, $0.isPrimary) = (accounts[account].id, contact.id, isPrimary)
          }
        })
      try await body(
        Bench(session: session, accounts: accounts, contact: contact, primary: links[0], other: links[1]))
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `refuses a second record that meets it, at an insert`(_ kind: StoreKind) async throws {
    try await Self.withLinks(kind) { bench in
      let second = bench.link(2, isPrimary: true)
      try await bench.expectRefusal(at: 0) { tx in try tx.insert(second) }
      // Records that do not meet the condition are in nobody's way.
      try await bench.session.insert(bench.link(2, isPrimary: false))
      #expect(try await bench.primaries() == [bench.accounts[0].id])
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `refuses two of one batch`(_ kind: StoreKind) async throws {
    try await Self.withLinks(kind) { bench in
      try await bench.session.removePermanently(bench.primary.id)
      let batch = [bench.link(2, isPrimary: true), bench.link(0, isPrimary: true)]
      try await bench.expectRefusal(at: nil) { tx in try tx.insert(batch) }
      #expect(try await bench.primaries() == [])
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `refuses a record that comes to meet it, at an update`(_ kind: StoreKind) async throws {
    try await Self.withLinks(kind) { bench in
      let id = bench.other.id
      try await bench.expectRefusal(at: nil) { tx in try tx.update(id) { $0.isPrimary = true } }
      try await bench.expectRefusal(at: nil) { tx in
        _ = try tx.update(id.erased, Patch(["is_primary": true]))
      }
      try await bench.session.update(bench.primary.id) { $0.isPrimary = false }
      try await bench.session.update(id) { $0.isPrimary = true }
      #expect(try await bench.primaries() == [bench.accounts[1].id])
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `refuses a record that comes back out of the bin`(_ kind: StoreKind) async throws {
    try await Self.withLinks(kind) { bench in
      try await bench.session.delete(bench.primary.id)
      try await bench.session.update(bench.other.id) { $0.isPrimary = true }
      let deleted = bench.primary.id
      try await bench.expectRefusal(at: nil) { tx in try tx.restore(deleted) }
      try await bench.session.update(bench.other.id) { $0.isPrimary = false }
      try await bench.session.restore(deleted)
      #expect(try await bench.primaries() == [bench.accounts[0].id])
    }
  }

  @Test(arguments: StoreKind.allCases, [true, false])
  func `lets two records of a batch change places`(_ kind: StoreKind, _ isFirst: Bool) async throws {
    try await Self.withLinks(kind) { bench in
      var (old, new) = (bench.primary, bench.other)
      (old.isPrimary, new.isPrimary) = (false, true)
      let batch = isFirst ? [old, new] : [new, old]
      _ = try await bench.session.write { tx in try tx.update(batch) }
      #expect(try await bench.primaries() == [bench.accounts[1].id])
      #expect(try await bench.session.check() == [])
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `refuses a batch that leaves two`(_ kind: StoreKind) async throws {
    try await Self.withLinks(kind) { bench in
      try await bench.expectRefusal(at: nil) { tx in
        try tx.update(where: AccountContactRelation.query) { $0.isPrimary = true }
      }
    }
  }
}
