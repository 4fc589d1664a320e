import CRMModel
import CRMSecurity
import CRMStorage
import CRMTestStores
import CRMTesting
import Testing

/// A module whose commands a test chooses.
private struct Chosen<Name: CommandOwner>: CRMModule {
  static var name: ModuleName { Name.module }
  static var version: Int { 1 }
  var commands: [any ModuleCommand.Type]
  var content: ModuleContent {
    var content = ModuleContent()
    content.commands = commands
    return content
  }
}

private protocol CommandOwner: Sendable { static var module: ModuleName { get } }
private enum Yard: CommandOwner { static let module: ModuleName = "yard" }
private enum Service: CommandOwner { static let module: ModuleName = "service" }
private enum Analytics: CommandOwner { static let module: ModuleName = "analytics" }

private protocol Idle: Command where Output == Int {}
extension Idle { func run(in tx: WriteTransaction) throws -> Int { 1 } }

private struct Sweep: Idle { static let name: CommandName = "yard.sweep" }
private struct SweepToo: Idle { static let name: CommandName = "yard.sweep" }
private struct Close: Idle { static let name: CommandName = "close_all" }
private struct Foreign: Idle { static let name: CommandName = "school.ring" }
private struct Shouting: Idle { static let name: CommandName = "yard.SWEEP" }
private struct Long: Idle { static let name: CommandName = "yard.sweep.all" }
private struct Custom: Idle { static let name: CommandName = "custom.sweep" }

@Suite struct `A module's commands` {
  private func refused(
    _ name: CommandName, _ words: String, sourceLocation: SourceLocation = #_sourceLocation,
    _ work: () async throws -> Void
  ) async {
    let error = await #expect(throws: StoreError.self, sourceLocation: sourceLocation) { try await work() }
    #expect(error?.code == .unknownCommand, sourceLocation: sourceLocation)
    #expect(error?.message.contains(words) == true, "\(error?.message ?? "")", sourceLocation: sourceLocation)
    #expect(error?.message.contains(name.rawValue) == true, sourceLocation: sourceLocation)
  }

  @Test(arguments: StoreKind.allCases)
  func `are known by name, and performed as the types that are listed`(_ kind: StoreKind) async throws {
    try await kind.withSession(modules: [Chosen<Yard>(commands: [Sweep.self])]) { workspace, session in
      #expect(workspace.commands == ["yard.sweep"])
      #expect(workspace.command("yard.sweep") is Sweep.Type)
      #expect(workspace.command("yard.close") == nil)
      let swept = try await session.perform(Sweep())
      #expect(swept == 1)
      await refused("yard.sweep", "lists another command") { _ = try await session.perform(SweepToo()) }
      await refused("yard.sweep", "lists another command") { _ = try await session.dryRun(SweepToo()) }
    }
  }

  @Test(
    arguments: [
      ([Foreign.self], .badName), ([Close.self], .badName), ([Shouting.self], .badName), ([Long.self], .badName),
      ([Custom.self], .badName), ([Sweep.self, SweepToo.self], .nameTaken), ([Sweep.self, Sweep.self], .nameTaken),
    ] as [([any ModuleCommand.Type], ErrorCode)])
  func `have names of the module's own, each once`(_ commands: [any ModuleCommand.Type], _ code: ErrorCode) async {
    let error = await #expect(throws: StoreError.self) {
      try await Workspace.prepared(on: .memory, modules: [Chosen<Yard>(commands: commands)])
    }
    #expect(error?.code == .schemaRefused)
    #expect(error?.violations.map(\.code) == [code])
  }

  @Test func `of this library may have one word, and none of another's`() async throws {
    let first = Chosen<Service>(commands: [Close.self])
    let workspace = try await Workspace.inMemory(modules: [first])
    #expect(workspace.commands == ["close_all"])
    await workspace.close()
    let error = await #expect(throws: StoreError.self) {
      try await Workspace.inMemory(modules: [first, Chosen<Analytics>(commands: [Close.self])])
    }
    #expect(error?.code == .schemaRefused)
    #expect(error?.violations.map(\.code) == [.nameTaken])
    #expect(error?.violations.first?.message.contains("module service") == true)
  }

  @Test(arguments: StoreKind.allCases)
  func `are refused while it is switched off`(_ kind: StoreKind) async throws {
    try await kind.withSession(modules: [TrialModule()]) { workspace, session in
      let first = try await session.perform(AddAccount(called: "Acme"), key: "k")
      try await session.alter { $0.switchOff("trial") }
      #expect(workspace.commands == [])
      #expect(workspace.command(AddAccount.name) == nil)
      await refused(AddAccount.name, "module trial is switched off") {
        _ = try await session.perform(AddAccount(called: "Acme"), key: "k")
      }
      await refused(AddAccount.name, "module trial is switched off") {
        _ = try await session.dryRun(AddAccount(called: "Acme"))
      }
      try await session.alter { $0.switchOn("trial") }
      #expect(workspace.commands.contains(AddAccount.name))
      #expect(try await session.perform(AddAccount(called: "Acme"), key: "k") == first)
      #expect(try await session.count(Account.query) == 1)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `are refused where it is no part of the workspace`(_ kind: StoreKind) async throws {
    try await kind.withJoinedStore(modules: []) { source, _, session in
      await refused(AddAccount.name, "its module trial is not part of the workspace") {
        _ = try await session.perform(AddAccount(called: "Acme"))
      }
      await refused("close_all", "no module that the workspace was opened with lists it") {
        _ = try await session.perform(Close())
      }
      // The code alone is not enough: the store has to have the module.
      let knowing = try await Workspace.open(
        source, modules: [TrialModule()], options: WorkspaceOptions { $0.installsModules = false })
      #expect(knowing.commands == [])
      let other = try await knowing.session(as: .owner)
      await refused(AddAccount.name, "its module trial is not installed in the store") {
        _ = try await other.perform(AddAccount(called: "Acme"))
      }
      await knowing.close()
      // Nor is a store that has it, without the code.
      let having = try await Workspace.open(source, modules: [TrialModule()])
      try await having.session(as: .owner).perform(AddAccount(called: "Acme"))
      await refused(AddAccount.name, "no module that the workspace was opened with lists it") {
        _ = try await session.perform(AddAccount(called: "Acme"))
      }
      await having.close()
    }
  }
}
