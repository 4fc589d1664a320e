import CRMModel
import CRMSecurity
import CRMStorage
import CRMTestStores
import CRMTesting
import Testing

@Suite struct `The cause of a plain write` {
  private func refused(
    _ work: () async throws -> Void, sourceLocation: SourceLocation = #_sourceLocation
  ) async {
    let error = await #expect(throws: StoreError.self, sourceLocation: sourceLocation) { try await work() }
    #expect(error?.code == .causeIsCommand, sourceLocation: sourceLocation)
    #expect(error?.kind == .invalid, sourceLocation: sourceLocation)
  }

  @Test(arguments: StoreKind.allCases, [AddAccount.name.rawValue, "trial.never_listed"])
  func `is never what a command has`(_ kind: StoreKind, _ cause: String) async throws {
    try await kind.withSession(modules: [TrialModule()]) { _, session in
      await refused { try await session.write(cause: cause) { tx in _ = try AddAccount(called: "Forged").run(in: tx) } }
      await refused { try await session.alter(cause: cause) { $0[Account.self].add(.integer("size")) } }
      #expect(try await session.count(Account.query) == 0)
      #expect(session.schema.field("custom.size", of: "account") == nil)
      #expect(try await session.changes(after: 0).isEmpty)
      // The command itself has it.
      try await session.perform(AddAccount(called: "Acme"))
      #expect(try await session.changes(after: 0).map(\.cause) == ["trial.add_account"])
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `is not a command's while its module is switched off either`(_ kind: StoreKind) async throws {
    try await kind.withSession(modules: [TrialModule()]) { _, session in
      try await session.alter { $0.switchOff("trial") }
      await refused { try await session.write(cause: "trial.add_account") { _ in } }
    }
  }

  @Test(
    arguments: StoreKind.allCases,
    ["weekly review", "trial", "add_account", "other.add_account", "trial.add account", "trial.add.account"])
  func `is any other text`(_ kind: StoreKind, _ cause: String) async throws {
    try await kind.withSession(modules: [TrialModule()]) { _, session in
      try await session.write(cause: cause) { tx in _ = try AddAccount(called: "Acme").run(in: tx) }
      #expect(try await session.changes(after: 0).map(\.cause) == [cause])
    }
  }
}
