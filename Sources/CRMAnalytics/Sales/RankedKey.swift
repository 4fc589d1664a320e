public import CRMModel

/// One value of a dimension and what was measured there.
public struct RankedKey: Hashable, Sendable, CustomStringConvertible {
  /// The value of the dimension; null for deals without one.
  public let key: FieldValue
  /// What was measured; null if no deal had a value.
  public let value: FieldValue

  /// Key and value: `Retail: 600.00 USD`.
  public var description: String { "\(key.keyText): \(value.isNull ? "undefined" : value.keyText)" }
}

extension SalesMetrics {
  /// The values of a dimension with the highest measures, the highest first.
  ///
  /// Equal measures come in the order of the keys, null last; what could not be measured comes last of all.
  ///
  /// - Parameters:
  ///   - count: At most this many, 0 or more.
  ///   - dimension: What is ranked.
  ///   - measure: What it is ranked by.
  ///   - period: When the close date lies; nil means whenever.
  public func top(
    _ count: Int, by dimension: FieldPath, _ measure: SalesMeasure = .wonValue, closeDateIn period: DateRange? = nil
  ) throws(StoreError) -> [RankedKey] {
    var deals = deals(measure.status, closeDateIn: period).limit(count)
    deals.query = deals.query.order(by: measure.aggregate, .descending)
    return try rows(deals, by: dimension, [measure.aggregate]).map { RankedKey(key: $0.key, value: $0[0]) }
  }
}
