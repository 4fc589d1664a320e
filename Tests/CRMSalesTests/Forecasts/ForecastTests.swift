import CRMModel
import CRMSales
import CRMSecurity
import CRMStorage
import CRMTestStores
import CRMTesting
import Testing

@Suite struct `A forecast` {
  /// Four people in three levels, deals of theirs in two quarters, some that nobody owns.
  private func withDeals<T: Sendable>(
    _ kind: StoreKind, _ body: (Session, EngineTap, [String: User.ID]) async throws -> T
  ) async throws -> T {
    try await kind.withTappedWorkspace(modules: [.sales]) { _, session, tap in
      let people = try await session.write { tx in
        let (_, stages) = try SalesModule.standardPipeline(in: tx)
        var people: [String: User.ID] = [:]
        for (name, manager) in [("Vera", nil), ("Max", "Vera"), ("Ann", "Max"), ("Bob", "Max")] as [(String, String?)] {
          let user = User { ($0.displayName, $0.manager) = (name, manager.flatMap { people[$0] }) }
          people[name] = try tx.insert(user).id
        }
        try tx.insert(User { ($0.displayName, $0.isActive) = ("Gone", false) })
        func deal(
          _ owner: String?, _ stage: String, _ amount: Int32?, _ day: String?, _ category: ForecastCategory? = nil
        )
          throws
        {
          let stage = try #require(stages.first { $0.name == stage })
          let stored = try tx.insert(
            Opportunity {
              $0.name = "Deal"
              $0.owner = owner.flatMap { people[$0] }
              ($0.stage, $0.amount, $0.forecastCategory) = (stage.id, amount.map(Money.usd), category)
              $0.closeDate = try? day.map { try CalendarDate($0) }
            })
          // A closed one is dated by the store.
          if day == nil { try tx.update(stored.id) { $0.closeDate = nil } }
        }
        try deal("Ann", "Won", 40, "2025-04-10")
        try deal("Ann", "Negotiation", 30, "2025-04-30")
        try deal("Bob", "Proposal", 25, "2025-06-30")
        try deal("Bob", "Proposal", 20, "2025-05-01", .mostLikely)
        try deal("Max", "Prospecting", 50, "2025-05-01")
        try deal("Max", "Prospecting", nil, "2025-05-02")
        try deal("Vera", "Lost", 700, "2025-05-02")
        try deal("Vera", "Won", 5, "2025-07-01")
        try deal(nil, "Qualified", 9, "2025-07-02")
        try deal("Ann", "Won", 1_000, nil)
        try deal("Ann", "Won", 1_000, "2024-12-31")
        return people
      }
      return try await body(session, tap, people)
    }
  }

  private func year() throws -> DateRange {
    try DateRange(from: CalendarDate("2025-01-01"), to: CalendarDate("2026-01-01"))
  }

  /// Vector V7 of the rules: closed 40, commit 30, most likely 20, best case 25, pipeline 50.
  @Test(arguments: StoreKind.allCases)
  func `adds categories up as each column says, omitted ones in none`(_ kind: StoreKind) async throws {
    try await withDeals(kind) { session, _, people in
      let days = try DateRange(from: CalendarDate("2025-04-01"), to: CalendarDate("2025-07-01"))
      let forecast = try await session.read { try $0.forecast(of: Opportunity.self, in: days) }
      #expect(forecast.periods.map(\.label) == ["2025-Q2"])
      let vera = try #require(people["Vera"])
      let team = try #require(forecast[vera]).cells[0].team
      let single = try ForecastCategory.inPublicOrder.map { try team.single($0) }
      #expect(single.map(\.amount) == [700, 50, 25, 20, 30, 40].map { .usd($0) })
      #expect(single.map(\.count) == [1, 2, 1, 1, 1, 1])
      let columns = try ForecastColumn.allCases.map { try team.cumulative($0).amount }
      #expect(columns == [40, 70, 90, 115, 125].map { .usd($0) })
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `rolls up the tree of managers, and keeps what nobody owns in a row of its own`(_ kind: StoreKind) async throws {
    try await withDeals(kind) { session, _, people in
      let year = try year()
      let forecast = try await session.read { try $0.forecast(of: Opportunity.self, in: year, by: .quarter) }
      #expect(forecast.periods.map(\.label) == ["2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4"])
      #expect(forecast.rows.map(\.name) == ["Vera", "Max", "Ann", "Bob", "unassigned"])
      #expect(forecast.rows.map(\.depth) == [0, 1, 2, 2, 0])
      #expect(forecast.rows.map(\.manager) == [nil, people["Vera"], people["Max"], people["Max"], nil])
      let pipeline = try forecast.rows.map { try $0.cells[1].team.cumulative(.openPipeline).amount }
      #expect(pipeline == [125, 125, 30, 45, 0].map { .usd($0) })
      let own = try forecast.rows.map { try $0.cells[1].own.cumulative(.openPipeline).amount }
      #expect(own == [0, 50, 30, 45, 0].map { .usd($0) })
      let closed = try forecast.total.map { try $0.single(.closed).amount }
      #expect(closed == [0, 40, 5, 0].map { .usd($0) })
      #expect(
        try forecast.unassigned?.cells[2].own.single(.pipeline).description == "1 record, 9.00 USD, weighted 2.25 USD")
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `weighs each amount by its own probability or its stage's, and rounds once`(_ kind: StoreKind) async throws {
    try await withDeals(kind) { session, _, people in
      let year = try year()
      let forecast = try await session.read { try $0.forecast(of: Opportunity.self, in: year) }
      #expect(forecast.periods.map(\.label) == ["2025"])
      let user = try #require(people["Max"])
      let max = try #require(forecast[user]).cells[0].team
      // 30 at 75 %, 25 and 20 at 50 %, 50 at 10 %.
      #expect(try max.cumulative(.openPipeline).weighted == Money("50.00", .usd))
      #expect(try max.single(.closed).weighted == .usd(40))
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `counts just the records that meet a condition`(_ kind: StoreKind) async throws {
    try await withDeals(kind) { session, _, _ in
      let year = try year()
      let forecast = try await session.read {
        try $0.forecast(of: Opportunity.self, in: year) { $0.amount >= .usd(30) && $0.stage.isClosed == false }
      }
      #expect(try forecast.total[0].cumulative(.openPipeline).count == 2)
      #expect(try forecast.total[0].single(.closed).count == 0)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `cuts the first and last period to the days asked for`(_ kind: StoreKind) async throws {
    try await withDeals(kind) { session, _, _ in
      let days = try DateRange(from: CalendarDate("2025-04-15"), to: CalendarDate("2025-06-02"))
      let forecast = try await session.read { try $0.forecast(of: Opportunity.self, in: days, by: .month) }
      #expect(forecast.periods.map(\.label) == ["2025-04", "2025-05", "2025-06"])
      #expect(forecast.periods.map(\.days.dayCount) == [16, 31, 1])
      #expect(try forecast.total.map { try $0.cumulative(.openPipeline).count } == [1, 3, 0])
      let odd = try await session.read { try $0.forecast(of: Opportunity.self, in: days) }
      #expect(odd.periods.map(\.label) == [days.description])
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `goes by the workspace's fiscal calendar`(_ kind: StoreKind) async throws {
    let april = try FiscalCalendar(firstMonth: 4)
    try await kind.withSession(modules: [.sales], { $0.calendar = april }) { _, session in
      let year = try april.range(label: "2026")
      let forecast = try await session.read { try $0.forecast(of: Opportunity.self, in: year, by: .quarter) }
      #expect(forecast.periods.map(\.label) == ["2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"])
      #expect(forecast.periods[0].days.start == (try CalendarDate("2025-04-01")))
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `has an idle user's row only as long as the user is active`(_ kind: StoreKind) async throws {
    try await withDeals(kind) { session, _, _ in
      let year = try year()
      let gone = try #require(try await session.first(User.query.where { $0.displayName == "Gone" }))
      let idle = try await session.read { try $0.forecast(of: Opportunity.self, in: year) }
      #expect(idle[gone.id] == nil)
      try await session.update(where: Opportunity.query.where { $0.owner == nil }) { $0.owner = gone.id }
      let busy = try await session.read { try $0.forecast(of: Opportunity.self, in: year) }
      #expect(busy[gone.id] != nil)
      #expect(busy.unassigned == nil)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `is refused for no days, too many periods, and entities that do not say how`(_ kind: StoreKind) async throws {
    try await withDeals(kind) { session, _, _ in
      let day = try CalendarDate("2025-01-01")
      let none = try DateRange(from: day, to: day)
      let many = try DateRange(from: day, to: CalendarDate("2028-01-01"))
      func code(_ body: @escaping @Sendable (Snapshot) throws -> Forecast) async -> ErrorCode? {
        await #expect(throws: StoreError.self) { try await session.read(body) }?.code
      }
      #expect(await code { try $0.forecast(of: Opportunity.self, in: none) } == "empty_period")
      #expect(await code { try $0.forecast(of: Opportunity.self, in: many, by: .day) } == "too_many_periods")
      #expect(await code { try $0.forecast(of: Account.self, in: many) } == .facetMissing)
      #expect(await code { try $0.forecast(of: "cinema", in: many) } == .unknownEntity)
    }
  }
}

extension ForecastCategory {
  fileprivate static let inPublicOrder: [ForecastCategory] = [
    .omitted, .pipeline, .bestCase, .mostLikely, .commit, .closed,
  ]
}
