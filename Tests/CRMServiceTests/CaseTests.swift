import CRMModel
import CRMSecurity
import CRMService
import CRMTestStores
import CRMTesting
import Testing

@Suite struct `A case` {
  @Test func `is described without problems`() {
    #expect(Case.schema.problems == [])
  }

  @Test(arguments: StoreKind.allCases)
  func `keeps every field`(_ store: StoreKind) async throws {
    try await store.withWorkspace(modules: [.service]) { workspace in
      #expect(workspace.modules["service"] == 1)
      let session = try await workspace.session(as: .owner)
      let account = try await session.insert(Account { $0.name = "Acme" })
      let contact = try await session.insert(Contact { $0.name = PersonName(last: "Ruiz") })
      let parent = try await session.insert(Case { $0.subject = "Line 3 stands still" })
      var given = Case()
      given.subject = "It stands still again"
      given.number = "CASE-900000"
      given.status = .waiting
      given.priority = .urgent
      given.origin = .phone
      given.kind = "Breakdown"
      (given.account, given.contact, given.parent) = (account.id, contact.id, parent.id)
      given.closedAt = try Instant("2025-06-02T10:00:00Z")
      given.resolution = "New belt"
      given.notes = "Since nine o'clock"
      let (stored, fetched, nulls) = try await session.roundTrip(given)
      #expect(nulls == [])
      #expect(fetched == stored)
      var expected = stored
      expected.record = given.record
      #expect(expected == given)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `is numbered, new and of normal priority unless told otherwise`(_ store: StoreKind) async throws {
    try await store.withWorkspace(modules: [.service]) { workspace in
      let session = try await workspace.session(as: .owner)
      let stored = try await session.insert(Record("case", ["subject": "Where is my order"]))
      #expect(stored["number"] == "CASE-000001")
      #expect(stored["status"] == "new")
      #expect(stored["priority"] == "normal")
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `cannot have a status that nobody knows`(_ store: StoreKind) async throws {
    try await store.withWorkspace(modules: [.service]) { workspace in
      let session = try await workspace.session(as: .owner)
      let error = await #expect(throws: StoreError.self) {
        try await session.insert(Record("case", ["subject": "Odd", "status": "lost"]))
      }
      #expect(error?.code == .unknownCode)
    }
  }
}
