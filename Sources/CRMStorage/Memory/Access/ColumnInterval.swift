import CRMModel

/// The values of a column that rows can have where a condition is true.
struct ColumnInterval {
  struct Bound {
    var value: Scalar
    var isInclusive: Bool
  }

  var lower: Bound?
  var upper: Bound?
  /// Whether the column may be null.
  var includesNull = false
  /// Whether it may be anything but null.
  var includesValues = true

  /// What a condition says about a column of source 0; nil if it says nothing that can be used.
  init?(_ filter: Filter, of column: Int32, kind: ColumnKind) {
    switch filter {
    case .compare(.column(let found), let comparison, .literal(let value)) where found == ColumnRef(column: column):
      guard value.kind == kind else { return nil }
      self.init(comparison, value)
    case .compare(.literal(let value), let comparison, .column(let found)) where found == ColumnRef(column: column):
      guard value.kind == kind else { return nil }
      self.init(comparison.mirrored, value)
    case .isNull(.column(let found)) where found == ColumnRef(column: column):
      self.init(includesNull: true, includesValues: false)
    case .not(.isNull(.column(let found))) where found == ColumnRef(column: column):
      self.init(includesNull: false, includesValues: true)
    case .and, .isTrue:
      guard let result = ColumnInterval(filter.conjunctsOnce, of: column, kind: kind) else { return nil }
      self = result
    case .or(let parts):
      guard let first = parts.first, var hull = ColumnInterval(first, of: column, kind: kind) else { return nil }
      for part in parts.dropFirst() {
        guard let next = ColumnInterval(part, of: column, kind: kind) else { return nil }
        hull.extend(to: next)
      }
      self = hull
    default: return nil
    }
  }

  /// What several conditions that all hold say about a column.
  init?(_ filters: [Filter], of column: Int32, kind: ColumnKind) {
    var result: ColumnInterval?
    for filter in filters {
      guard let next = ColumnInterval(filter, of: column, kind: kind) else { continue }
      if result == nil { result = next } else { result?.narrow(to: next) }
    }
    guard let result else { return nil }
    self = result
  }

  private init(includesNull: Bool, includesValues: Bool) {
    self.includesNull = includesNull
    self.includesValues = includesValues
  }

  private init?(_ comparison: Comparison, _ value: Scalar) {
    switch comparison {
    case .equal:
      lower = Bound(value: value, isInclusive: true)
      upper = lower
    case .less, .lessOrEqual: upper = Bound(value: value, isInclusive: comparison == .lessOrEqual)
    case .greater, .greaterOrEqual: lower = Bound(value: value, isInclusive: comparison == .greaterOrEqual)
    case .notEqual: return nil
    }
  }

  /// The only value there can be; nil if there can be several, or none.
  var point: Scalar? {
    if !includesValues { return includesNull ? .null : nil }
    guard !includesNull, let lower, let upper, lower.isInclusive, upper.isInclusive, lower.value == upper.value else {
      return nil
    }
    return lower.value
  }

  private mutating func narrow(to other: ColumnInterval) {
    includesNull = includesNull && other.includesNull
    includesValues = includesValues && other.includesValues
    if let bound = other.lower, lower.map({ ColumnInterval.isTighter(bound, $0, above: true) }) ?? true {
      lower = bound
    }
    if let bound = other.upper, upper.map({ ColumnInterval.isTighter(bound, $0, above: false) }) ?? true {
      upper = bound
    }
  }

  private mutating func extend(to other: ColumnInterval) {
    includesNull = includesNull || other.includesNull
    if !other.includesValues { return }
    if !includesValues {
      (lower, upper, includesValues) = (other.lower, other.upper, true)
      return
    }
    if let bound = other.lower {
      if let known = lower, ColumnInterval.isTighter(known, bound, above: true) { lower = bound }
    } else {
      lower = nil
    }
    if let bound = other.upper {
      if let known = upper, ColumnInterval.isTighter(known, bound, above: false) { upper = bound }
    } else {
      upper = nil
    }
  }

  private static func isTighter(_ bound: Bound, _ other: Bound, above: Bool) -> Bool {
    let order = ScalarOrder.compare(bound.value, other.value) ?? 0
    return order == 0 ? !bound.isInclusive && other.isInclusive : above ? order > 0 : order < 0
  }
}

extension Filter {
  /// The conditions directly below a conjunction.
  fileprivate var conjunctsOnce: [Filter] {
    switch self {
    case .and(let all): all
    case .isTrue(let inner): [inner]
    default: [self]
    }
  }
}
