import CRMAnalytics
import CRMModel
import CRMSales
import CRMSecurity
import CRMTestStores
import CRMTesting
import Testing

/// RULES 2.15: a deal that was reopened counts once, by its final state in the period.
@Suite struct `A win rate by the history of stages` {
  /// A deal: what became of it on which day, beginning with the stage it was opened in.
  private struct Course: Sendable {
    var amount: Int32 = 1
    var industry: String?
    let turns: [(day: String, stage: String)]

    init(_ turns: (String, String)..., amount: Int32 = 1, industry: String? = nil) {
      self.amount = amount
      self.industry = industry
      self.turns = turns.map { (day: $0.0, stage: $0.1) }
    }
  }

  private static let second = "2025-04-01/2025-07-01"
  private static let third = "2025-07-01/2025-10-01"

  private func figures<T: Sendable>(
    _ store: StoreKind, zone: ZoneID = .utc, _ courses: [Course], where population: Condition? = nil,
    _ body: @escaping @Sendable (SalesMetrics) throws -> T
  ) async throws -> T {
    let clock = FixedClock(try Instant("2025-12-01T09:00:00Z"))
    return try await store.withWorkspace(
      modules: [.sales], fixtures: [.pipeline, .users], clock: clock, { $0.zone = zone }
    ) { workspace in
      let session = try await workspace.session(as: .owner)
      let stages = try await session.fetch(PipelineStage.query)
      for course in courses {
        try await session.write { tx in
          var deal = Opportunity()
          (deal.name, deal.amount) = ("Deal", .usd(course.amount))
          if let industry = course.industry {
            deal.account = try tx.insert(Account { ($0.name, $0.industry) = ("Account", industry) }).id
          }
          for (place, turn) in course.turns.enumerated() {
            let stage = try #require(stages.first { $0.name == turn.stage })
            let moment = try Instant(turn.day.contains("T") ? turn.day : turn.day + "T12:00:00Z")
            if place == 0 {
              deal.stage = stage.id
              deal = try tx.open(deal, at: moment)
            } else {
              deal = try tx.move(deal.id, to: stage.id, at: moment)
            }
          }
        }
      }
      return try await session.read { try body(SalesMetrics($0, where: population)) }
    }
  }

  private func counts(_ store: StoreKind, zone: ZoneID = .utc, _ courses: Course...) async throws -> [[Int]] {
    try await figures(store, zone: zone, courses) { metrics in
      try [Self.second, Self.third].map { period in
        let rate = try metrics.winRate(decidedIn: DateRange(period))
        return [rate.wonCount, rate.lostCount]
      }
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `counts a deal that was reopened and decided again once, by how the period ended`(_ store: StoreKind)
    async throws
  {
    let lostInTheEnd = try await counts(
      store,
      Course(("2025-04-02", "Proposal"), ("2025-04-10", "Won"), ("2025-05-01", "Proposal"), ("2025-06-01", "Lost")))
    #expect(lostInTheEnd == [[0, 1], [0, 0]])
    let wonInTheEnd = try await counts(
      store,
      Course(
        ("2025-04-02", "Proposal"), ("2025-04-10", "Lost"), ("2025-05-01", "Proposal"), ("2025-05-02", "Won"),
        ("2025-05-03", "Negotiation"), ("2025-06-30", "Won")))
    #expect(wonInTheEnd == [[1, 0], [0, 0]])
  }

  @Test(arguments: StoreKind.allCases)
  func `counts nothing for a deal that is open again when the period ends`(_ store: StoreKind) async throws {
    let open = try await counts(
      store, Course(("2025-04-02", "Proposal"), ("2025-04-10", "Won"), ("2025-06-01", "Proposal")))
    #expect(open == [[0, 0], [0, 0]])
    let decidedLater = try await counts(
      store,
      Course(("2025-04-02", "Proposal"), ("2025-04-10", "Won"), ("2025-06-01", "Proposal"), ("2025-07-01", "Lost")))
    #expect(decidedLater == [[0, 0], [0, 1]])
  }

  @Test(arguments: StoreKind.allCases)
  func `does not change for a past period when a deal is reopened later`(_ store: StoreKind) async throws {
    let course = Course(
      ("2025-04-02", "Proposal"), ("2025-04-10", "Won"), ("2025-08-01", "Proposal"), ("2025-09-01", "Lost"))
    #expect(try await counts(store, course) == [[1, 0], [0, 1]])
    // By close date it counts once over all periods, as what it is now.
    let byDate = try await figures(store, [course]) { metrics in
      try [Self.second, Self.third].map { period in
        let rate = try metrics.winRate(closeDateIn: DateRange(period))
        return [rate.wonCount, rate.lostCount]
      }
    }
    #expect(byDate == [[0, 0], [0, 1]])
  }

  @Test(arguments: StoreKind.allCases)
  func `counts a deal that stays closed in the period of its decision only`(_ store: StoreKind) async throws {
    let course = Course(("2025-04-02", "Proposal"), ("2025-06-30T23:59:59Z", "Won"))
    #expect(try await counts(store, course) == [[1, 0], [0, 0]])
    // An hour before midnight in UTC it is July in Auckland.
    #expect(try await counts(store, zone: try ZoneID("Pacific/Auckland"), course) == [[0, 0], [1, 0]])
    #expect(
      try await counts(store, Course(("2025-04-02", "Proposal"), ("2025-07-01T00:00:00Z", "Won"))) == [
        [0, 0], [1, 0],
      ])
  }

  @Test(arguments: StoreKind.allCases)
  func `tells values, and each value of a dimension, of its population`(_ store: StoreKind) async throws {
    let courses = [
      Course(("2025-04-02", "Proposal"), ("2025-05-01", "Won"), amount: 30, industry: "Retail"),
      Course(("2025-04-02", "Proposal"), ("2025-05-01", "Lost"), amount: 10, industry: "Retail"),
      Course(("2025-04-02", "Proposal"), ("2025-05-01", "Lost"), amount: 5, industry: "Farming"),
      Course(("2025-04-02", "Proposal"), ("2025-05-01", "Won"), amount: 7),
      Course(("2025-04-02", "Proposal"), amount: 9, industry: "Mining"),
    ]
    let rates = try await figures(store, courses) {
      try $0.winRate(by: "account.industry", decidedIn: DateRange(Self.second))
    }
    #expect(
      rates.map(\.description) == [
        "Farming: 0 won, 1 lost; 0.00 USD won, 5.00 USD lost", "Retail: 1 won, 1 lost; 30.00 USD won, 10.00 USD lost",
        "none: 1 won, 0 lost; 7.00 USD won, 0.00 USD lost",
      ])
    let retail = Condition.compare(.equal, .field("account.industry"), .literal("Retail"))
    let one = try await figures(store, courses, where: retail) { try $0.winRate(decidedIn: DateRange(Self.second)) }
    #expect(one.byCount == 0.5)
    #expect(one.byValue == 0.75)
    let none = try await figures(store, courses) { try $0.winRate(decidedIn: DateRange(Self.third)) }
    #expect(none.byCount == nil)
    #expect(none.byValue == nil)
  }

  /// A cohort asks what was won when a day ended, whatever its close date is made to say.
  @Test(arguments: StoreKind.allCases)
  func `of a cohort goes by the history as well`(_ store: StoreKind) async throws {
    let courses = [
      Course(("2025-04-02", "Proposal"), ("2025-06-30", "Won")),
      Course(("2025-04-02", "Proposal"), ("2025-07-01", "Won")),
      Course(("2025-04-02", "Proposal"), ("2025-05-01", "Won"), ("2025-06-01", "Proposal")),
      Course(("2025-04-02", "Proposal"), ("2025-05-01", "Won"), ("2025-07-15", "Lost")),
    ]
    let cohorts = try await figures(store, courses) { metrics in
      try ["2025-06-30", "2025-07-01", "2025-08-01"].map { day in
        let cohort = try metrics.cohortWinRate(openedIn: DateRange(Self.second), wonBy: CalendarDate(day))
        return [cohort.wonCount, cohort.openedCount]
      }
    }
    #expect(cohorts == [[2, 4], [3, 4], [2, 4]])
  }

  @Test(arguments: StoreKind.allCases)
  func `of a cohort does not move with an edited close date`(_ store: StoreKind) async throws {
    let clock = FixedClock(try Instant("2025-12-01T09:00:00Z"))
    try await store.withWorkspace(modules: [.sales], fixtures: [.pipeline], clock: clock) { workspace in
      let session = try await workspace.session(as: .owner)
      let stages = try await session.fetch(PipelineStage.query)
      let proposal = try #require(stages.first { $0.name == "Proposal" }).id
      let won = try #require(stages.first { $0.name == "Won" }).id
      try await session.write { tx in
        let deal = try tx.open(
          Opportunity { ($0.name, $0.stage) = ("Deal", proposal) }, at: Instant("2025-04-02T12:00:00Z"))
        try tx.move(deal.id, to: won, at: Instant("2025-05-01T12:00:00Z"))
        try tx.update(deal.id) { $0.closeDate = try CalendarDate("2025-12-24") }
      }
      let cohort = try await session.read {
        try SalesMetrics($0).cohortWinRate(openedIn: DateRange(Self.second), wonBy: CalendarDate("2025-06-30"))
      }
      #expect(cohort.rate == 1)
    }
  }
}
