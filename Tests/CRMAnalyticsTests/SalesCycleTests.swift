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
}
