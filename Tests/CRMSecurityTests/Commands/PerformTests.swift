import CRMModel
import CRMSecurity
import CRMStorage
import CRMTestStores
import CRMTesting
import Testing

@Suite struct `A command` {
  @Test(arguments: StoreKind.allCases)
  func `runs in one transaction, and its name is the cause in the change log`(_ kind: StoreKind) async throws {
    try await kind.withSession(modules: [TrialModule()]) { _, session in
      let id = try await session.perform(AddAccount(called: "Acme"))
      #expect(try await session.find(id).name == "Acme")
      #expect(try await session.changes(after: 0).map(\.cause) == ["trial.add_account"])
      #expect(try await session.changes(after: 0).map(\.actor) == ["owner"])
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `that throws leaves nothing, and its error comes as it is`(_ kind: StoreKind) async throws {
    try await kind.withSession(modules: [TrialModule()]) { _, session in
      await #expect(throws: AddAndRefuse.Refusal()) {
        try await session.perform(AddAndRefuse(unlessThereAre: 1))
      }
      let count = try await session.count(Account.query)
      #expect(count == 0)
      #expect(try await session.changes(after: 0).isEmpty)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `that changes nothing is no commit`(_ kind: StoreKind) async throws {
    try await kind.withSession(modules: [TrialModule()]) { _, session in
      #expect(try await session.perform(Look()) == 0)
      #expect(try await session.perform(Look(), key: "look") == 0)
      #expect(try await session.changes(after: 0).isEmpty)
      try await session.insert(Account { $0.name = "Acme" })
      #expect(try await session.perform(Look(), key: "look") == 0)
      #expect(try await session.perform(Look(), key: "again") == 1)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `is part of another that runs it`(_ kind: StoreKind) async throws {
    try await kind.withSession(modules: [TrialModule()]) { _, session in
      try await session.write(cause: "both") { tx in
        _ = try AddAccount(called: "A").run(in: tx)
        _ = try AddContact(called: "B").run(in: tx)
      }
      #expect(try await session.changes(after: 0).map(\.cause) == ["both"])
    }
  }
}
