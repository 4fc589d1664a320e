import CRMModel

/// A run of keys of an index.
struct KeyRange {
  /// Whether the run is among the rows whose first indexed column is null.
  var isNull: Bool
  /// The first key.
  var lower: IndexKey
  /// The first key after the run; nil if the run goes on to the end.
  var upper: IndexKey?
}

/// The part of an index that holds every row for which some conditions hold.
struct IndexPath {
  let index: MemoryIndex
  /// The runs of keys; no key is in two.
  var ranges: [KeyRange]
  /// How many of the first columns are fixed to one value each.
  var fixedColumns: Int
  /// How much the conditions narrow the index; 0 if not at all.
  var score: Int
  /// The keys up to the first column that is not fixed; nil if there are several.
  private(set) var stem: (bytes: IndexKeyBytes, isNull: Bool)?

  /// More alternatives than this are not looked up one by one.
  private static let mostRanges = 1000

  /// What conditions that all hold make of an index; nil if the index leaves rows out for which they hold.
  init?(_ index: MemoryIndex, _ conditions: [Filter], in layout: TableLayout) {
    guard (index.layout.filter?.conjuncts ?? []).allSatisfy(conditions.contains) else { return nil }
    self.index = index
    var stems: [(bytes: IndexKeyBytes, isNull: Bool)] = [(IndexKeyBytes(), false)]
    var found: [KeyRange]?
    fixedColumns = 0
    score = 0
    columns: for (place, column) in index.layout.columns.enumerated() {
      guard let kind = layout.kind(of: column) else { return nil }
      let interval = ColumnInterval(conditions, of: column, kind: kind)
      var points = interval?.point.map { [$0] }
      if points == nil { points = IndexPath.alternatives(conditions, column, kind) }
      if let points, stems.count * points.count <= IndexPath.mostRanges {
        stems = stems.flatMap { stem in
          points.map { point in
            var bytes = stem.bytes
            if point.isNull { bytes.appendMark(0) } else { bytes.append(point) }
            return (bytes, place == 0 ? point.isNull : stem.isNull)
          }
        }
        fixedColumns += points.count == 1 && fixedColumns == place ? 1 : 0
        score += 4
        continue columns
      }
      if let prefix = IndexPath.prefix(conditions, column) {
        found = stems.map { stem in
          var bytes = stem.bytes
          bytes.append(prefix: prefix)
          return KeyRange(isNull: stem.isNull, lower: bytes.key, upper: bytes.successor)
        }
        score += 2
      } else if let interval {
        found = stems.flatMap { IndexPath.ranges($0.bytes, $0.isNull, interval, isFirst: place == 0) }
        score += interval.lower == nil && interval.upper == nil && interval.includesValues ? 0 : 2
      }
      break
    }
    stem = stems.count == 1 ? stems[0] : nil
    ranges = found ?? stems.map { KeyRange(isNull: $0.isNull, lower: $0.bytes.key, upper: $0.bytes.successor) }
  }

  /// The runs of keys with a column's values after a stem: nulls first if there can be any, then the values.
  static func ranges(_ stem: IndexKeyBytes, _ isNull: Bool, _ interval: ColumnInterval?, isFirst: Bool) -> [KeyRange] {
    var result: [KeyRange] = []
    if interval?.includesNull ?? true {
      var bytes = stem
      bytes.appendMark(0)
      result.append(KeyRange(isNull: isFirst || isNull, lower: bytes.key, upper: bytes.successor))
    }
    guard interval?.includesValues ?? true else { return result }
    var any = stem
    any.appendMark(1)
    var range = KeyRange(isNull: isNull, lower: any.key, upper: any.successor)
    if let bound = interval?.lower {
      var bytes = stem
      bytes.append(bound.value)
      if bound.isInclusive {
        range.lower = bytes.key
      } else if let next = bytes.successor {
        range.lower = next
      } else {
        return result
      }
    }
    if let bound = interval?.upper {
      var bytes = stem
      bytes.append(bound.value)
      range.upper = bound.isInclusive ? bytes.successor : bytes.key
    }
    if let upper = range.upper, !range.lower.precedes(upper) { return result }
    return result + [range]
  }

  private static func alternatives(_ conditions: [Filter], _ column: Int32, _ kind: ColumnKind) -> [Scalar]? {
    for case .isIn(.column(let found), let list) in conditions where found == ColumnRef(column: column) {
      guard list.allSatisfy({ $0.kind == kind }) else { continue }
      var seen = Set<Scalar>()
      return list.filter { seen.insert($0).inserted }
    }
    return nil
  }

  private static func prefix(_ conditions: [Filter], _ column: Int32) -> String? {
    for case .hasPrefix(.column(let found), let prefix) in conditions where found == ColumnRef(column: column) {
      return prefix
    }
    return nil
  }

  /// The ids of the rows; nil if there are more than `most`.
  func ids(most: Int) -> [Int64]? {
    var result: [Int64] = []
    for range in ranges {
      var isTooMany = false
      index.forEach(range) {
        result.append($0.id)
        isTooMany = result.count > most
        return !isTooMany
      }
      if isTooMany { return nil }
    }
    return result
  }
}
