public import CRMModel
internal import CRMSales
internal import CRMSecurity

/// How many of the deals that were begun in a period have been won since.
///
/// Population: deals of any stage, or none. Event: the opening day, or for deals without one the day of the insert in the
/// workspace's zone; those that were closed when they were inserted are left out then, because nothing is known of their
/// beginning. Won when a day ended ÷ begun: a cohort, so the deals that are still open count against it, unlike in
/// ``WinRate``. Whether a deal was won by then is what the history of its stages says, not the close date, which anybody
/// may change: one that was reopened by then is not, one that was reopened later is.
public struct CohortWinRate: Hashable, Sendable, CustomStringConvertible {
  /// The value of the dimension; null without one.
  public let key: FieldValue
  /// How many deals were begun.
  public let openedCount: Int
  /// How many of them were won by the day asked for.
  public let wonCount: Int

  /// Won ÷ begun, 0...1; nil if none was begun.
  public var rate: Double? { openedCount == 0 ? nil : Double(wonCount) / Double(openedCount) }

  /// Key and numbers: `Retail: 3 won of 20 opened`.
  public var description: String { "\(key.keyText): \(wonCount) won of \(openedCount) opened" }
}

extension SalesMetrics {
  /// The share of the deals opened in a period that were won when a day ended, in the workspace's zone.
  ///
  /// - Throws: `time_out_of_range` for the last day of the calendar.
  public func cohortWinRate(openedIn period: DateRange, wonBy day: CalendarDate) throws(StoreError) -> CohortWinRate {
    try cohorts(by: nil, period, day).first ?? CohortWinRate(key: .null, openedCount: 0, wonCount: 0)
  }

  /// The same for each value of a dimension that has deals opened in the period, in the order of the values, null last.
  public func cohortWinRate(
    by dimension: FieldPath, openedIn period: DateRange, wonBy day: CalendarDate
  ) throws(StoreError) -> [CohortWinRate] {
    try cohorts(by: dimension, period, day)
  }

  private func cohorts(
    by dimension: FieldPath?, _ period: DateRange, _ day: CalendarDate
  ) throws(StoreError) -> [CohortWinRate] {
    let (start, end) = try moments(of: period)
    let dayEnd = try momentAfter(day)
    func opened(_ status: DealStatus) -> EntityQuery<Opportunity> {
      deals(status, closeDateIn: nil).where { deal in
        let isOpened = deal.openedOn >= period.start && deal.openedOn < period.end
        let isInserted = deal.createdAt >= start && deal.createdAt < end
        let wasOpen = deal.closedAt.isNull || deal.closedAt > deal.createdAt
        return isOpened || (deal.openedOn.isNull && isInserted && wasOpen)
      }
    }
    let begun = try rows(opened(.all), by: dimension, [.count])
    let wonThen = opened(.all).where { deal in
      deal.children(\StageInterval.opportunity).any { stay in
        stay.stay.start < dayEnd && stay.stay.end >= dayEnd && stay.stage.isWon == true
      }
    }
    let won = try rows(wonThen, by: dimension, [.count])
    let wonCounts = Dictionary(won.map { ($0.key, $0.count(0)) }, uniquingKeysWith: { first, _ in first })
    return begun.map { CohortWinRate(key: $0.key, openedCount: $0.count(0), wonCount: wonCounts[$0.key] ?? 0) }
  }

  /// The first moment after a day.
  private func momentAfter(_ day: CalendarDate) throws(StoreError) -> Instant {
    let next: CalendarDate
    do throws(ValueError) { next = try day.adding(days: 1) } catch { throw StoreError(error) }
    return try snapshot.start(of: next)
  }
}
