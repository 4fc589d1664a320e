public import CRMModel
internal import CRMSales

/// How many of the decided deals were won, by number and by value.
///
/// Won ÷ (won + lost); flow, not cohort (see ``CohortWinRate``). Which deals a period decided is told in two ways:
///
/// - ``SalesMetrics/winRate(closeDateIn:)`` by the close date and the stage that deals have now. A deal that was
///   reopened counts once, by what it became in the end and where its close date lies now; a figure of a past period may
///   change. It also serves data without a history, such as deals from before.
/// - ``SalesMetrics/winRate(decidedIn:)`` by the history of stages: a deal that was decided in the period counts once,
///   by the stage it was in when the period ended. What happens later changes nothing.
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

  /// The win rate of all deals that were decided in a period, by the history of their stages.
  ///
  /// Population: deals that entered a closed stage in the period and were in it when the period ended, or are now if it
  /// has not. Event: the moment of entering, its day in the workspace's zone. A deal that was closed, reopened and closed
  /// again in the period counts once, by its final state; one that was open again when the period ended does not count,
  /// one that was reopened later does. Going from one closed stage to another decides anew. Values are the deals' amounts
  /// of now.
  public func winRate(decidedIn period: DateRange) throws(StoreError) -> WinRate {
    try winRates(by: nil, decidedIn: period).first ?? emptyWinRate(.null)
  }

  /// The same for each value of a dimension that has deals decided in the period, in the order of the values, null last.
  public func winRate(by dimension: FieldPath, decidedIn period: DateRange) throws(StoreError) -> [WinRate] {
    try winRates(by: dimension, decidedIn: period)
  }

  private func winRates(by dimension: FieldPath?, decidedIn period: DateRange) throws(StoreError) -> [WinRate] {
    let (start, end) = try moments(of: period)
    func decided(_ isWon: Bool?) -> EntityQuery<Opportunity> {
      deals(.all, closeDateIn: nil).where { deal in
        deal.children(\StageInterval.opportunity).any { stay in
          let isLast = stay.stay.start >= start && stay.stay.start < end && stay.stay.end >= end
          guard let isWon else { return isLast && stay.stage.isClosed == true }
          return isLast && stay.stage.isClosed == true && stay.stage.isWon == isWon
        }
      }
    }
    let measures = [Aggregate.count, Aggregate(.sum, "amount")]
    let won = try rows(decided(true), by: dimension, measures)
    let lost = try rows(decided(false), by: dimension, measures)
    func byKey(_ rows: [MetricRow]) -> [FieldValue: MetricRow] {
      Dictionary(rows.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
    }
    let (wonByKey, lostByKey) = (byKey(won), byKey(lost))
    // The engine puts the keys of both in order.
    return try rows(decided(nil), by: dimension, [.count]).map { row in
      var rate = emptyWinRate(row.key)
      if let won = wonByKey[row.key] { (rate.wonCount, rate.wonValue) = (won.count(0), won.money(1, currency)) }
      if let lost = lostByKey[row.key] { (rate.lostCount, rate.lostValue) = (lost.count(0), lost.money(1, currency)) }
      return rate
    }
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
