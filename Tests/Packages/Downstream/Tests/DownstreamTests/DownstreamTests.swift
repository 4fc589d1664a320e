import CRM
import CRMTesting
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

@Suite struct `A program that uses the library` {
  @Test func `tests its own work on fixtures, with a clock that it moves`() async throws {
    let clock = FixedClock()
    let workspace = try await Workspace.inMemory(modules: [.sales], fixtures: [.quarter], clock: clock)
    let session = try await workspace.session(as: .owner)
    let before = try await session.dump(["opportunity"], fields: ["name", "amount"])
    #expect(before.split(separator: "\n").count == 2)

    let fork = try workspace.fork()
    try clock.advance(by: .hours(24))
    let later = try await session.insert(Opportunity { $0.name = "Later" })
    #expect(later.createdAt == clock.now)
    #expect(try await fork.session(as: .owner).dump(["opportunity"], fields: ["name", "amount"]) == before)

    let june = try FiscalCalendar.plain.range(label: "2025-06")
    let forecast = try await session.read { try $0.forecast(of: Opportunity.self, in: june) }
    #expect(try forecast.total[0].single(.closed).amount == .usd(350))
  }

  @Test func `sees what it does when the store fails`() async throws {
    let fault = EngineFault(.commit)
    let workspace = try await Workspace.open(StorageSource.memory.failing(by: fault), modules: [.sales])
    let session = try await workspace.session(as: .owner)
    fault.arm()
    await #expect(throws: StoreError.self) { try await session.insert(Account { $0.name = "Acme" }) }
    fault.disarm()
    #expect(try await session.count(Account.query) == 0)
    await workspace.close()
  }

  @Test func `works on a world of made-up deals`() async throws {
    let world = SalesWorld(opportunities: 100, seed: 7)
    let workspace = try await Workspace.inMemory(modules: [.sales], fixtures: [world.fixture])
    #expect(try await workspace.session(as: .owner).count(Opportunity.query) == 100)
  }

  @Test func `proves an engine of its own by the laws`() async throws {
    let reports = try await EngineLaws.check(Array(EngineLaws.all.prefix(12))) { MemoryEngine() }
    #expect(reports.allSatisfy { $0.holds })
    #expect(reports.count == 12)
  }
}
