import CRMModel
import CRMSQLite
import CRMSecurity
import CRMStorage
import CRMTestStores
import CRMTesting
import Foundation
import Testing

@Suite struct `A key` {
  private func refused(
    _ code: ErrorCode, _ kind: CRMErrorKind, sourceLocation: SourceLocation = #_sourceLocation,
    _ work: () async throws -> Void
  ) async {
    let error = await #expect(throws: StoreError.self, sourceLocation: sourceLocation) { try await work() }
    #expect(error?.code == code, sourceLocation: sourceLocation)
    #expect(error?.kind == kind, sourceLocation: sourceLocation)
  }

  @Test(arguments: StoreKind.allCases)
  func `that is repeated returns the first result without running again`(_ kind: StoreKind) async throws {
    try await kind.withSession(modules: [TrialModule()]) { _, session in
      let command = AddAccount(called: "Acme", labels: ["b": 1, "a": 2, "c": 3])
      let first = try await session.perform(command, key: "k-1")
      try await session.update(first) { $0.name = "Renamed" }
      let again = AddAccount(called: "Acme", labels: ["c": 3, "b": 1, "a": 2])
      #expect(try await session.perform(again, key: "k-1") == first)
      #expect(try await session.count(Account.query) == 1)
      #expect(try await session.changes(after: 0).map(\.cause) == ["trial.add_account", ""])
      let second = try await session.perform(command, key: "k-2")
      #expect(second != first)
      #expect(try await session.perform(command) != second)
      #expect(try await session.count(Account.query) == 3)
      #expect(try await session.check().isEmpty)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `is refused with another input or another command`(_ kind: StoreKind) async throws {
    try await kind.withSession(modules: [TrialModule()]) { _, session in
      let first = try await session.perform(AddAccount(called: "Acme"), key: "k")
      await refused(.keyReused, .conflict) { _ = try await session.perform(AddAccount(called: "Acmf"), key: "k") }
      await refused(.keyReused, .conflict) { _ = try await session.perform(AddContact(called: "Acme"), key: "k") }
      #expect(try await session.count(Account.query) == 1)
      #expect(try await session.count(Contact.query) == 0)
      #expect(try await session.perform(AddAccount(called: "Acme"), key: "k") == first)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `belongs to a principal`(_ kind: StoreKind) async throws {
    try await kind.withSession(modules: [TrialModule()]) { workspace, owner in
      let system = try await workspace.session(as: .system)
      let first = try await owner.perform(AddAccount(called: "Acme"), key: "k")
      let second = try await system.perform(AddAccount(called: "Other"), key: "k")
      #expect(first != second)
      #expect(try await owner.perform(AddAccount(called: "Acme"), key: "k") == first)
      #expect(try await system.perform(AddAccount(called: "Other"), key: "k") == second)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `is not remembered of a command that threw`(_ kind: StoreKind) async throws {
    try await kind.withTappedWorkspace(modules: [TrialModule()]) { _, session, tap in
      await #expect(throws: AddAndRefuse.Refusal()) {
        try await session.perform(AddAndRefuse(unlessThereAre: 1), key: "k")
      }
      #expect(try await tap.rememberedResults() == 0)
      try await session.insert(Account { $0.name = "Acme" })
      #expect(try await session.perform(AddAndRefuse(unlessThereAre: 1), key: "k") == 1)
      #expect(try await session.perform(AddAndRefuse(unlessThereAre: 1), key: "k") == 1)
      #expect(try await session.count(Account.query) == 2)
    }
  }

  @Test(arguments: StoreKind.allCases, [EngineCall.apply, .insert, .append, .commit])
  func `is not remembered, nor anything kept, where the store fails`(_ kind: StoreKind, _ call: EngineCall) async throws
  {
    // The second row that is added is the result's.
    let fault = EngineFault(call, at: call == .insert ? 2 : 1)
    try await kind.withSource { source in
      let workspace = try await Workspace.prepared(on: source.failing(by: fault), modules: [TrialModule()])
      let session = try await workspace.session(as: .owner)
      fault.arm()
      await refused(.inputOutput, .internal) { _ = try await session.perform(AddAccount(called: "Acme"), key: "k") }
      #expect(fault.calls > 0)
      fault.disarm()
      #expect(try await session.count(Account.query) == 0)
      let first = try await session.perform(AddAccount(called: "Acme"), key: "k")
      #expect(try await session.perform(AddAccount(called: "Acme"), key: "k") == first)
      #expect(try await session.count(Account.query) == 1)
      await workspace.close()
    }
  }

  @Test(arguments: StoreKind.allCases, ["", "two words", "clé", String(repeating: "k", count: 256), "tab\tbed"])
  func `is 1 to 255 visible ASCII characters`(_ kind: StoreKind, _ key: String) async throws {
    try await kind.withSession(modules: [TrialModule()]) { _, session in
      await refused(.badKey, .invalid) { _ = try await session.perform(AddAccount(called: "Acme"), key: key) }
      #expect(try await session.count(Account.query) == 0)
      let longest = String(repeating: "~", count: 255)
      let first = try await session.perform(AddAccount(called: "Acme"), key: longest)
      #expect(try await session.perform(AddAccount(called: "Acme"), key: longest) == first)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `goes with values that can be kept only`(_ kind: StoreKind) async throws {
    try await kind.withSession(modules: [TrialModule()]) { _, session in
      await refused(.badCommandValue, .invalid) { _ = try await session.perform(Measure(value: .nan), key: "k") }
      await refused(.badCommandValue, .invalid) {
        _ = try await session.perform(Measure(value: .greatestFiniteMagnitude, factor: 10), key: "k")
      }
      await refused(.badCommandValue, .invalid) { _ = try await session.perform(Fill(length: 1 << 20), key: "k") }
      #expect(try await session.count(Account.query) == 0)
      let longest = try await session.perform(Fill(length: (1 << 20) - 2), key: "k")
      #expect(longest.utf8.count == (1 << 20) - 2)
      #expect(try await session.perform(Measure(value: 0.1), key: "m") == 0.1)
      #expect(try await session.perform(Measure(value: 0.1), key: "m") == 0.1)
      // Without a key nothing is kept.
      #expect(try await session.perform(Fill(length: 1 << 21)).count == 1 << 21)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `that two tasks send at once runs once, and both get the result`(_ kind: StoreKind) async throws {
    try await kind.withSession(modules: [TrialModule()]) { _, session in
      for round in 0..<10 {
        let ids = try await withThrowingTaskGroup(of: Account.ID.self) { group in
          for _ in 0..<8 {
            group.addTask { try await session.perform(AddAccount(called: "Acme"), key: "round-\(round)") }
          }
          return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(ids.count == 8)
        #expect(Set(ids).count == 1)
      }
      #expect(try await session.count(Account.query) == 10)
      #expect(try await session.changes(after: 0).count == 10)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `is known to everybody who opens the store`(_ kind: StoreKind) async throws {
    try await kind.withJoinedStore(modules: [TrialModule()]) { source, first, session in
      let id = try await session.perform(AddAccount(called: "Acme"), key: "k")
      let second = try await Workspace.open(source, modules: [TrialModule()])
      #expect(try await second.session(as: .owner).perform(AddAccount(called: "Acme"), key: "k") == id)
      await second.close()
    }
  }

  @Test func `is known after the file was closed and opened again, and in a backup`() async throws {
    try await StoreKind.sqlite.withSource { source in
      let first = try await Workspace.prepared(on: source, modules: [TrialModule()])
      let session = try await first.session(as: .owner)
      let id = try await session.perform(AddAccount(called: "Acme"), key: "k")
      let copy = FileManager.default.temporaryDirectory.appendingPathComponent("crm-keys-\(UUID().uuidString).crm").path
      defer { try? FileManager.default.removeItem(atPath: copy) }
      try await session.backup(to: copy)
      await first.close()
      for source in [source, StorageSource.sqlite(copy)] {
        let again = try await Workspace.open(
          source, modules: [TrialModule()], options: WorkspaceOptions { $0.clock = FixedClock() })
        let session = try await again.session(as: .owner)
        #expect(try await session.perform(AddAccount(called: "Acme"), key: "k") == id)
        await refused(.keyReused, .conflict) { _ = try await session.perform(AddAccount(called: "X"), key: "k") }
        #expect(try await session.count(Account.query) == 1)
        await again.close()
      }
    }
  }

  @Test func `goes with a fork, which then goes its own way`() async throws {
    let original = try await Workspace.inMemory(modules: [TrialModule()])
    let here = try await original.session(as: .owner)
    let id = try await here.perform(AddAccount(called: "Acme"), key: "k")
    let fork = try original.fork()
    let there = try await fork.session(as: .owner)
    #expect(try await there.perform(AddAccount(called: "Acme"), key: "k") == id)
    try await there.perform(AddAccount(called: "Theirs"), key: "other")
    try await here.perform(AddAccount(called: "Mine"), key: "other")
    #expect(try await there.fetch(Account.query).map(\.name) == ["Acme", "Theirs"])
    #expect(try await here.fetch(Account.query).map(\.name) == ["Acme", "Mine"])
    await original.close()
    await fork.close()
  }
}
