public import CRMModel
public import CRMSales
public import CRMSecurity

/// The figures of selling, computed from the deals of one state of a workspace.
///
///     let rates = try await session.read { snapshot in
///       try SalesMetrics(snapshot).winRate(by: "owner.region", closeDateIn: quarter)
///     }
///
/// Definitions common to all:
///
/// - A deal is won, lost or open by the stage it is in now: a deal that was reopened counts once, as what it finally
///   became. ``winRate(decidedIn:)`` and ``cohortWinRate(openedIn:wonBy:)`` ask the history of stages instead.
/// - It belongs to a period by its close date (``Opportunity/closeDate``), unless the figure says otherwise; without a
///   period all deals count, with one those without a close date do not.
/// - A deal without an amount counts in numbers and adds nothing to values. Amounts are in the workspace's currency.
/// - A dimension is any field of a deal or its parents: `account.industry`, `owner.manager.display_name`,
///   `product.custom.line`. Deals without a value there make a group of their own, whose key is null.
/// - What is undefined is nil, never 0: a win rate of no closed deals, the mean of nothing.
///
/// Deals are gathered in the engine; what is read is a row a group, unless the figure says otherwise. Every figure is exact until a quotient is taken at
/// the end.
public struct SalesMetrics {
  let snapshot: Snapshot
  let population: Condition?

  /// The figures of some deals.
  ///
  /// - Parameters:
  ///   - snapshot: The state; figures of one instance fit each other.
  ///   - population: Which deals count, such as those that are no duplicates; nil means all that may be seen.
  public init(_ snapshot: Snapshot, where population: Condition? = nil) {
    self.snapshot = snapshot
    self.population = population
  }

  /// The figures of the deals that meet a condition.
  public init(_ snapshot: Snapshot, where population: (Fields<Opportunity>) -> Condition) {
    self.init(snapshot, where: population(Fields()))
  }

  /// The currency of all values.
  var currency: Currency { snapshot.schema.currency }

  /// The deals of a status whose close date lies in a period.
  func deals(_ status: DealStatus, closeDateIn period: DateRange?) -> EntityQuery<Opportunity> {
    var deals = status.deals
    if let population { deals = deals.where { _ in population } }
    if let period { deals = deals.where { $0.closeDate >= period.start && $0.closeDate < period.end } }
    return deals
  }

  /// The first moment of a period in the workspace's zone, and the first one after it.
  func moments(of period: DateRange) throws(StoreError) -> (start: Instant, end: Instant) {
    (try snapshot.start(of: period.start), try snapshot.start(of: period.end))
  }

  /// The rows of deals that are grouped by a dimension and, after it, by `fields`; the key is null where there is no
  /// dimension.
  func rows(
    _ deals: EntityQuery<Opportunity>, by dimension: FieldPath?, then fields: [FieldPath] = [], _ measures: [Aggregate]
  ) throws(StoreError) -> [MetricRow] {
    var query = deals.query
    if let dimension { query = query.group(by: dimension) }
    for field in fields { query = query.group(by: field) }
    for measure in measures { query = query.measure(measure.function, measure.field) }
    let table = try snapshot.table(query)
    return table.rows.map { MetricRow($0, hasKey: dimension != nil) }
  }
}
