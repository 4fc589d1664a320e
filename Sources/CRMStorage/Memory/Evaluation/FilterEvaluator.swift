package import CRMModel

/// Decides filters for one row at a time, by the rules of ``Filter``.
///
/// It serves rows of an engine and records outside of one alike; what it decides is what every engine's scan must decide.
package struct FilterEvaluator<Relations: RelationSource> {
  /// Answers what is asked about other rows.
  package let relations: Relations

  /// Joins an evaluator to what answers about other rows.
  package init(relations: Relations) { self.relations = relations }

  /// Whether a filter is true, false or null for a row.
  ///
  /// - Throws: What `relations` throws.
  package func truth(_ filter: Filter, cells: some CellSource) throws -> Bool? {
    switch filter {
    case .constant(let truth): return truth
    case .compare(let left, let comparison, let right):
      return ScalarOrder.compare(try value(left, cells: cells), try value(right, cells: cells)).map(comparison.holds)
    case .isNull(let operand): return try value(operand, cells: cells).isNull
    case .isIn(let operand, let list):
      let value = try value(operand, cells: cells)
      return value.isNull ? nil : list.contains { ScalarOrder.compare(value, $0) == 0 }
    case .contains(let operand, let part):
      return try value(operand, cells: cells).textValue.map { ScalarOrder.contains($0, part) }
    case .hasPrefix(let operand, let prefix):
      return try value(operand, cells: cells).textValue.map { ScalarOrder.hasPrefix($0, prefix) }
    case .and(let all): return try decide(all, unless: false, cells: cells)
    case .or(let all): return try decide(all, unless: true, cells: cells)
    case .not(let negated): return try truth(negated, cells: cells).map { !$0 }
    case .isTrue(let inner): return try truth(inner, cells: cells) == true
    case .exists(let scan): return try relations.count(scan, for: cells.cell(scan.outer), limit: 1) > 0
    case .within(let tree):
      guard let id = cells.cell(tree.member).integerValue else { return nil }
      return try relations.contains(id, in: tree)
    }
  }

  /// Whether a filter is true for a row; no filter always is.
  package func isKept(by filter: Filter?, cells: some CellSource) throws -> Bool {
    guard let filter else { return true }
    return try truth(filter, cells: cells) == true
  }

  /// The value of an operand for a row.
  ///
  /// - Throws: What `relations` throws.
  package func value(_ operand: Operand, cells: some CellSource) throws -> Scalar {
    switch operand {
    case .column(let column): return cells.cell(column)
    case .folded(let column): return cells.cell(column).textValue.map { .text(TextKey.folded($0)) } ?? .null
    case .literal(let scalar): return scalar
    case .difference(let left, let right):
      guard let left = cells.cell(left).integerValue, let right = cells.cell(right).integerValue else { return .null }
      let (difference, overflow) = left.subtractingReportingOverflow(right)
      return overflow ? .null : .integer(difference)
    case .distance(let latitude, let longitude, let point):
      return PlaceDistance.metres(cells.cell(latitude), cells.cell(longitude), from: point)
    case .count(let scan):
      return .integer(Int64(try relations.count(scan, for: cells.cell(scan.outer), limit: .max)))
    }
  }

  /// Kleene's conjunction (decided by false) or disjunction (decided by true).
  private func decide(_ all: [Filter], unless decisive: Bool, cells: some CellSource) throws -> Bool? {
    var result: Bool? = !decisive
    for filter in all {
      switch try truth(filter, cells: cells) {
      case decisive: return decisive
      case nil: result = nil
      default: break
      }
    }
    return result
  }
}

extension FilterEvaluator where Relations == NoRelations {
  /// An evaluator for filters that ask neither for children nor for trees.
  package init() { self.init(relations: NoRelations()) }
}

/// The distance of a stored place from a point.
enum PlaceDistance {
  /// Metres as a real; null if a coordinate is null or out of range.
  static func metres(_ latitude: Scalar, _ longitude: Scalar, from point: GeoPoint) -> Scalar {
    guard let latitude = latitude.realValue, let longitude = longitude.realValue,
      let place = try? GeoPoint(latitude: latitude, longitude: longitude)
    else { return .null }
    return .real(place.distance(to: point))
  }
}
