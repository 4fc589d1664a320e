import CRMModel
import CRMSecurity
import CRMStorage
import CRMTestStores
import CRMTesting
import Testing

/// A module that keeps what its schema cannot say.
private struct Vault: CRMModule {
  static let name: ModuleName = "vault"
  static let version = 1
  static let requiresCode = true
  var content: ModuleContent { EntitySchema("vault.box", title: ["mark"], fields: [FieldSchema("mark", .text)]) }
}

@Suite struct `A store of a module that requires its code` {
  private func withVault(_ kind: StoreKind, _ body: (StorageSource, Workspace) async throws -> Void) async throws {
    try await kind.withJoinedStore(modules: [Vault(), WorkshopBefore()]) { source, first, session in
      try await session.insert(Record("vault.box", ["mark": "A"]))
      try await body(source, first)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `is read-only without it, also for upgrades of other modules`(_ kind: StoreKind) async throws {
    try await withVault(kind) { source, first in
      let without = try await Workspace.open(source, modules: [Workshop()])
      let session = try await without.session(as: .owner)
      #expect(without.modules["workshop"] == 1)
      #expect(try await session.records(Query("vault.box")).map { $0["mark"] } == ["A"])
      let error = await #expect(throws: StoreError.self) { try await session.insert(Account { $0.name = "Acme" }) }
      #expect(error?.code == .moduleCodeMissing)
      #expect(error?.kind == .unsupported)
      #expect(error?.message.contains("module vault") == true)
      #expect(without.writeRefusal == error)
      await #expect(throws: StoreError.self) { try await session.alter { $0[Account.self].add(.text("tier")) } }
      await #expect(throws: StoreError.self) { try await session.forgetChanges(through: 1) }
      let upgrade = await #expect(throws: StoreError.self) { try await without.upgrade() }
      #expect(upgrade == error)
      let estimate = await #expect(throws: StoreError.self) { try await without.estimateUpgrade() }
      #expect(estimate == error)
      #expect(without.modules["workshop"] == 1)
      // The opener that brought it goes on writing.
      try await first.session(as: .owner).insert(Account { $0.name = "Acme" })
      await without.close()
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `is written without it where that is asked for by name`(_ kind: StoreKind) async throws {
    try await withVault(kind) { source, first in
      let options = WorkspaceOptions {
        $0.clock = FixedClock()
        $0.withoutCode = ["vault"]
      }
      let without = try await Workspace.open(source, modules: [Workshop()], options: options)
      #expect(without.writeRefusal == nil)
      #expect(without.modules["workshop"] == 3)
      try await without.session(as: .owner).insert(Record("vault.box", ["mark": "B"]))
      await without.close()
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `is written without it as long as the module is switched off`(_ kind: StoreKind) async throws {
    try await withVault(kind) { source, first in
      try await first.session(as: .owner).alter { $0.switchOff("vault") }
      let without = try await Workspace.open(source)
      #expect(without.writeRefusal == nil)
      try await without.session(as: .owner).insert(Account { $0.name = "Acme" })
      await without.close()
    }
  }

  @Test func `remembers that in its file`() async throws {
    try await StoreKind.sqlite.withSource { source in
      await (try await Workspace.open(source, modules: [Vault()])).close()
      let without = try await Workspace.open(source)
      #expect(without.writeRefusal?.code == .moduleCodeMissing)
      await without.close()
    }
  }
}
