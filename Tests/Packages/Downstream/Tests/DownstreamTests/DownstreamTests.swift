import CRM
import CRMTesting
import Foundation
import Testing

extension Fixture {
  fileprivate static let pipeline = Fixture("pipeline") { tx in try SalesModule.standardPipeline(in: tx) }

  /// A vertical names fixtures of its own, made of others.
  fileprivate static let quarter = Fixture("quarter", requires: [pipeline]) { tx in
    let won = try tx.first(PipelineStage.query.where { $0.isWon })
    for amount in [100, 250] as [Int32] {
      try tx.insert(Opportunity { ($0.name, $0.amount, $0.stage) = ("Deal", .usd(amount), won?.id) })
    }
  }
}

/// The engines that everything is tested on.
enum Engine: CaseIterable, Sendable {
  case memory, file

  /// Gives an empty store, and removes its file after `body`.
  func withSource<T: Sendable>(_ body: (StorageSource) async throws -> T) async throws -> T {
    if self == .memory { return try await body(.memory) }
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("downstream-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try await body(.sqlite(folder.appendingPathComponent("store.crm").path))
  }
}

@Suite struct `A program that uses the library` {
  @Test(arguments: Engine.allCases)
  func `tests its own work on fixtures, with a clock that it moves`(_ engine: Engine) async throws {
    let clock = FixedClock()
    try await engine.withSource { source in
      let workspace = try await Workspace.prepared(
        on: source, modules: [.sales], fixtures: [.quarter, .pipeline], clock: clock)
      let session = try await workspace.session(as: .owner)
      let before = try await session.dump(["opportunity"], fields: ["name", "amount"])
      #expect(before.split(separator: "\n").count == 2)
      try clock.advance(by: .hours(24))
      let later = try await session.insert(Opportunity { $0.name = "Later" })
      #expect(later.createdAt == clock.now)
      let june = try FiscalCalendar.plain.range(label: "2025-06")
      let forecast = try await session.read { try $0.forecast(of: Opportunity.self, in: june) }
      #expect(try forecast.total[0].single(.closed).amount == .usd(350))
      await workspace.close()
    }
  }

  @Test func `forks a workspace in memory, and is told that a file has no forks`() async throws {
    let workspace = try await Workspace.inMemory(modules: [.sales], fixtures: [.quarter])
    let session = try await workspace.session(as: .owner)
    let before = try await session.dump(["opportunity"], fields: ["name", "amount"])
    let fork = try workspace.fork()
    try await session.insert(Opportunity { $0.name = "Later" })
    #expect(try await fork.session(as: .owner).dump(["opportunity"], fields: ["name", "amount"]) == before)
    try await Engine.file.withSource { source in
      let file = try await Workspace.prepared(on: source, modules: [.sales])
      let error = #expect(throws: StoreError.self) { try file.fork() }
      #expect(error?.code == .unsupported)
      await file.close()
    }
  }

  @Test(arguments: Engine.allCases)
  func `sees what it does when the store fails`(_ engine: Engine) async throws {
    let fault = EngineFault(.commit)
    try await engine.withSource { source in
      let workspace = try await Workspace.open(source.failing(by: fault), modules: [.sales])
      let session = try await workspace.session(as: .owner)
      fault.arm()
      await #expect(throws: StoreError.self) { try await session.insert(Account { $0.name = "Acme" }) }
      fault.disarm()
      #expect(try await session.count(Account.query) == 0)
      try await session.insert(Account { $0.name = "Acme" })
      #expect(try await session.count(Account.query) == 1)
      await workspace.close()
    }
  }

  @Test(arguments: Engine.allCases)
  func `works on a world of made-up deals, which is the same on every engine`(_ engine: Engine) async throws {
    let world = SalesWorld(opportunities: 100, seed: 7)
    func dump(_ engine: Engine) async throws -> String {
      try await engine.withSource { source in
        let workspace = try await Workspace.prepared(on: source, modules: [.sales], fixtures: [world.fixture])
        let session = try await workspace.session(as: .owner)
        #expect(try await session.count(Opportunity.query) == 100)
        let text = try await session.dump(["opportunity"])
        await workspace.close()
        return text
      }
    }
    #expect(try await dump(engine) == dump(.memory))
  }
}
