extension Formula {
  /// Whether both conditions hold; nested conjunctions become one.
  public static func && (lhs: Formula, rhs: Formula) -> Formula {
    .and(lhs.conjuncts + rhs.conjuncts)
  }

  /// Whether either condition holds; nested disjunctions become one.
  public static func || (lhs: Formula, rhs: Formula) -> Formula {
    .or(lhs.disjuncts + rhs.disjuncts)
  }

  /// The opposite; null stays null.
  public static prefix func ! (operand: Formula) -> Formula { .not(operand) }

  /// Whether the condition is anything but this: the other, or null. Never null itself.
  public func isNot(_ value: Bool) -> Formula { .not(.isTrue(value ? self : .not(self))) }

  private var conjuncts: [Formula] { if case .and(let all) = self { all } else { [self] } }
  private var disjuncts: [Formula] { if case .or(let all) = self { all } else { [self] } }

  /// The formulas directly below this one.
  public var children: [Formula] {
    switch self {
    case .literal, .field, .now, .today, .includes, .during, .within, .distance, .aggregate: []
    case .compare(_, let left, let right): [left, right]
    case .between(let value, let low, let high): [value, low, high]
    case .isIn(let value, _), .textMatch(_, let value, _), .isNull(let value), .isTrue(let value), .not(let value):
      [value]
    case .and(let all), .or(let all): all
    case .related(_, _, let condition), .count(_, let condition): condition.map { [$0] } ?? []
    }
  }

  /// The deepest nesting that is accepted anywhere.
  public static let deepestNesting = 64

  /// Whether the formula nests deeper than ``deepestNesting``; found without recursion, so any tree can be asked.
  ///
  /// - Complexity: O(*n*) in the number of nodes.
  public var isTooDeep: Bool {
    var level = [self]
    for _ in 0..<Formula.deepestNesting {
      level = level.flatMap(\.children)
      if level.isEmpty { return false }
    }
    return true
  }
}
