package import CRMModel

/// A grouped query, ready to be run: what the engine gathers, and how its groups become rows.
package struct BoundGroups: Sendable {
  /// The entity.
  package let entity: EntityName
  /// What the engine gathers.
  package let scan: GroupScan
  /// The values of a row, in order.
  package let names: [FieldName]
  let terms: [GroupOutput]
  let measures: [Aggregate: GroupOutput]
  let groups: [GroupTerm: GroupOutput]
  let having: Formula?
  let order: [OrderTerm]
  let limit: Int?

  /// The rows that the engine's groups make: measured, kept to the `having`, sorted, cut to the limit.
  ///
  /// - Throws: ``ErrorCode/amountOutOfRange`` if a sum leaves the range of its type.
  package func rows(_ batch: GroupBatch) throws(StoreError) -> [[FieldValue]] {
    var rows: [[FieldValue]] = []
    do throws(ValueError) {
      for place in try places(in: batch) {
        let group = batch[place]
        var values: [FieldValue] = []
        for term in terms { values.append(try term.value(group)) }
        rows.append(values)
      }
    } catch {
      throw StoreError(error, entity: entity)
    }
    return rows
  }

  /// Where the groups lie that are kept, in their order.
  func places(in batch: GroupBatch) throws(ValueError) -> [Int] {
    var rows: [(place: Int, group: GroupRow, keys: [FieldValue])] = []
    for (place, group) in batch.enumerated() {
      let evaluator = GroupEvaluator(groups: self, row: group)
      if let having, try evaluator.truth(having) != true { continue }
      var keys: [FieldValue] = []
      for term in order { keys.append(try evaluator.value(of: term.value)) }
      rows.append((place, group, keys))
    }
    rows.sort { left, right in
      for (index, term) in order.enumerated() {
        if let precedes = ValueOrder.precedes(left.keys[index], right.keys[index], term) { return precedes }
      }
      return BoundGroups.precedes(left.group.keys, right.group.keys)
    }
    return rows.prefix(limit ?? Int.max).map(\.place)
  }

  /// Groups that are tied in everything asked for come in the order of their keys' cells.
  private static func precedes(_ left: [Scalar], _ right: [Scalar]) -> Bool {
    for (left, right) in zip(left, right) where left != right {
      switch (left, right) {
      case (.null, _): return false
      case (_, .null): return true
      case (.integer(let left), .integer(let right)): return left < right
      case (.real(let left), .real(let right)): return left < right
      case (.text(let left), .text(let right)): return TextKey.isOrderedBefore(left, right)
      default: return left.kindRank < right.kindRank
      }
    }
    return false
  }
}

extension Scalar {
  fileprivate var kindRank: Int {
    switch self {
    case .null: 0
    case .integer: 1
    case .real: 2
    case .text: 3
    }
  }
}

/// One value of a group: made of keys or of a measure.
struct GroupOutput: Sendable {
  enum Source: Sendable {
    case keys([Int])
    /// The least of the values that meet under a key: a measure, and the key.
    case shown(least: Int, key: Int)
    case bucket(Int)
    case count(Int)
    case sum(Int)
    case average(Int)
    case extremum(Int)
  }

  let source: Source
  let type: FieldType
  /// For amounts of any currency: the key that holds the currency.
  var currencyKey: Int?

  /// Whether equality of the group's value goes by its folded key.
  var comparesFolded: Bool { if case .shown = source { true } else { false } }

  func value(_ row: GroupRow) throws(ValueError) -> FieldValue {
    switch source {
    case .keys(let indices): return FieldCodec.decode(indices.map { row.keys[$0] }, as: type)
    case .shown(let least, let key):
      guard case .extremum(let cell) = row.measures[least] else { return .null }
      return FieldCodec.decode(type.columns.count == 2 ? [cell, row.keys[key]] : [cell], as: type)
    case .bucket(let index): return FieldCodec.decode([row.keys[index]], as: .date)
    case .count(let index):
      guard case .count(let count) = row.measures[index] else { return .null }
      return .integer(count)
    case .extremum(let index):
      guard case .extremum(let cell) = row.measures[index] else { return .null }
      return decode(cell, row)
    case .sum(let index):
      guard case .sum(let sum, let count) = row.measures[index], count > 0 else { return .null }
      guard let cell = Int64(exactly: sum) else {
        throw ValueError(.amountOutOfRange, "the sum leaves the range of 64 bits")
      }
      return decode(.integer(cell), row)
    case .average(let index):
      guard case .sum(let sum, let count) = row.measures[index], count > 0 else { return .null }
      return try average(sum, count, row)
    }
  }

  private func decode(_ cell: Scalar, _ row: GroupRow) -> FieldValue {
    if let currencyKey { return FieldCodec.decode([cell, row.keys[currencyKey]], as: .money(.any)) }
    return FieldCodec.decode([cell], as: type)
  }

  /// The exact sum over the count: money and moments to their unit, numbers to six more decimals; half to even.
  private func average(_ sum: Int128, _ count: Int64, _ row: GroupRow) throws(ValueError) -> FieldValue {
    let extra = currencyKey == nil ? type.averageDecimals : 0
    var factor: Int128 = 1
    for _ in 0..<extra { factor *= 10 }
    let (scaled, overflow) = sum.multipliedReportingOverflow(by: factor)
    guard !overflow, let cell = Int64(exactly: GroupOutput.divideHalfEven(scaled, Int128(count))) else {
      throw ValueError(.amountOutOfRange, "the average leaves the range of 64 bits")
    }
    if extra > 0, let scale = type.scale { return .decimal(try ExactDecimal(scaledValue: cell, scale: scale + extra)) }
    return decode(.integer(cell), row)
  }

  private static func divideHalfEven(_ value: Int128, _ divisor: Int128) -> Int128 {
    let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
    let twice = remainder.magnitude * 2
    let isUp = twice > divisor.magnitude || (twice == divisor.magnitude && quotient % 2 != 0)
    return isUp ? quotient + (value < 0 ? -1 : 1) : quotient
  }
}

extension FieldType {
  /// How many more decimals the average of numbers has than the numbers.
  fileprivate var averageDecimals: Int {
    switch self {
    case .integer: 6
    case .decimal(let scale), .percent(let scale): min(6, ExactDecimal.maximumScale - scale)
    default: 0
    }
  }
}
