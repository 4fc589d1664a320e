import CRMModel
import CRMSecurity
import CRMStorage
import CRMTestStores
import Testing

@Suite struct `Bad input` {
  @Test(arguments: StoreKind.allCases)
  func `may not make a record its own ancestor`(_ kind: StoreKind) async throws {
    try await kind.withSession { _, session in
      let top = try await session.insert(Account { $0.name = "Top" })
      let middle = try await session.insert(
        Account {
          $0.name = "Middle"; $0.parent = top.id
        })
      let low = try await session.insert(
        Account {
          $0.name = "Low"; $0.parent = middle.id
        })
      let error = try await #require(throws: StoreError.self) {
        try await session.update(top.id) { $0.parent = low.id }
      }
      #expect(error.code == .cyclicReference)
      #expect(error.field == "parent")
      #expect(error.record == top.id.erased)
      #expect(try await session.fetch(Account.query.where { $0.within(middle.id) }).map(\.name) == ["Middle", "Low"])
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `may not refer to what is not there`(_ kind: StoreKind) async throws {
    try await kind.withSession { _, session in
      let gone = try await session.insert(Account { $0.name = "Gone" })
      try await session.delete(gone.id)
      let error = try await #require(throws: StoreError.self) {
        try await session.insert(
          Contact {
            $0.name = PersonName(last: "López"); $0.account = gone.id
          })
      }
      #expect(error.code == .brokenReference)
      #expect(error.field == "account")
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `names every unknown field and entity`(_ kind: StoreKind) async throws {
    try await kind.withSession { _, session in
      let fields = try await #require(throws: StoreError.self) {
        try await session.insert(Record("account", ["name": "Acme", "colour": "red", "size": 3]))
      }
      #expect(fields.violations.map(\.field) == ["colour", "size"])
      #expect(fields.violations.allSatisfy { $0.code == .unknownField })
      let entity = try await #require(throws: StoreError.self) { try await session.insert(Record("galaxy")) }
      #expect(entity.code == .unknownEntity)
      let query = try await #require(throws: StoreError.self) {
        try await session.records(Query("account").where(.compare(.equal, .field("owner.shoe_size"), .literal(42))))
      }
      #expect(query.violations.map(\.field) == ["owner.shoe_size"])
    }
  }

  @Test(arguments: StoreKind.allCases, ["a\u{0}b", String(repeating: "x", count: 256), "\u{FFFE}"])
  func `text that no store should hold is refused with its field`(
    _ kind: StoreKind, _ text: String
  ) async throws {
    try await kind.withSession { _, session in
      let error = try await #require(throws: StoreError.self) { try await session.insert(Account { $0.name = text }) }
      #expect(error.kind == .invalid)
      #expect(error.field == "name")
      #expect(!error.description.contains(text))
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `a query nested ten thousand deep is refused`(_ kind: StoreKind) async throws {
    try await kind.withSession { _, session in
      var condition = Formula.literal(true)
      for _ in 0..<10_000 { condition = .not(condition) }
      let deep = condition
      let error = try await #require(throws: StoreError.self) {
        try await session.records(Query("account").where(deep))
      }
      #expect(error.code == .tooDeep)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `amounts of another currency than a field's are refused`(_ kind: StoreKind) async throws {
    try await kind.withSession { _, session in
      try await session.alter { $0[Account.self].add(.money("budget"), label: "Budget") }
      let error = try await #require(throws: StoreError.self) {
        try await session.insert(
          Account {
            $0.name = "Acme"; $0.custom["budget"] = .money(.eur(5))
          })
      }
      #expect(error.code == .currencyMismatch)
      let mixed = try await #require(throws: StoreError.self) {
        try await session.table(Query("account").measure(.sum, "annual_revenue"))
      }
      #expect(mixed.code == .currencyMismatch)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `a closed workspace says so`(_ kind: StoreKind) async throws {
    try await kind.withSession { workspace, session in
      await workspace.close()
      let error = try await #require(throws: StoreError.self) { try await session.count(Account.query) }
      #expect(error.code == .closed)
      #expect(error.kind == .closed)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `a transaction kept beyond its closure is refused`(_ kind: StoreKind) async throws {
    try await kind.withSession { _, session in
      let kept = Kept()
      try await session.write { tx in
        kept.transaction = tx
        try tx.insert(Account { $0.name = "Acme" })
      }
      let error = try #require(throws: StoreError.self) { try kept.transaction?.count(Account.query) }
      #expect(error.code == .transactionEnded)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `a throw leaves the store as it was, ids included`(_ kind: StoreKind) async throws {
    try await kind.withWorkspace { workspace in
      let session = try await workspace.session(as: .owner)
      await #expect(throws: Refusal.self) { try await Self.insertAndThrow(session) }
      let commits = try await session.changes(after: 0)
      #expect(commits.isEmpty)
      #expect(try await session.count(Account.query) == 0)
      // The id that the account had is given to the next one.
      #expect(try await session.insert(Account { $0.name = "Bolt" }).id.rawValue == 1)
      #expect(try await session.changes(after: 0).map(\.sequence) == [1])
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `an error caught inside a transaction keeps what came before`(_ kind: StoreKind) async throws {
    try await kind.withSession { _, session in
      try await session.write { tx in
        try tx.insert(
          Account {
            $0.name = "Kept"; $0.number = "1"
          })
        #expect(throws: StoreError.self) {
          try tx.insert([
            Account {
              $0.name = "New"; $0.number = "2"
            },
            Account {
              $0.name = "Twin"; $0.number = "1"
            },
          ])
        }
      }
      #expect(try await session.fetch(Account.query).map(\.name) == ["Kept"])
    }
  }

  private struct Refusal: Error {}

  private static func insertAndThrow(_ session: Session) async throws {
    try await session.write { tx in
      try tx.insert(Account { $0.name = "Acme" })
      throw Refusal()
    }
  }

  private final class Kept: @unchecked Sendable {  // one task only; the test shows that use from outside is refused
    var transaction: WriteTransaction?
  }

  @Test(arguments: StoreKind.allCases)
  func `may not delete who owns records`(_ kind: StoreKind) async throws {
    try await kind.withSession { _, session in
      let ana = try await session.insert(User { $0.displayName = "Ana" })
      try await session.insert(Account { ($0.name, $0.owner) = ("Acme", ana.id) })
      let error = try await #require(throws: StoreError.self) { try await session.delete(ana.id) }
      #expect(error.code == .inUse)
    }
  }
}
