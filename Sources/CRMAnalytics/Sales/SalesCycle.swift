public import CRMModel
internal import CRMSales

/// How long winning a deal takes, in days.
///
/// Population: deals in a won stage that have an opening day and a close date. Event: the close date. Close date −
/// opening day in calendar days; a deal won on the day it was opened took 0.
public struct SalesCycle: Hashable, Sendable, CustomStringConvertible {
  /// The value of the dimension; null without one.
  public let key: FieldValue
  /// How many deals were measured.
  public let dealCount: Int
  /// The sum of the days ÷ the number of deals; nil if there is none.
  public let meanDays: Double?
  /// The days of the deal in the middle, or half way between the two in the middle; nil if there is none.
  public let medianDays: Double?

  /// Key, mean, median and number: `Retail: mean 41.5, median 40.0 days of 12 deals`.
  public var description: String {
    guard let meanDays, let medianDays else { return "\(key.keyText): undefined, no deals" }
    return "\(key.keyText): mean \(meanDays), median \(medianDays) days of \(dealCount) deals"
  }

  /// Measures how often each number of days occurred.
  init(key: FieldValue, _ histogram: [Int: Int]) {
    let entries = histogram.sorted { $0.key < $1.key }
    var count = 0
    var sum: Int128 = 0
    for (days, deals) in entries {
      count += deals
      sum += Int128(days) * Int128(deals)
    }
    self.key = key
    dealCount = count
    guard count > 0 else {
      meanDays = nil
      medianDays = nil
      return
    }
    meanDays = Double(sum) / Double(count)
    let low = SalesCycle.days(at: (count - 1) / 2, in: entries)
    let high = SalesCycle.days(at: count / 2, in: entries)
    medianDays = Double(low + high) / 2
  }

  /// The days of the deal at a place when deals are put in the order of their days.
  private static func days(at place: Int, in entries: [(key: Int, value: Int)]) -> Int {
    var passed = 0
    for (days, deals) in entries {
      passed += deals
      if place < passed { return days }
    }
    return 0
  }
}

extension SalesMetrics {
  /// The sales cycle of the won deals whose close date lies in a period; nil means whenever.
  public func salesCycle(closeDateIn period: DateRange? = nil) throws(StoreError) -> SalesCycle {
    try cycles(by: nil, period).first ?? SalesCycle(key: .null, [:])
  }

  /// The sales cycle for each value of a dimension that has such deals, in the order of the values, null last.
  public func salesCycle(
    by dimension: FieldPath, closeDateIn period: DateRange? = nil
  ) throws(StoreError) -> [SalesCycle] {
    try cycles(by: dimension, period)
  }

  private func cycles(by dimension: FieldPath?, _ period: DateRange?) throws(StoreError) -> [SalesCycle] {
    let measurable = deals(.won, closeDateIn: period).where { $0.openedOn.isNotNull && $0.closeDate.isNotNull }
    var keys: [FieldValue] = []
    var histograms: [FieldValue: [Int: Int]] = [:]
    // Pairs of days, not deals: their number depends on the calendar, not on the number of deals.
    for row in try rows(measurable, by: dimension, then: ["opened_on", "close_date"], [.count]) {
      guard let opened = row.date(0), let closed = row.date(1) else { continue }
      if histograms[row.key] == nil { keys.append(row.key) }
      histograms[row.key, default: [:]][opened.days(to: closed), default: 0] += row.count(2)
    }
    return keys.map { SalesCycle(key: $0, histograms[$0] ?? [:]) }
  }
}
