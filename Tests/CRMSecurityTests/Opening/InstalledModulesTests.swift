import CRMModel
import CRMSecurity
import CRMStorage
import CRMTestStores
import CRMTesting
import Testing

/// "Without it, modules that the store does not have are left out, and those that it has are brought up to date."
@Suite struct `A store opened without installing modules` {
  private let upgradeOnly = WorkspaceOptions {
    $0.clock = FixedClock()
    $0.installsModules = false
  }

  /// Opens a store with a library that only has its first version, and leaves it open for others to join.
  private func withLibrary(_ kind: StoreKind, _ body: (StorageSource, Workspace) async throws -> Void) async throws {
    try await kind.withJoinedStore(modules: [LibraryBefore()]) { source, first, _ in try await body(source, first) }
  }

  @Test(arguments: StoreKind.allCases)
  func `gets the upgrade of the modules that it has, and no others`(_ kind: StoreKind) async throws {
    try await withLibrary(kind) { source, first in
      let workspace = try await Workspace.open(source, modules: [LibraryNow(), Canteen()], options: upgradeOnly)
      #expect(workspace.modules == ["base": BaseModule.version, "library": 2])
      #expect(workspace.upgradedModules == ["library": 1])
      #expect(try await workspace.session(as: .owner).schema["library.book"]?.field("pages") != nil)
      #expect(first.upgradedModules == [:])
      await workspace.close()
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `is as it was where all is up to date`(_ kind: StoreKind) async throws {
    try await withLibrary(kind) { source, first in
      let before = try await first.session(as: .owner).schema
      let workspace = try await Workspace.open(source, modules: [LibraryBefore(), Canteen()], options: upgradeOnly)
      #expect(try await workspace.session(as: .owner).schema == before)
      #expect(workspace.upgradedModules == [:])
      await workspace.close()
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `is refused to code that is older than it`(_ kind: StoreKind) async throws {
    try await withLibrary(kind) { source, first in
      let newer = try await Workspace.open(source, modules: [LibraryNow()])
      await newer.close()
      let error = await #expect(throws: StoreError.self) {
        try await Workspace.open(source, modules: [LibraryBefore()], options: upgradeOnly)
      }
      #expect(error?.code == .schemaRefused)
      #expect(error?.violations.map(\.code) == [.newerModule])
      #expect(first.modules["library"] == 2)
    }
  }

  @Test func `gets the upgrade when it is opened again`() async throws {
    try await StoreKind.sqlite.withSource { source in
      let first = try await Workspace.prepared(on: source, modules: [LibraryBefore()])
      #expect(first.upgradedModules == [:])
      await first.close()
      let workspace = try await Workspace.open(source, modules: [LibraryNow(), Canteen()], options: upgradeOnly)
      #expect(workspace.modules["library"] == 2)
      #expect(workspace.modules["canteen"] == nil)
      #expect(workspace.upgradedModules == ["library": 1])
      await workspace.close()
      let again = try await Workspace.open(source, modules: [LibraryNow(), Canteen()], options: upgradeOnly)
      #expect(again.upgradedModules == [:])
      await again.close()
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `has the base module alone when it is new`(_ kind: StoreKind) async throws {
    try await kind.withSource { source in
      let workspace = try await Workspace.open(source, modules: [Canteen()], options: upgradeOnly)
      #expect(workspace.modules == ["base": BaseModule.version])
      #expect(workspace.upgradedModules == [:])
      await workspace.close()
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `gets all modules by default, which are no upgrades`(_ kind: StoreKind) async throws {
    try await withLibrary(kind) { source, _ in
      let workspace = try await Workspace.open(source, modules: [LibraryNow(), Canteen()])
      #expect(workspace.modules == ["base": BaseModule.version, "library": 2, "canteen": 1])
      #expect(workspace.upgradedModules == ["library": 1])
      await workspace.close()
    }
  }
}

/// A module in its first version.
private struct LibraryBefore: CRMModule {
  static let name: ModuleName = "library"
  static let version = 1
  var content: ModuleContent { EntitySchema("library.book", title: ["title"], fields: [FieldSchema("title", .text)]) }
}

/// The same module in its second version.
private struct LibraryNow: CRMModule {
  static let name: ModuleName = "library"
  static let version = 2
  var content: ModuleContent {
    let fields = [FieldSchema("title", .text), FieldSchema("pages", .integer)]
    EntitySchema("library.book", title: ["title"], fields: fields)
  }
}

/// A module that nobody installed.
private struct Canteen: CRMModule {
  static let name: ModuleName = "canteen"
  static let version = 1
  var content: ModuleContent { EntitySchema("canteen.meal", title: ["name"], fields: [FieldSchema("name", .text)]) }
}
