import CRM
import CRMTestStores
import CRMTesting
import Testing

@Suite struct `A dump` {
  private static let acme = Fixture("acme") { tx in
    let acme = try tx.insert(Account { $0.name = "Acme" })
    try tx.insert(Contact { ($0.name, $0.account) = (PersonName(first: "Ana", last: "López"), acme.id) })
    let gone = try tx.insert(Account { $0.name = "Gone" })
    try tx.delete(gone.id)
  }

  @Test(arguments: StoreKind.allCases)
  func `is a line a record, the same on every engine`(_ kind: StoreKind) async throws {
    try await kind.withSession(fixtures: [Self.acme]) { _, session in
      let text = try await session.dump(fields: ["name", "account", "created_at"])
      #expect(
        text == """
          {"account":{"id":"1","revision":1,"created_at":"2025-06-02T09:00:00Z","name":"Acme"}}
          {"contact":{"id":"2","revision":1,"created_at":"2025-06-02T09:00:00Z","name":{"first":"Ana","last":"López"},"account":"1"}}

          """)
      #expect(try await session.dump(["contact", "account"], fields: ["name"]).hasPrefix(#"{"contact":"#))
      let all = try await session.dump()
      #expect(all.split(separator: "\n").count == 2)
      #expect(all.contains(#""industry":null"#))
      let error = await #expect(throws: StoreError.self) { try await session.dump(["cinema"]) }
      #expect(error?.code == .unknownEntity)
    }
  }

  @Test func `of a fork does not see what the other writes`() async throws {
    let workspace = try await Workspace.inMemory(fixtures: [Self.acme])
    let before = try await workspace.session(as: .owner).dump()
    let fork = try workspace.fork()
    try await workspace.session(as: .owner).insert(Account { $0.name = "Later" })
    #expect(try await fork.session(as: .owner).dump() == before)
    #expect(try await workspace.session(as: .owner).dump() != before)
  }
}
