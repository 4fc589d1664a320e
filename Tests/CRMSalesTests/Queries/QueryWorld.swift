import CRMModel
import CRMSales
import CRMSecurity
import CRMTestStores
import CRMTesting

/// Two sellers, two customers, four deals:
///
/// | deal | account (its owner, industry) | owner | amount | close date | stage |
/// | --- | --- | --- | --- | --- | --- |
/// | Seats | Acme (Ann, Retail) | Ann | 100 | 2025-04-10 | Won |
/// | Desks | Acme (Ann, Retail) | Bea | 300 | 2025-05-20 | Won |
/// | Lamps | Bolt (Bea, Bank) | Ann | 50 | 2025-07-01 | Proposal |
/// | Chairs | none | none | none | none | Prospecting |
///
/// Ann works here no longer.
struct QueryWorld: Sendable {
  let session: Session
  let ann: User.ID
  let bea: User.ID
  let acme: Account.ID
  let bolt: Account.ID

  /// The names of the deals that a query finds.
  func names(_ query: EntityQuery<Opportunity>) async throws -> [String] { try await session.fetch(query).map(\.name) }
}

extension Fixture {
  static let queryWorld = Fixture("query world", requires: [.pipeline]) { tx in
    let ann = try tx.insert(User { ($0.displayName, $0.isActive) = ("Ann", false) }).id
    let bea = try tx.insert(User { $0.displayName = "Bea" }).id
    let acme = try tx.insert(Account { ($0.name, $0.industry, $0.owner) = ("Acme", "Retail", ann) }).id
    let bolt = try tx.insert(Account { ($0.name, $0.industry, $0.owner) = ("Bolt", "Bank", bea) }).id
    let stages = try tx.fetch(PipelineStage.query)
    func deal(_ name: String, _ stage: String, _ fill: (inout Opportunity) throws -> Void) throws {
      var deal = Opportunity()
      deal.name = name
      deal.stage = stages.first { $0.name == stage }?.id ?? .unset
      try fill(&deal)
      try tx.insert(deal)
    }
    try deal("Seats", "Won") {
      ($0.account, $0.owner, $0.amount, $0.closeDate) = (acme, ann, .usd(100), try CalendarDate("2025-04-10"))
    }
    try deal("Desks", "Won") {
      ($0.account, $0.owner, $0.amount, $0.closeDate) = (acme, bea, .usd(300), try CalendarDate("2025-05-20"))
    }
    try deal("Lamps", "Proposal") {
      ($0.account, $0.owner, $0.amount, $0.closeDate) = (bolt, ann, .usd(50), try CalendarDate("2025-07-01"))
    }
    try deal("Chairs", "Prospecting") { _ in }
  }
}

extension StoreKind {
  /// Gives the world of ``QueryWorld`` on a fresh store; the clock stands at 2025-06-02T09:00Z.
  func withQueryWorld(_ body: (QueryWorld) async throws -> Void) async throws {
    try await withWorkspace(modules: [.sales], fixtures: [.queryWorld]) { workspace in
      let session = try await workspace.session(as: .owner)
      let users = try await session.fetch(User.query.order(by: { $0.displayName })).map(\.id)
      let accounts = try await session.fetch(Account.query.order(by: { $0.name })).map(\.id)
      let world = QueryWorld(session: session, ann: users[0], bea: users[1], acme: accounts[0], bolt: accounts[1])
      try await body(world)
    }
  }
}
