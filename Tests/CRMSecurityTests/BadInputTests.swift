import CRMModel
import CRMSecurity
import CRMStorage
import CRMTestStores
import Testing

@Suite struct `Bad input` {
  @Test(arguments: TestedEngine.allCases)
  func `may not make a record its own ancestor`(_ engine: TestedEngine) async throws {
    try await engine.withWorkspace { _, session in
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

  @Test(arguments: TestedEngine.allCases)
  func `may not refer to what is not there`(_ engine: TestedEngine) async throws {
    try await engine.withWorkspace { _, session in
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

  @Test(arguments: TestedEngine.allCases)
  func `names every unknown field and entity`(_ engine: TestedEngine) async throws {
    try await engine.withWorkspace { _, session in
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

  @Test(arguments: TestedEngine.allCases, ["a\u{0}b", String(repeating: "x", count: 256), "\u{FFFE}"])
  func `text that no store should hold is refused with its field`(
    _ engine: TestedEngine, _ text: String
  ) async throws {
    try await engine.withWorkspace { _, session in
      let error = try await #require(throws: StoreError.self) { try await session.insert(Account { $0.name = text }) }
      #expect(error.kind == .invalid)
      #expect(error.field == "name")
      #expect(!error.description.contains(text))
    }
  }

  @Test(arguments: TestedEngine.allCases)
  func `a query nested ten thousand deep is refused`(_ engine: TestedEngine) async throws {
    try await engine.withWorkspace { _, session in
      var condition = Formula.literal(true)
      for _ in 0..<10_000 { condition = .not(condition) }
      let deep = condition
      let error = try await #require(throws: StoreError.self) {
        try await session.records(Query("account").where(deep))
      }
      #expect(error.code == .tooDeep)
    }
  }

  @Test(arguments: TestedEngine.allCases)
  func `amounts of another currency than a field's are refused`(_ engine: TestedEngine) async throws {
    try await engine.withWorkspace { _, session in
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

  @Test(arguments: TestedEngine.allCases)
  func `a closed workspace says so`(_ engine: TestedEngine) async throws {
    try await engine.withWorkspace { workspace, session in
      await workspace.close()
      let error = try await #require(throws: StoreError.self) { try await session.count(Account.query) }
      #expect(error.code == .closed)
      #expect(error.kind == .closed)
    }
  }

  @Test(arguments: TestedEngine.allCases)
  func `a transaction kept beyond its closure is refused`(_ engine: TestedEngine) async throws {
    try await engine.withWorkspace { _, session in
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

  @Test(arguments: TestedEngine.allCases)
  func `an error caught inside a transaction keeps what came before`(_ engine: TestedEngine) async throws {
    try await engine.withWorkspace { _, session in
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
}

@Suite struct `A restored record` {
  @Test(arguments: TestedEngine.allCases)
  func `comes back with the parts that were deleted with it`(_ engine: TestedEngine) async throws {
    try await engine.withWorkspace { _, session in
      let (acme, ana) = try await session.write { tx in
        let acme = try tx.insert(Account { $0.name = "Acme" })
        let ana = try tx.insert(Contact { $0.name = PersonName(last: "López") })
        try tx.insert(AccountContactRelation { ($0.account, $0.contact, $0.role) = (acme.id, ana.id, "buyer") })
        return (acme, ana)
      }
      try await session.delete(acme.id)
      #expect(try await session.count(AccountContactRelation.query) == 0)
      try await session.restore(acme.id)
      let relations = try await session.fetch(AccountContactRelation.query)
      #expect(relations.map(\.contact) == [ana.id])
      let schema = session.schema.generation
      try await session.alter { $0[Account.self].add(.text("plate"), label: "Plate") }
      #expect(session.schema.generation == schema + 1)
    }
  }
}
