import CRMModel
import CRMSecurity
import CRMStorage
import CRMTestStores
import CRMTesting
import Synchronization
import Testing

@Suite struct `The policy of upgrades` {
  @Test(arguments: StoreKind.allCases)
  func `plan shows what there is to do and refuses writes until it is done`(_ kind: StoreKind) async throws {
    try await ModuleUpgradeTests.withFirstVersion(kind) { source, first in
      let before = try await first.workshopContent()
      let workspace = try await Workspace.open(source, modules: [Workshop()], upgrade: .plan)
      let session = try await workspace.session(as: .owner)
      let plan = try #require(workspace.pendingUpgrade)
      #expect(plan.steps.count == 15)
      #expect(plan.isLossy)
      #expect(!plan.isRefused)
      #expect(try await first.workshopContent() == before)
      #expect(workspace.modules["workshop"] == 1)
      #expect(try await session.count(Query("workshop.repair")) == 3)
      let refused = await #expect(throws: StoreError.self) { try await session.insert(Account { $0.name = "Acme" }) }
      #expect(refused?.code == .upgradePending)
      #expect(workspace.writeRefusal == refused)
      await #expect(throws: StoreError.self) { try await session.alter { $0[Account.self].add(.text("tier")) } }
      #expect(try await first.workshopContent() == before)

      let done = try await workspace.upgrade()
      #expect(done.steps == plan.steps)
      #expect(workspace.pendingUpgrade == nil)
      #expect(workspace.writeRefusal == nil)
      #expect(workspace.upgradedModules == ["workshop": 1])
      try await session.insert(Account { $0.name = "Acme" })
      #expect(try await workspace.upgrade().isEmpty)
      await workspace.close()
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `an estimate counts what would be written and lost, and changes nothing`(_ kind: StoreKind) async throws {
    try await ModuleUpgradeTests.withFirstVersion(kind) { source, first in
      let before = try await first.workshopContent()
      let last = first.options.ids?.last
      let workspace = try await Workspace.open(source, modules: [Workshop()], upgrade: .plan)
      let estimate = try await workspace.estimateUpgrade()
      #expect(!estimate.isRefused)
      let counted = estimate.effects.filter { $0.records > 0 || $0.valuesLost > 0 }
      #expect(
        counted.map { "\($0.step.edit): \($0.records), \($0.valuesLost)" } == [
          "convert field workshop.repair.minutes to type integer: 2, 1",
          "run upgrade of module workshop to version 3: codes of repairs: 3, 0",
          "run upgrade of module workshop to version 3: kinds of repairs: 4, 0",
          "remove field workshop.repair.legacy: 1, 1",
          "add 2 records of module workshop, or bring them up to date: 2, 0",
        ])
      #expect(try await first.workshopContent() == before)
      #expect(first.options.ids?.last == last)
      await workspace.close()
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `refuse throws with what there is to do`(_ kind: StoreKind) async throws {
    try await ModuleUpgradeTests.withFirstVersion(kind) { source, first in
      let before = try await first.workshopContent()
      let error = await #expect(throws: StoreError.self) {
        try await Workspace.open(source, modules: [Workshop()], upgrade: .refuse)
      }
      #expect(error?.code == .upgradeNeeded)
      #expect(error?.message.contains("rename field workshop.repair.topic to title") == true)
      #expect(try await first.workshopContent() == before)
      let same = try await Workspace.open(source, modules: [WorkshopBefore()], upgrade: .refuse)
      await same.close()
    }
  }

  @Test(arguments: StoreKind.allCases, [UpgradePolicy.plan, .refuse])
  func `does not hold up the making of a store`(_ kind: StoreKind, _ policy: UpgradePolicy) async throws {
    try await kind.withSource { source in
      let workspace = try await Workspace.open(source, modules: [Workshop()], upgrade: policy)
      #expect(workspace.pendingUpgrade == nil)
      #expect(workspace.modules["workshop"] == 3)
      await workspace.close()
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `plan is over when another opener has carried it out`(_ kind: StoreKind) async throws {
    try await ModuleUpgradeTests.withFirstVersion(kind) { source, first in
      let waiting = try await Workspace.open(source, modules: [Workshop()], upgrade: .plan)
      #expect(waiting.pendingUpgrade != nil)
      let owner = try await first.session(as: .owner)
      try await owner.alter { $0["workshop.repair"].add(.text("note")) }
      let renewed = try #require(waiting.pendingUpgrade)
      #expect(renewed.base.generation == owner.schema.generation)
      await (try await Workspace.open(source, modules: [Workshop()])).close()
      #expect(waiting.pendingUpgrade == nil)
      #expect(waiting.writeRefusal == nil)
      try await waiting.session(as: .owner).insert(Account { $0.name = "Acme" })
      await waiting.close()
    }
  }

  @Test func `plan holds for a fork too`() async throws {
    try await ModuleUpgradeTests.withFirstVersion(.memory) { source, first in
      let waiting = try await Workspace.open(source, modules: [Workshop()], upgrade: .plan)
      let fork = try waiting.fork()
      #expect(fork.pendingUpgrade == waiting.pendingUpgrade)
      let session = try await fork.session(as: .owner)
      let error = await #expect(throws: StoreError.self) { try await session.insert(Account { $0.name = "Acme" }) }
      #expect(error?.code == .upgradePending)
      try await fork.upgrade()
      try await session.insert(Account { $0.name = "Acme" })
      #expect(waiting.pendingUpgrade != nil)
      await fork.close()
      await waiting.close()
    }
  }

  @Test(arguments: [UpgradePolicy.plan, .refuse])
  func `holds for a store that somebody else makes after it was seen to be empty`(_ policy: UpgradePolicy) async throws
  {
    let engine = try await StorageSource.memory.open(EngineOptions())
    let other = StorageSource(identity: { nil }) { _ in engine }
    let overtaken = StorageSource(identity: { nil }) { _ in
      OvertakenEngine(base: engine) {
        _ = try await Workspace.open(
          other, modules: [WorkshopBefore()], options: WorkspaceOptions { $0.clock = FixedClock() })
      }
    }
    let options = WorkspaceOptions { $0.clock = FixedClock(.epoch) }
    if policy == .refuse {
      let error = await #expect(throws: StoreError.self) {
        try await Workspace.open(overtaken, modules: [Workshop()], upgrade: policy, options: options)
      }
      #expect(error?.code == .upgradeNeeded)
    } else {
      let workspace = try await Workspace.open(overtaken, modules: [Workshop()], upgrade: policy, options: options)
      #expect(workspace.pendingUpgrade != nil)
      #expect(workspace.modules["workshop"] == 1)
    }
  }

  @Test func `makes a store once when another opener makes it after it was seen to be empty`() async throws {
    let engine = try await StorageSource.memory.open(EngineOptions())
    let other = StorageSource(identity: { nil }) { _ in engine }
    let early = WorkspaceOptions { $0.clock = FixedClock() }
    let late = WorkspaceOptions { $0.clock = FixedClock(.epoch) }
    let overtaken = StorageSource(identity: { nil }) { _ in
      OvertakenEngine(base: engine) { _ = try await Workspace.open(other, modules: [Workshop()], options: early) }
    }
    let workspace = try await Workspace.open(overtaken, modules: [Workshop()], options: late)
    let session = try await workspace.session(as: .owner)
    #expect(try await session.count(RepairKind.query) == 2)
    let first = try await Workspace.open(other, modules: [Workshop()], options: early)
    let theirs = try await first.session(as: .owner).insert(Account { $0.name = "Theirs" })
    let ours = try await session.insert(Account { $0.name = "Ours" })
    #expect(RecordIDLayout.node(of: ours.id.rawValue) == RecordIDLayout.node(of: theirs.id.rawValue))
  }
}

/// An engine behind which something else happens once, after the first read.
private struct OvertakenEngine: ForwardingEngine {
  let base: any StorageEngine
  private let hasHappened = Flag()
  private let event: @Sendable () async throws -> Void

  init(base: any StorageEngine, _ event: @escaping @Sendable () async throws -> Void) {
    self.base = base
    self.event = event
  }

  func read<T: Sendable>(
    _ grant: EngineGrant, _ body: sending @escaping (any EngineReader) throws -> T
  ) async throws -> T {
    let result = try await base.read(grant, body)
    if hasHappened.raise() { try await event() }
    return result
  }

  func close(_ grant: EngineGrant) async {}

  private final class Flag: Sendable {
    private let isUp = Mutex(false)
    func raise() -> Bool {
      isUp.withLock { isUp in
        defer { isUp = true }
        return !isUp
      }
    }
  }
}
