public import CRMModel
internal import CRMSales
internal import CRMSecurity

extension SalesMetrics {
  /// The sales cycle of the deals that were won in a period; nil means whenever.
  ///
  /// Population: deals in a won stage. Event: the moment at which they were won (``Opportunity/closedAt``), its day in the
  /// workspace's zone. Moment of winning − beginning, to the microsecond; flow, not cohort. A deal begins
  ///
  /// - at its insert, if it says nothing of an opening day or that it was opened on the day of the insert;
  /// - else with the first moment of its opening day.
  ///
  /// Left out are deals that were won before they began, and deals without opening day that were won when they were
  /// inserted: nothing is known of their beginning.
  ///
  /// - Complexity: O(*n* log *n*) in the number of won deals; it reads a few cells of each.
  public func salesCycle(closedIn period: DateRange? = nil) throws(StoreError) -> SalesCycle {
    try cycles(by: nil, closedIn: period).first ?? SalesCycle(key: .null, [:])
  }

  /// The same for each value of a dimension that has such deals, in the order of the values, null last.
  public func salesCycle(by dimension: FieldPath, closedIn period: DateRange? = nil) throws(StoreError) -> [SalesCycle]
  {
    try cycles(by: dimension, closedIn: period)
  }

  /// The sales cycle by close date: for data that know of days only, such as deals from before.
  ///
  /// Population: deals in a won stage that have an opening day and a close date. Event: the close date, which anybody may
  /// change. Close date − opening day in calendar days; a deal won on the day it was opened took 0.
  ///
  /// - Parameter period: When the close date lies; nil means whenever.
  public func salesCycleByCloseDate(closeDateIn period: DateRange? = nil) throws(StoreError) -> SalesCycle {
    try cycles(by: nil, closeDateIn: period).first ?? SalesCycle(key: .null, [:])
  }

  /// The same for each value of a dimension that has such deals, in the order of the values, null last.
  public func salesCycleByCloseDate(
    by dimension: FieldPath, closeDateIn period: DateRange? = nil
  ) throws(StoreError) -> [SalesCycle] {
    try cycles(by: dimension, closeDateIn: period)
  }

  // MARK: By moments

  private func cycles(by dimension: FieldPath?, closedIn period: DateRange?) throws(StoreError) -> [SalesCycle] {
    var won = deals(.won, closeDateIn: nil).where { $0.closedAt.isNotNull }
    if let period {
      let (start, end) = try moments(of: period)
      won = won.where { $0.closedAt >= start && $0.closedAt < end }
    }
    var lengths = SalesCycleLengths()
    var starts: [CalendarDate: Instant] = [:]
    for row in try rows(won, by: dimension, then: ["opened_on", "created_at", "closed_at"], [.count]) {
      guard let created = row.instant(1), let closed = row.instant(2),
        let begun = try beginning(opened: row.date(0), created: created, closed: closed, &starts)
      else { continue }
      lengths.add(begun.span(to: closed).microseconds, of: row.count(3), at: row.key)
    }
    return lengths.cycles(unitsPerDay: SalesMetrics.microsecondsPerDay)
  }

  private static var microsecondsPerDay: Int64 { 86_400_000_000 }

  /// When a deal began; nil if nothing is known of it, or if it was won before.
  private func beginning(
    opened: CalendarDate?, created: Instant, closed: Instant, _ starts: inout [CalendarDate: Instant]
  ) throws(StoreError) -> Instant? {
    guard let opened else { return created < closed ? created : nil }
    if created <= closed, try snapshot.day(of: created) == opened { return created }
    let start: Instant
    if let known = starts[opened] {
      start = known
    } else {
      start = try snapshot.start(of: opened)
      starts[opened] = start
    }
    return start <= closed ? start : nil
  }

  // MARK: By days

  private func cycles(by dimension: FieldPath?, closeDateIn period: DateRange?) throws(StoreError) -> [SalesCycle] {
    let measurable = deals(.won, closeDateIn: period).where { $0.openedOn.isNotNull && $0.closeDate.isNotNull }
    var lengths = SalesCycleLengths()
    // Pairs of days, not deals: their number depends on the calendar, not on the number of deals.
    for row in try rows(measurable, by: dimension, then: ["opened_on", "close_date"], [.count]) {
      guard let opened = row.date(0), let closed = row.date(1) else { continue }
      lengths.add(Int64(opened.days(to: closed)), of: row.count(2), at: row.key)
    }
    return lengths.cycles(unitsPerDay: 1)
  }
}
