import CRMAnalytics
import CRMModel
import CRMSales
import CRMSecurity
import CRMTestStores
import CRMTesting
import Testing

/// A deal in short: stage, amount in dollars, days of opening and closing, industry of its account, owner's name.
struct DealLine: Sendable {
  var stage: String
  var amount: Int32?
  var opened: String?
  var closed: String?
  var industry: String?
  var owner: String?

  init(
    _ stage: String, _ amount: Int32? = nil, opened: String? = nil, closed: String? = nil, industry: String? = nil,
    owner: String? = nil
  ) {
    self.stage = stage
    self.amount = amount
    self.opened = opened
    self.closed = closed
    self.industry = industry
    self.owner = owner
  }
}

extension Fixture {
  static let pipeline = Fixture("pipeline") { tx in try SalesModule.standardPipeline(in: tx) }

  /// Bea leads Ann and Cid.
  static let users = Fixture("users") { tx in
    let bea = try tx.insert(User { ($0.displayName, $0.region) = ("Bea", "North") })
    try tx.insert(User { ($0.displayName, $0.region, $0.manager) = ("Ann", "North", bea.id) })
    try tx.insert(User { ($0.displayName, $0.region, $0.manager) = ("Cid", "South", bea.id) })
  }

  /// Deals from before, as an import would bring them.
  static func deals(_ lines: [DealLine]) -> Fixture {
    Fixture("deals", requires: [.pipeline, .users]) { tx in
      let stages = try tx.fetch(PipelineStage.query)
      let users = try tx.fetch(User.query)
      for (index, line) in lines.enumerated() {
        var deal = Opportunity()
        deal.name = "Deal \(index + 1)"
        deal.stage = try #require(stages.first { $0.name == line.stage }).id
        deal.amount = line.amount.map(Money.usd)
        deal.openedOn = try line.opened.map { try CalendarDate($0) }
        deal.closeDate = try line.closed.map { try CalendarDate($0) }
        deal.owner = users.first { $0.displayName == line.owner }?.id
        if let industry = line.industry {
          deal.account = try tx.insert(Account { ($0.name, $0.industry) = ("Account \(index + 1)", industry) }).id
        }
        let stored = try tx.insert(deal)
        // Closing a deal dates it; one without a date is one whose date somebody took away.
        if line.closed == nil, stored.closeDate != nil { try tx.update(stored.id) { $0.closeDate = nil } }
      }
    }
  }
}

extension StoreKind {
  /// Computes a figure of some deals on a fresh store.
  func figure<T: Sendable>(
    of lines: [DealLine], where population: Condition? = nil, clock: FixedClock = FixedClock(),
    _ body: @escaping @Sendable (SalesMetrics) throws -> T
  ) async throws -> T {
    try await withWorkspace(modules: [.sales], fixtures: [.deals(lines)], clock: clock) { workspace in
      let session = try await workspace.session(as: .owner)
      return try await session.read { snapshot in try body(SalesMetrics(snapshot, where: population)) }
    }
  }
}

/// The second quarter of 2025.
func quarter() throws -> DateRange { try DateRange("2025-04-01/2025-07-01") }
