extension Formula {
  /// How strongly the formula's text holds together.
  var binding: TextPrinter.Binding {
    switch self {
    case .or(let all) where all.count > 1: .disjunction
    case .and(let all) where all.count > 1: .conjunction
    case .not(let inner): inner.takesInnerNot ? .predicate : .negation
    case .compare, .between, .isIn, .textMatch, .includes, .during, .isNull, .isTrue: .predicate
    case .literal, .field, .now, .today, .and, .or, .related, .count, .within, .distance, .aggregate: .operand
    }
  }

  /// Whether the opposite is written with `not` inside, as in `is not null` and `not in`.
  var takesInnerNot: Bool {
    switch self {
    case .between, .isIn, .textMatch, .includes, .during, .isNull, .isTrue: true
    default: false
    }
  }
}

extension TextPrinter {
  /// What a formula is written with.
  static func pieces(of formula: Formula) -> [Piece] {
    switch formula {
    case .literal(let value): [.value(value)]
    case .field(let path): [.path(path)]
    case .now: [.text("now")]
    case .today: [.text("today")]
    case .compare(let comparison, let left, let right):
      [.formula(left, in: .operand), .text(" \(comparison.rawValue) "), .formula(right, in: .operand)]
    case .between, .isIn, .textMatch, .includes, .during, .isNull, .isTrue: predicate(formula, not: "")
    case .not(let inner):
      inner.takesInnerNot ? predicate(inner, not: "not ") : [.text("not "), .formula(inner, in: .negation)]
    case .and(let all): junction(all, named: "all", by: " and ", each: .negation)
    case .or(let all): junction(all, named: "any", by: " or ", each: .conjunction)
    case .related(let quantifier, let path, let condition): related(quantifier.rawValue, path, condition)
    case .count(let path, let condition): related("count", path, condition)
    case .within(let path, let root):
      [.text("within("), .path(path), .text(", "), .value(.reference(root)), .text(")")]
    case .distance(let path, let point):
      [.text("distance("), .path(path), .text(", "), .value(.geoPoint(point)), .text(")")]
    case .aggregate(let aggregate): pieces(of: aggregate)
    }
  }

  /// A condition whose operator is a word, with or without `not` in it.
  private static func predicate(_ formula: Formula, not: String) -> [Piece] {
    switch formula {
    case .between(let value, let low, let high):
      [
        .formula(value, in: .operand), .text(" \(not)between "), .formula(low, in: .operand), .text(" and "),
        .formula(high, in: .operand),
      ]
    case .isIn(let value, let values):
      [.formula(value, in: .operand), .text(" \(not)in (")] + list(values.map(Piece.value)) + [.text(")")]
    case .textMatch(let match, let value, let text):
      [.formula(value, in: .operand), .text(" \(not)\(match.rawValue) "), .quoted(text)]
    case .includes(let path, let code): [.path(path), .text(" \(not)includes "), .quoted(code)]
    case .during(let path, let period): [.path(path), .text(" \(not)during \(period)")]
    case .isNull(let value): [.formula(value, in: .operand), .text(" is \(not)null")]
    case .isTrue(let value): [.formula(value, in: .operand), .text(" is \(not)true")]
    default: []
    }
  }

  /// Conditions with a word between them; one or none as `all of (…)`, which keeps the tree as it is.
  private static func junction(
    _ all: [Formula], named name: String, by word: String, each place: Binding
  ) -> [Piece] {
    guard all.count > 1 else {
      return [.text("\(name) of (")] + all.map { .formula($0, in: .disjunction) } + [.text(")")]
    }
    var pieces: [Piece] = []
    pieces.reserveCapacity(all.count * 2)
    for (index, formula) in all.enumerated() {
      if index > 0 { pieces.append(.text(word)) }
      pieces.append(.formula(formula, in: place))
    }
    return pieces
  }

  private static func related(_ function: String, _ path: RelatedPath, _ condition: Formula?) -> [Piece] {
    var pieces: [Piece] = [
      .text("\(function)("), .path(FieldPath(path.entity.rawValue)), .text(" by "), .path(FieldPath(path.reference)),
    ]
    if let through = path.through { pieces += [.text(" through "), .path(FieldPath(through))] }
    if let condition { pieces += [.text(": "), .formula(condition, in: .disjunction)] }
    return pieces + [.text(")")]
  }

  /// A measure.
  static func pieces(of aggregate: Aggregate) -> [Piece] {
    let path: [Piece] = aggregate.field.map { [.path($0)] } ?? []
    return [.text("\(aggregate.function.rawValue)(")] + path + [.text(")")]
  }
}
