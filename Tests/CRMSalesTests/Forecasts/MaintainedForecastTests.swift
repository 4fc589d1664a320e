import CRMModel
import CRMSales
import CRMSecurity
import CRMStorage
import CRMTestStores
import CRMTesting
import Testing

@Suite struct `A maintained forecast` {
  private static func year() throws -> DateRange {
    try DateRange(from: CalendarDate("2025-01-01"), to: CalendarDate("2026-01-01"))
  }

  /// Five users in three levels and forty deals.
  private static func fill(_ tx: WriteTransaction, _ random: inout SeededGenerator) throws -> World {
    var world = World()
    for index in 0..<5 {
      let manager = index == 0 ? nil : world.users[(index - 1) / 2]
      world.users.append(try tx.insert(User { ($0.displayName, $0.manager) = ("U\(index)", manager) }).id)
    }
    world.stages = try SalesModule.standardPipeline(in: tx).stages.map(\.id)
    for _ in 0..<40 { world.deals.append(try tx.insert(world.deal(&random)).id) }
    return world
  }

  private struct World {
    var users: [User.ID] = []
    var stages: [PipelineStage.ID] = []
    var deals: [Opportunity.ID] = []

    func deal(_ random: inout SeededGenerator) -> Opportunity {
      var deal = Opportunity()
      deal.name = "D"
      change(&deal, &random)
      return deal
    }

    func change(_ deal: inout Opportunity, _ random: inout SeededGenerator) {
      deal.stage = random.happens(90) ? stages[random.number(below: stages.count)] : nil
      deal.owner = random.happens(90) ? users[random.number(below: users.count)] : nil
      deal.amount = random.happens(85) ? Money(minor: Int64(random.number(below: 1_000_001)), .usd) : nil
      deal.probability = random.happens(30) ? Percent(integerLiteral: random.number(below: 101)) : nil
      deal.forecastCategory = random.happens(20) ? .commit : nil
      deal.closeDate = try? CalendarDate("2024-12-01").adding(days: random.number(below: 420))
    }
  }

  /// Does something to deals, or now and then to what they refer to; tells whether that has to be added up anew.
  private static func disturb(
    _ tx: WriteTransaction, _ world: inout World, _ random: inout SeededGenerator
  ) throws -> Bool {
    switch random.number(below: 12) {
    case 0...4:
      for _ in 0...random.number(below: 3) {
        try tx.update(world.deals[random.number(below: world.deals.count)]) { deal in
          world.change(&deal, &random)
        }
      }
    case 5: try tx.update(world.deals[random.number(below: world.deals.count)]) { $0.nextStep = "Call" }
    case 6, 7: world.deals.append(try tx.insert(world.deal(&random)).id)
    case 8 where world.deals.count > 5:
      try tx.delete(world.deals.remove(at: random.number(below: world.deals.count)))
    case 9:
      let id = world.deals[random.number(below: world.deals.count)]
      try tx.delete(id)
      try tx.restore(id)
    case 10:
      try tx.update(world.stages[random.number(below: 3)]) { $0.defaultProbability = 15 }
      return true
    case 11:
      try tx.update(world.users[4]) { $0.manager = world.users[random.number(below: 4)] }
      return true
    default: try tx.insert(Account { $0.name = "Acme" })
    }
    return false
  }

  @Test(arguments: StoreKind.allCases, [1, 2, 3, 4, 5, 6] as [UInt64])
  func `says after every change what adding up anew says`(_ kind: StoreKind, _ seed: UInt64) async throws {
    try await kind.withSession(modules: [.sales]) { _, session in
      var random = SeededGenerator(seed: seed)
      var (world, generator) = try await session.write { [random] tx in
        var random = random
        return (try Self.fill(tx, &random), random)
      }
      random = generator
      let year = try Self.year()
      let forecast = session.maintainedForecast(of: Opportunity.self, in: year, by: .month)
      _ = try await forecast.current()
      var recomputations = 1
      for step in 0..<60 {
        var mustAnew = false
        for _ in 0...random.number(below: 2) {
          let (next, isAnew, after) = try await session.write { [world, random] tx in
            var (world, random) = (world, random)
            let isAnew = try Self.disturb(tx, &world, &random)
            return (world, isAnew, random)
          }
          (world, random) = (next, after)
          mustAnew = mustAnew || isAnew
        }
        let kept = try await forecast.current()
        let anew = try await session.read { try $0.forecast(of: Opportunity.self, in: year, by: .month) }
        #expect(kept == anew, "step \(step), seed \(seed)")
        if mustAnew { recomputations += 1 }
        #expect(await forecast.recomputations <= recomputations, "step \(step), seed \(seed)")
      }
      #expect(try await forecast.verify())
      // Some steps change a stage or a user, most do not.
      #expect((2...40).contains(recomputations), "seed \(seed)")
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `is added up anew when the schema changes`(_ kind: StoreKind) async throws {
    try await kind.withSession(modules: [.sales]) { _, session in
      let forecast = session.maintainedForecast(of: Opportunity.self, in: try Self.year(), by: .quarter)
      _ = try await forecast.current()
      try await session.alter { schema in schema[Account.self].add(.boolean("vip"), label: "VIP") }
      _ = try await forecast.current()
      #expect(await forecast.recomputations == 2)
      _ = try await forecast.current()
      #expect(await forecast.recomputations == 2)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `is added up anew when the change log has forgotten what happened`(_ kind: StoreKind) async throws {
    try await kind.withSession(modules: [.sales]) { _, session in
      let year = try Self.year()
      let forecast = session.maintainedForecast(of: Opportunity.self, in: year)
      _ = try await forecast.current()
      let deal = Opportunity {
        $0.name = "D"
        $0.amount = .usd(5)
        $0.closeDate = try? CalendarDate("2025-05-05")
      }
      try await session.write { tx in _ = try tx.insert(deal) }
      try await session.write { tx in _ = try tx.insert(deal) }
      let last = try await session.changes(after: 0).last?.sequence
      try await session.forgetChanges(through: try #require(last) - 1)
      let kept = try await forecast.current()
      #expect(try kept.total[0].single(.omitted).count == 2)
      #expect(await forecast.recomputations == 2)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `of many changes at once is added up anew`(_ kind: StoreKind) async throws {
    try await kind.withSession(modules: [.sales]) { _, session in
      let forecast = session.maintainedForecast(of: Opportunity.self, in: try Self.year())
      _ = try await forecast.current()
      let day = try CalendarDate("2025-05-05")
      _ = try await session.insert(
        (0..<4_097).map { _ in
          Opportunity {
            $0.name = "D"
            $0.closeDate = day
          }
        })
      let kept = try await forecast.current()
      #expect(try kept.total[0].single(.omitted).count == 4_097)
      #expect(await forecast.recomputations == 2)
    }
  }
}
