import CRMModel

extension Filter {
  /// The columns of its own scope that a filter reads, those inside child scans left out.
  package var columns: [ColumnRef] {
    switch self {
    case .constant: []
    case .compare(let left, _, let right): left.columns + right.columns
    case .isNull(let operand), .isIn(let operand, _), .contains(let operand, _), .hasPrefix(let operand, _):
      operand.columns
    case .and(let all), .or(let all): all.flatMap(\.columns)
    case .not(let inner), .isTrue(let inner): inner.columns
    case .exists(let scan): [scan.outer]
    case .within(let tree): [tree.member]
    }
  }

  /// The conditions that must all be true for this one to be.
  package var conjuncts: [Filter] {
    switch self {
    case .and(let all): all.flatMap(\.conjuncts)
    case .isTrue(let inner): inner.conjuncts
    default: [self]
    }
  }

  /// Whether it asks about rows other than source 0's and its parents.
  var asksRelations: Bool {
    switch self {
    case .constant: false
    case .compare(let left, _, let right): left.asksRelations || right.asksRelations
    case .isNull(let operand), .isIn(let operand, _), .contains(let operand, _), .hasPrefix(let operand, _):
      operand.asksRelations
    case .and(let all), .or(let all): all.contains(where: \.asksRelations)
    case .not(let inner), .isTrue(let inner): inner.asksRelations
    case .exists, .within: true
    }
  }
}

extension Operand {
  /// The columns of its own scope that an operand reads.
  var columns: [ColumnRef] {
    switch self {
    case .column(let column), .folded(let column): [column]
    case .literal: []
    case .difference(let left, let right): [left, right]
    case .distance(let latitude, let longitude, _): [latitude, longitude]
    case .count(let scan): [scan.outer]
    }
  }

  /// Whether it asks about children.
  var asksRelations: Bool { if case .count = self { true } else { false } }
}

extension EntityMark {
  /// The mark as a filter.
  var filter: Filter { .compare(.column(column), .equal, .literal(.text(name))) }
}
