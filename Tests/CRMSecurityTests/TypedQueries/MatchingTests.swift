import CRMModel
import CRMSecurity
import CRMStorage
import CRMTestStores
import CRMTesting
import Testing

@Suite struct `A condition matched with a record` {
  @Test(arguments: StoreKind.allCases)
  func `is read as the session's store reads it, at its moment`(_ store: StoreKind) async throws {
    let clock = FixedClock(try Instant("2025-06-06T08:00:00Z"))
    try await store.withWorkspace(clock: clock) { workspace in
      let session = try await workspace.session(as: .owner)
      let isDue = try Formula(text: "due_date < today or due_date during this month")
      let record = Record("follow_up", ["due_date": "2025-06-30"])
      #expect(try isDue.matches(record, in: session))
      try clock.advance(by: .days(-30))
      #expect(try !isDue.matches(record, in: session))
      #expect(try !isDue.matches(Record("follow_up"), in: session))
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `takes typed records, stored or not`(_ store: StoreKind) async throws {
    try await store.withWorkspace { workspace in
      let session = try await workspace.session(as: .owner)
      let small = try Formula(text: "employees < 5")
      let acme = try await session.insert(Account { ($0.name, $0.employees) = ("Acme", 3) })
      #expect(try small.matches(acme, in: session))
      #expect(try !small.matches(Account { $0.employees = 5 }, in: session))
      #expect(try session.matches(acme) { $0.employees == 3 && $0.revision == 1 })
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `sees what the store has set, as a query does`(_ store: StoreKind) async throws {
    try await store.withWorkspace { workspace in
      let session = try await workspace.session(as: .owner)
      let ann = try await session.insert(User { $0.displayName = "Ann" }).id
      let acme = try await session.insert(Account { ($0.name, $0.owner) = ("Acme", ann) })
      let conditions = [
        "id = \(acme.id)", "owner = \(ann)", "revision = 1", "created_at <= now", "modified_at >= today",
        "deleted_at is null",
      ]
      let record = try await session.records(Query("account"))[0]
      for condition in try conditions.map({ try Formula(text: $0) }) {
        #expect(try await session.count(Query("account").where(condition)) == 1)
        #expect(try condition.matches(acme, in: session))
        #expect(try condition.matches(record, in: session))
        #expect(try !(!condition).matches(acme, in: session))
      }
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `names what the schema does not have, and refuses other records`(_ store: StoreKind) async throws {
    try await store.withWorkspace { workspace in
      let session = try await workspace.session(as: .owner)
      let unknown = try Formula(text: "shoe_size > 40")
      let error = #expect(throws: StoreError.self) { try unknown.matches(Record("account"), in: session) }
      #expect(error?.violations.map(\.field) == ["shoe_size"])
      let parents = try Formula(text: #"parent.name = "Acme""#)
      let refusal = #expect(throws: StoreError.self) { try parents.matches(Record("account"), in: session) }
      #expect(refusal?.code == "not_row_local")
      let entity = #expect(throws: StoreError.self) { try unknown.matches(Record("galaxy"), in: session) }
      #expect(entity?.code == .unknownEntity)
    }
  }
}
