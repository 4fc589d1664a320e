public import CRMModel

/// What a won deal is worth on average.
///
/// Population: deals in a won stage. Event: the close date. Value won ÷ number won; a won deal without an amount
/// counts with 0.
public struct AverageDealSize: Hashable, Sendable, CustomStringConvertible {
  /// The value of the dimension; null without one.
  public let key: FieldValue
  /// How many deals were won.
  public let wonCount: Int
  /// What they are worth together.
  public let wonValue: Money
  /// Value ÷ number, rounded once to the currency's minor unit, half to even; nil if none was won.
  public let average: Money?

  /// Key, average and what it is made of: `Retail: 20.00 USD (60.00 USD in 3 deals)`.
  public var description: String {
    "\(key.keyText): \(average?.description ?? "undefined") (\(wonValue) in \(wonCount) deals)"
  }
}

extension SalesMetrics {
  /// The average size of the won deals whose close date lies in a period; nil means whenever.
  public func averageDealSize(closeDateIn period: DateRange? = nil) throws(StoreError) -> AverageDealSize {
    let sizes = try dealSizes(by: nil, period)
    return sizes.first ?? AverageDealSize(key: .null, wonCount: 0, wonValue: .zero(currency), average: nil)
  }

  /// The average size for each value of a dimension that has won deals, in the order of the values, null last.
  public func averageDealSize(
    by dimension: FieldPath, closeDateIn period: DateRange? = nil
  ) throws(StoreError) -> [AverageDealSize] {
    try dealSizes(by: dimension, period)
  }

  private func dealSizes(by dimension: FieldPath?, _ period: DateRange?) throws(StoreError) -> [AverageDealSize] {
    var result: [AverageDealSize] = []
    for row in try rows(deals(.won, closeDateIn: period), by: dimension, [.count, Aggregate(.sum, "amount")]) {
      let count = row.count(0)
      if count == 0 { continue }
      let value = row.money(1, currency)
      do throws(ValueError) {
        let average = try value.divided(by: ExactDecimal(count), rounding: .halfEven)
        result.append(AverageDealSize(key: row.key, wonCount: count, wonValue: value, average: average))
      } catch {
        throw StoreError(error)
      }
    }
    return result
  }
}
