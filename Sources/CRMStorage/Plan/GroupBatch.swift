public import CRMModel

/// The groups of a ``GroupScan``, column by column.
///
/// As a collection it gives one ``GroupRow`` after the other, in no particular order.
public struct GroupBatch: Sendable {
  /// The values that one key takes, and which of them each group has.
  public struct KeyColumn: Hashable, Sendable {
    /// Values that the key takes, each once; some may be of no group.
    public var values: [Scalar]
    /// The place of each group's value in ``values``.
    public var codes: [Int32]

    /// Joins values and the places of the groups' values among them; each place has to be one of `values`.
    public init(values: [Scalar], codes: [Int32]) {
      self.values = values
      self.codes = codes
    }
  }

  /// What one measure came to, a group after the other.
  public enum MeasureColumn: Hashable, Sendable {
    /// For ``Measure/rows``, ``Measure/values(_:)`` and ``Measure/distinct(_:)``.
    case counts([Int64])
    /// For ``Measure/sum(_:)``: the exact sums and how many values each is of.
    case sums([Int128], counts: [Int64])
    /// For ``Measure/minimum(_:)`` and ``Measure/maximum(_:)``; null if there are no values.
    case extrema([Scalar])
  }

  /// How many groups there are.
  public let count: Int
  /// The keys, in the order asked.
  public let keys: [KeyColumn]
  /// The measures, in the order asked.
  public let measures: [MeasureColumn]

  /// Joins columns that all have `count` groups.
  public init(count: Int, keys: [KeyColumn], measures: [MeasureColumn]) {
    self.count = count
    self.keys = keys
    self.measures = measures
  }

  /// Takes groups apart that were gathered one by one; every row has as many keys and measures as `scan`, of the kinds that it asks for.
  public init(_ rows: [GroupRow], of scan: GroupScan) {
    count = rows.count
    keys = scan.keys.indices.map { place in
      var numbers: [Scalar: Int32] = [:]
      var column = KeyColumn(values: [], codes: [])
      column.codes.reserveCapacity(rows.count)
      for row in rows {
        let value = row.keys.indices.contains(place) ? row.keys[place] : .null
        let next = Int32(truncatingIfNeeded: column.values.count)
        let code = numbers[value] ?? next
        if code == next {
          numbers[value] = next
          column.values.append(value)
        }
        column.codes.append(code)
      }
      return column
    }
    measures = scan.measures.enumerated().map { place, measure in
      let values = rows.map { $0.measures.indices.contains(place) ? $0.measures[place] : .count(0) }
      switch measure {
      case .rows, .values, .distinct: return .counts(values.map { if case .count(let count) = $0 { count } else { 0 } })
      case .sum:
        return .sums(
          values.map { if case .sum(let sum, _) = $0 { sum } else { 0 } },
          counts: values.map { if case .sum(_, let count) = $0 { count } else { 0 } })
      case .minimum, .maximum:
        return .extrema(values.map { if case .extremum(let cell) = $0 { cell } else { .null } })
      }
    }
  }
}

extension GroupBatch: RandomAccessCollection {
  /// The first group's place.
  public var startIndex: Int { 0 }
  /// The place after the last group's.
  public var endIndex: Int { count }

  /// One group.
  public subscript(position: Int) -> GroupRow {
    GroupRow(
      keys: keys.map { $0.values[Int($0.codes[position])] },
      measures: measures.map { column in
        switch column {
        case .counts(let counts): .count(counts[position])
        case .sums(let sums, let counts): .sum(sums[position], count: counts[position])
        case .extrema(let cells): .extremum(cells[position])
        }
      })
  }
}
