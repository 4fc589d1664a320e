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
    do throws(ValueError) {
      let places = try places(in: batch)
      var columns: [[FieldValue]] = []
      for term in terms { columns.append(try term.values(batch, at: places)) }
      return places.indices.map { row in columns.map { $0[row] } }
    } catch {
      throw StoreError(error, entity: entity)
    }
  }

  /// Where the groups lie that are kept, in their order.
  func places(in batch: GroupBatch) throws(ValueError) -> [Int] {
    var places: [Int] = []
    var keys: [[FieldValue]] = []
    for place in 0..<batch.count {
      if having == nil, order.isEmpty {
        places.append(place)
        continue
      }
      let evaluator = GroupEvaluator(groups: self, place: GroupPlace(batch: batch, place: place))
      if let having, try evaluator.truth(having) != true { continue }
      var found: [FieldValue] = []
      for term in order { found.append(try evaluator.value(of: term.value)) }
      keys.append(found)
      places.append(place)
    }
    let ranks = batch.keys.map(BoundGroups.ranks)
    // Groups that are tied in everything asked for come in the order of their keys' cells.
    func precedes(_ left: Int, _ right: Int) -> Bool {
      for rank in ranks where rank[left] != rank[right] { return rank[left] < rank[right] }
      return false
    }
    if keys.isEmpty {
      places.sort(by: precedes)
    } else {
      let sorted = places.indices.sorted { left, right in
        for (index, term) in order.enumerated() {
          if let precedes = ValueOrder.precedes(keys[left][index], keys[right][index], term) { return precedes }
        }
        return precedes(places[left], places[right])
      }
      places = sorted.map { places[$0] }
    }
    return Array(places.prefix(limit ?? Int.max))
  }

  /// How many smaller values a key takes than each group has, nulls being the greatest.
  private static func ranks(_ key: GroupBatch.KeyColumn) -> [Int32] {
    var ranks = [Int32](repeating: 0, count: key.values.count)
    let sorted = key.values.indices.sorted { precedes(key.values[$0], key.values[$1]) }
    for (rank, value) in sorted.enumerated() { ranks[value] = Int32(truncatingIfNeeded: rank) }
    return key.codes.map { ranks[Int($0)] }
  }

  private static func precedes(_ left: Scalar, _ right: Scalar) -> Bool {
    switch (left, right) {
    case (.null, _): false
    case (_, .null): true
    case (.integer(let left), .integer(let right)): left < right
    case (.real(let left), .real(let right)): left < right
    case (.text(let left), .text(let right)): TextKey.isOrderedBefore(left, right)
    default: left.kindRank < right.kindRank
    }
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

/// One group where it lies.
struct GroupPlace {
  let batch: GroupBatch
  let place: Int

  func key(_ index: Int) -> Scalar {
    let key = batch.keys[index]
    return key.values[Int(key.codes[place])]
  }

  /// The exact sum that a measure came to, of how many values.
  func sum(_ index: Int) -> (sum: Int128, count: Int64) {
    guard case .sums(let sums, let counts) = batch.measures[index] else { return (0, 0) }
    return (sums[place], counts[place])
  }

  func count(_ index: Int) -> Int64? {
    guard case .counts(let counts) = batch.measures[index] else { return nil }
    return counts[place]
  }

  func extremum(_ index: Int) -> Scalar? {
    guard case .extrema(let cells) = batch.measures[index] else { return nil }
    return cells[place]
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

  /// The value of one group.
  func value(_ group: GroupPlace) throws(ValueError) -> FieldValue {
    switch source {
    case .keys(let indices): return FieldCodec.decode(indices.map(group.key), as: type)
    case .shown(let least, let key):
      guard let cell = group.extremum(least) else { return .null }
      return FieldCodec.decode(type.columns.count == 2 ? [cell, group.key(key)] : [cell], as: type)
    case .bucket(let index): return FieldCodec.decode([group.key(index)], as: .date)
    case .count(let index): return group.count(index).map { .integer($0) } ?? .null
    case .extremum(let index): return group.extremum(index).map { decode($0, group) } ?? .null
    case .sum(let index):
      let (sum, count) = group.sum(index)
      guard count > 0 else { return .null }
      guard let cell = Int64(exactly: sum) else {
        throw ValueError(.amountOutOfRange, "the sum leaves the range of 64 bits")
      }
      return decode(.integer(cell), group)
    case .average(let index):
      let (sum, count) = group.sum(index)
      guard count > 0 else { return .null }
      return try average(sum, count, group)
    }
  }

  /// The values of some groups; each value that a single key takes is made once.
  func values(_ batch: GroupBatch, at places: [Int]) throws(ValueError) -> [FieldValue] {
    if let (key, values) = keyValues(batch) { return places.map { values[Int(key.codes[$0])] } }
    var values: [FieldValue] = []
    values.reserveCapacity(places.count)
    for place in places { values.append(try value(GroupPlace(batch: batch, place: place))) }
    return values
  }

  /// The key that alone makes the value, and what each value that it takes is made into; nil if there is none.
  func keyValues(_ batch: GroupBatch) -> (key: GroupBatch.KeyColumn, values: [FieldValue])? {
    switch source {
    case .keys(let indices) where indices.count == 1:
      let key = batch.keys[indices[0]]
      return (key, key.values.map { FieldCodec.decode([$0], as: type) })
    case .bucket(let index):
      let key = batch.keys[index]
      return (key, key.values.map { FieldCodec.decode([$0], as: .date) })
    default: return nil
    }
  }

  private func decode(_ cell: Scalar, _ group: GroupPlace) -> FieldValue {
    if let currencyKey { return FieldCodec.decode([cell, group.key(currencyKey)], as: .money(.any)) }
    return FieldCodec.decode([cell], as: type)
  }

  /// The exact sum over the count: money and moments to their unit, numbers to six more decimals; half to even.
  private func average(_ sum: Int128, _ count: Int64, _ group: GroupPlace) throws(ValueError) -> FieldValue {
    let extra = currencyKey == nil ? type.averageDecimals : 0
    var factor: Int128 = 1
    for _ in 0..<extra { factor *= 10 }
    let (scaled, overflow) = sum.multipliedReportingOverflow(by: factor)
    guard !overflow, let cell = Int64(exactly: GroupOutput.divideHalfEven(scaled, Int128(count))) else {
      throw ValueError(.amountOutOfRange, "the average leaves the range of 64 bits")
    }
    if extra > 0, let scale = type.scale { return .decimal(try ExactDecimal(scaledValue: cell, scale: scale + extra)) }
    return decode(.integer(cell), group)
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
