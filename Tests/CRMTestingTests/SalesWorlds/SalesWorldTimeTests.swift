import CRM
import CRMTesting
import Testing

@Suite struct `The time of a sales world` {
  @Test(arguments: WorldSeed.all)
  func `has quarters that end in a hurry`(_ given: WorldSeed) throws {
    var calm = SalesWorldShape()
    calm.decisionsAtQuarterEnd = 0
    let shares = try [SalesWorldShape(), calm].map { shape in
      let world = SalesWorld(opportunities: given.opportunities, seed: given.seed, shape: shape)
      let days = try WorldFigures(world).closed.compactMap(\.closeDate).map(WorldFigures.daysToQuarterEnd)
      return WorldFigures.share(days) { $0 < 10 }
    }
    // Ten of ninety days would have 11 % if all were alike.
    #expect(shares[0] > 0.32 && shares[0] < 0.42, "\(shares[0])")
    #expect(shares[1] > 0.08 && shares[1] < 0.15, "\(shares[1])")
  }

  @Test(arguments: WorldSeed.all)
  func `has working days, quiet summers and growth`(_ given: WorldSeed) {
    let world = given.world
    let figures = WorldFigures(world)
    let opened = figures.deals.map(\.openedOn)
    #expect(WorldFigures.share(opened, WorldFigures.isWeekend) < 0.03)
    #expect(WorldFigures.share(figures.closed.compactMap(\.closeDate), WorldFigures.isWeekend) < 0.03)
    #expect(WorldFigures.share(opened, WorldFigures.isWeekend) > 0.002)
    func months(_ numbers: Set<Int>) -> Int { opened.filter { numbers.contains($0.month) }.count }
    #expect(Double(months([7, 8])) < 0.8 * Double(months([9, 10])))
    func year(_ years: Int) -> Int {
      let (first, next) = (world.shape.today.later(-365 * (years + 1)), world.shape.today.later(-365 * years))
      return opened.filter { $0 >= first && $0 < next }.count
    }
    #expect(Double(year(0)) > 1.3 * Double(year(3)))
  }

  @Test(arguments: WorldSeed.all)
  func `has open deals only near its end`(_ given: WorldSeed) throws {
    let figures = WorldFigures(given.world)
    let today = given.world.shape.today
    #expect(today.description == "2025-06-02")
    #expect(figures.deals.allSatisfy { $0.openedOn < today && $0.openedOn.days(to: today) <= 1_461 })
    #expect(figures.open.allSatisfy { $0.openedOn.days(to: today) < 480 })
    #expect(figures.closed.allSatisfy { deal in deal.closeDate.map { $0 < today && $0 > deal.openedOn } ?? false })
    let share = Double(figures.open.count) / Double(figures.deals.count)
    #expect(share > 0.04 && share < 0.09, "\(share)")
    let cycles = figures.closed.compactMap(WorldFigures.cycle).sorted()
    let median = try #require(cycles.isEmpty ? nil : cycles[cycles.count / 2])
    #expect(median > 30 && median < 60, "\(median)")
    #expect((cycles.last ?? 0) > 180 && (cycles.last ?? 0) < 480)
  }

  @Test(arguments: WorldSeed.all)
  func `has won deals, lost deals and every open stage`(_ given: WorldSeed) {
    let figures = WorldFigures(given.world)
    let won = WorldFigures.share(figures.closed) { $0.stage.isWon }
    #expect(won > 0.42 && won < 0.6, "\(won)")
    func share(_ kind: OpportunityKind) -> Double {
      WorldFigures.share(figures.closed.filter { $0.kind == kind }) { $0.stage.isWon }
    }
    #expect(share(.renewal) > share(.existingBusiness) + 0.1)
    #expect(share(.existingBusiness) > share(.newBusiness) + 0.1)
    #expect(Set(figures.open.map(\.stage.name)) == ["Prospecting", "Qualified", "Proposal", "Negotiation"])
    #expect(figures.closed.allSatisfy { $0.probability == $0.stage.probability && $0.nextStep == nil })
    #expect(figures.deals.allSatisfy { $0.lossReason == nil || $0.stage.name == "Lost" })
    #expect(figures.open.allSatisfy { (5...95).contains($0.probability) })
    let believed = WorldFigures.share(figures.open) { $0.probability != $0.stage.probability }
    #expect(believed > 0.05 && believed < 0.2, "\(believed)")
  }

  @Test func `ends on the day that the shape says`() throws {
    var shape = SalesWorldShape()
    (shape.today, shape.days) = (try CalendarDate("2017-12-31"), 500)
    let figures = WorldFigures(SalesWorld(opportunities: 500, seed: 7, shape: shape))
    #expect(figures.deals.allSatisfy { $0.openedOn >= shape.today.later(-500) && $0.openedOn < shape.today })
    #expect(figures.closed.count > 300)
    #expect(figures.open.count > 30)
  }
}

extension CalendarDate {
  /// A day that is never out of range.
  fileprivate func later(_ days: Int) -> CalendarDate {
    CalendarDate(daysSinceEpoch: Int(daysSinceEpoch) + days) ?? .minimum
  }
}
