public import CRMModel

/// How many of the decided deals were won, by number and by value.
///
/// Population: deals in a closed stage. Event: the close date. Won ÷ (won + lost); flow, not cohort (see
/// ``CohortWinRate``).
public struct WinRate: Hashable, Sendable, CustomStringConvertible {
  /// The value of the dimension; null without one.
  public let key: FieldValue
  /// How many deals were won.
  public internal(set) var wonCount = 0
  /// How many deals were lost.
  public internal(set) var lostCount = 0
  /// What the won deals are worth.
  public internal(set) var wonValue: Money
  /// What the lost deals were worth.
  public internal(set) var lostValue: Money

  /// Won deals ÷ decided deals, 0...1; nil if none was decided.
  public var byCount: Double? {
    let decided = wonCount + lostCount
    return decided == 0 ? nil : Double(wonCount) / Double(decided)
  }

  /// Value won ÷ value decided; nil if that is nothing.
  public var byValue: Double? {
    let decided = Int128(wonValue.minorAmount) + Int128(lostValue.minorAmount)
    return decided == 0 ? nil : Double(wonValue.minorAmount) / Double(decided)
  }

  /// Key, numbers and values: `Retail: 6 won, 4 lost; 600.00 USD won, 200.00 USD lost`.
  public var description: String {
    "\(key.keyText): \(wonCount) won, \(lostCount) lost; \(wonValue) won, \(lostValue) lost"
  }
}

extension SalesMetrics {
  /// The win rate of all deals whose close date lies in a period; nil means whenever.
  public func winRate(closeDateIn period: DateRange? = nil) throws(StoreError) -> WinRate {
    try winRates(by: nil, period).first ?? emptyWinRate(.null)
  }

  /// The win rate of each value of a dimension that has decided deals, in the order of the values, null last.
  public func winRate(by dimension: FieldPath, closeDateIn period: DateRange? = nil) throws(StoreError) -> [WinRate] {
    try winRates(by: dimension, period)
  }

  private func winRates(by dimension: FieldPath?, _ period: DateRange?) throws(StoreError) -> [WinRate] {
    let decided = deals(.closed, closeDateIn: period)
    var result: [WinRate] = []
    var positions: [FieldValue: Int] = [:]
    for row in try rows(decided, by: dimension, then: ["stage.is_won"], [.count, Aggregate(.sum, "amount")]) {
      let position = positions[row.key] ?? result.count
      if position == result.count {
        positions[row.key] = position
        result.append(emptyWinRate(row.key))
      }
      if row.isTrue(0) {
        result[position].wonCount = row.count(1)
        result[position].wonValue = row.money(2, currency)
      } else {
        result[position].lostCount = row.count(1)
        result[position].lostValue = row.money(2, currency)
      }
    }
    return result
  }

  private func emptyWinRate(_ key: FieldValue) -> WinRate {
    WinRate(key: key, wonValue: .zero(currency), lostValue: .zero(currency))
  }
}
