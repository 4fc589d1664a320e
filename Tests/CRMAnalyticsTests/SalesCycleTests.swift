import CRMAnalytics
import CRMModel
import CRMSales
import CRMSecurity
import CRMTestStores
import CRMTesting
import Testing

/// RULES 2.15: mean and median of the actual close instant − created, for won; by stage history, not by the close date.
@Suite struct `The sales cycle` {
  private func withSales(
    _ store: StoreKind, zone: ZoneID = .utc, _ body: (Session, FixedClock) async throws -> Void
  ) async throws {
    let clock = FixedClock()
    try await store.withWorkspace(
      modules: [.sales], fixtures: [.pipeline, .users], clock: clock, { $0.zone = zone }
    ) { workspace in try await body(try await workspace.session(as: .owner), clock) }
  }

  private func write(
    _ session: Session, _ stage: String, _ change: @escaping @Sendable (inout Opportunity) -> Void = { _ in }
  ) async throws -> Opportunity.ID {
    let id = try #require(try await session.first(PipelineStage.query.where { $0.name == stage })).id
    return try await session.insert(
      Opportunity {
        ($0.name, $0.stage) = ("Deal", id)
        change(&$0)
      }
    ).id
  }

  private func move(_ session: Session, _ deal: Opportunity.ID, to stage: String) async throws {
    let id = try #require(try await session.first(PipelineStage.query.where { $0.name == stage })).id
    try await session.update(deal) { $0.stage = id }
  }

  @Test(arguments: StoreKind.allCases)
  func `ends when the deal was won, whatever its close date says later`(_ store: StoreKind) async throws {
    try await withSales(store) { session, clock in
      let deal = try await write(session, "Proposal")
      try clock.advance(by: .hours(246))
      try await move(session, deal, to: "Won")
      try await session.update(deal) { $0.closeDate = try CalendarDate("2025-12-24") }
      let cycle = try await session.read { try SalesMetrics($0).salesCycle() }
      #expect(cycle.dealCount == 1)
      #expect(cycle.meanDays == 10.25)
      #expect(cycle.medianDays == 10.25)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `counts a deal in the period in which it was won, where the workspace is`(_ store: StoreKind) async throws {
    try await withSales(store, zone: try ZoneID("Pacific/Auckland")) { session, clock in
      let deal = try await write(session, "Proposal")
      // 2025-06-30 23:00 in Auckland, an hour before the quarter ends there.
      try clock.advance(by: clock.now.span(to: try Instant("2025-06-30T11:00:00Z")))
      try await move(session, deal, to: "Won")
      try await session.update(deal) { $0.closeDate = try CalendarDate("2025-09-01") }
      let next = try DateRange("2025-07-01/2025-10-01")
      let counts = try await session.read { snapshot in
        let metrics = SalesMetrics(snapshot)
        return [
          try metrics.salesCycle(closedIn: quarter()).dealCount, try metrics.salesCycle(closedIn: next).dealCount,
        ]
      }
      #expect(counts == [1, 0])
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `begins with the insert, or with the opening day if that is another`(_ store: StoreKind) async throws {
    try await withSales(store) { session, clock in
      let inserted = try await write(session, "Proposal")
      let today = try await write(session, "Proposal") { $0.openedOn = try? CalendarDate("2025-06-02") }
      let earlier = try await write(session, "Proposal") { $0.openedOn = try? CalendarDate("2025-05-31") }
      let later = try await write(session, "Proposal") { $0.openedOn = try? CalendarDate("2025-06-03") }
      try clock.advance(by: .hours(24))
      for deal in [inserted, today, earlier, later] { try await move(session, deal, to: "Won") }
      let cycles = try await session.read { try SalesMetrics($0).salesCycle(by: "id") }
      #expect(cycles.map(\.key) == [inserted, today, earlier, later].map(\.fieldValue))
      // From 9 o'clock to 9 o'clock; from midnight where only the day is known.
      #expect(cycles.map(\.meanDays) == [1, 1, 3.375, 0.375])
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `leaves out what was won before it began`(_ store: StoreKind) async throws {
    try await withSales(store) { session, clock in
      _ = try await write(session, "Won")
      _ = try await write(session, "Won") { $0.closeDate = try? CalendarDate("2024-01-01") }
      _ = try await write(session, "Won") { deal in
        deal.openedOn = try? CalendarDate("2024-02-01")
        deal.closeDate = try? CalendarDate("2024-01-01")
      }
      #expect(try await session.read { try SalesMetrics($0).salesCycle() }.dealCount == 0)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `counts a deal that was reopened once, up to when it was finally won`(_ store: StoreKind) async throws {
    try await withSales(store) { session, clock in
      let deal = try await write(session, "Proposal")
      try clock.advance(by: .days(1))
      try await move(session, deal, to: "Won")
      try clock.advance(by: .days(1))
      try await move(session, deal, to: "Proposal")
      #expect(try await session.read { try SalesMetrics($0).salesCycle() }.dealCount == 0)
      try clock.advance(by: .days(1))
      try await move(session, deal, to: "Won")
      let cycle = try await session.read { try SalesMetrics($0).salesCycle() }
      #expect(cycle.description == "none: mean 3.0, median 3.0 days of 1 deal")
    }
  }
}
