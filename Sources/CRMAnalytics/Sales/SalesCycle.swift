public import CRMModel

/// How long winning a deal takes, in days: mean and median over won deals.
///
/// ``SalesMetrics/salesCycle(closedIn:)`` measures up to the moment at which a deal was really won,
/// ``SalesMetrics/salesCycleByCloseDate(closeDateIn:)`` up to the close date, which anybody may change.
///
/// Both begin with the deal. Cycles since a deal was first qualified or since its lead came in are not told: no stage
/// says of itself that it qualifies, and no deal yet which lead it came from.
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
    return
      "\(key.keyText): mean \(meanDays), median \(medianDays) days of \(dealCount) \(dealCount == 1 ? "deal" : "deals")"
  }

  /// Measures how often each length occurred, counted in units of which a day has `unitsPerDay`.
  init(key: FieldValue, _ histogram: [Int64: Int], unitsPerDay: Int64 = 1) {
    let entries = histogram.sorted { $0.key < $1.key }
    var count = 0
    var sum: Int128 = 0
    for (length, deals) in entries {
      count += deals
      sum += Int128(length) * Int128(deals)
    }
    self.key = key
    dealCount = count
    guard count > 0 else {
      meanDays = nil
      medianDays = nil
      return
    }
    meanDays = Double(sum) / Double(Int128(count) * Int128(unitsPerDay))
    let low = SalesCycle.length(at: (count - 1) / 2, in: entries)
    let high = SalesCycle.length(at: count / 2, in: entries)
    medianDays = Double(Int128(low) + Int128(high)) / Double(2 * Int128(unitsPerDay))
  }

  /// The length of the deal at a place when deals are put in the order of their lengths.
  private static func length(at place: Int, in entries: [(key: Int64, value: Int)]) -> Int64 {
    var passed = 0
    for (length, deals) in entries {
      passed += deals
      if place < passed { return length }
    }
    return 0
  }
}

/// How often each length occurred, for each value of a dimension in the order in which the values came.
struct SalesCycleLengths {
  private var keys: [FieldValue] = []
  private var histograms: [FieldValue: [Int64: Int]] = [:]

  mutating func add(_ length: Int64, of deals: Int, at key: FieldValue) {
    if histograms[key] == nil { keys.append(key) }
    histograms[key, default: [:]][length, default: 0] += deals
  }

  func cycles(unitsPerDay: Int64) -> [SalesCycle] {
    keys.map { SalesCycle(key: $0, histograms[$0] ?? [:], unitsPerDay: unitsPerDay) }
  }
}
