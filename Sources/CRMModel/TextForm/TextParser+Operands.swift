/// What may hold formulas inside, and so comes back to the rule it came from.
private enum Nest {
  case parentheses
  /// `all of (…)` or `any of (…)`.
  case junction
  case related(Quantifier)
  case count
  case condition
}

extension TextParser {
  /// A value: a constant, a field, a function of records, or a formula in parentheses.
  ///
  /// What nests has small methods of its own, because their frames are on the stack once a level.
  mutating func operand() throws(QueryTextError) -> Node {
    switch nest {
    case .parentheses?: return try inside(advance())
    case .junction?: return try junction()
    case .related(let quantifier)?: return try quantified(quantifier)
    case .count?: return try relatedCount()
    case .condition?: return try conditionOperand()
    case nil: return try leaf()
    }
  }

  /// What comes next, if it may hold formulas.
  private var nest: Nest? {
    if token.kind == .open { return .parentheses }
    guard token.kind == .word else { return nil }
    if kind(ahead: 2) == .open, isAt("of", ahead: 1), isAt("all") || isAt("any") { return .junction }
    guard let name = calledName else { return nil }
    if let quantifier = Quantifier(rawValue: name) { return .related(quantifier) }
    if name == TextFunction.condition { return .condition }
    return name == "count" && isRelatedCount ? .count : nil
  }

  /// Whether `by` follows the name behind `count(`, as in `count(lesson by student)`; `count(amount)` is a measure.
  private var isRelatedCount: Bool {
    var distance = 2
    while kind(ahead: distance + 1) == .dot, kind(ahead: distance + 2) != .end { distance += 2 }
    return kind(ahead: distance + 1) == .keyword(.by)
  }

  /// A formula one level deeper and the closing parenthesis.
  mutating func inside(_ start: Token) throws(QueryTextError) -> Node {
    try enter(at: start)
    let inner = try disjunction()
    leave()
    try expect(.close, "an operator, `and`, `or` or `)`")
    return inner
  }

  private mutating func conditionOperand() throws(QueryTextError) -> Node {
    let constant = try storedCondition()
    return Node(formula: .literal(constant.value), depth: constant.depth)
  }

  /// `all of (…)` and `any of (…)`: conjunctions and disjunctions of any number of conditions, one and none included.
  private mutating func junction() throws(QueryTextError) -> Node {
    let start = token
    let isAll = isAt("all")
    for _ in 0..<3 { advance() }
    var all: [Formula] = []
    var depth = 0
    if !take(.close) {
      try enter(at: start)
      repeat {
        let next = try disjunction()
        all.append(next.formula)
        depth = max(depth, next.depth)
      } while take(.comma)
      leave()
      try expect(.close, "`,` or `)`")
    }
    return try node(isAll ? .and(all) : .or(all), above: depth, at: start)
  }

  private mutating func quantified(_ quantifier: Quantifier) throws(QueryTextError) -> Node {
    let start = advance()
    let path = try relatedPath()
    let condition = try relatedCondition(at: start)
    return try node(.related(quantifier, path, condition?.formula), above: condition?.depth ?? 0, at: start)
  }

  private mutating func relatedCount() throws(QueryTextError) -> Node {
    let start = advance()
    let path = try relatedPath()
    let condition = try relatedCondition(at: start)
    return try node(.count(path, condition?.formula), above: condition?.depth ?? 0, at: start)
  }

  /// `(lesson by student through vehicle`.
  private mutating func relatedPath() throws(QueryTextError) -> RelatedPath {
    advance()
    let entity = EntityName(try name("an entity"))
    try expect(.keyword(.by), "`by` and the reference that points here")
    let reference = FieldName(try name("a reference"))
    guard take(word: "through") else { return RelatedPath(entity, reference) }
    return RelatedPath(entity, reference, through: FieldName(try name("a reference")))
  }

  /// The condition behind a colon, if there is one, and the closing parenthesis.
  private mutating func relatedCondition(at start: Token) throws(QueryTextError) -> Node? {
    if take(.colon) { return try inside(start) }
    try expect(.close, "`through`, `:` or `)`")
    return nil
  }

  /// A value without formulas inside.
  @inline(never)
  private mutating func leaf() throws(QueryTextError) -> Node {
    switch token.kind {
    case .keyword(.now):
      advance()
      return Node(formula: .now)
    case .keyword(.today):
      advance()
      return Node(formula: .today)
    case .keyword(.itself):
      return Node(formula: .field(try path()))
    default:
      if let constant = try literal() { return Node(formula: .literal(constant.value), depth: constant.depth) }
      if let name = calledName { return try call(name) }
      return try fieldOrReference()
    }
  }

  private mutating func fieldOrReference() throws(QueryTextError) -> Node {
    let words = try words("a value or a field")
    guard token.kind == .slash else { return Node(formula: .field(FieldPath(words: words))) }
    return Node(formula: .literal(.reference(try reference(to: words.joined(separator: ".")))))
  }

  private mutating func call(_ name: String) throws(QueryTextError) -> Node {
    if let aggregate = try aggregate() { return Node(formula: .aggregate(aggregate)) }
    switch name {
    case "within": return try within()
    case "distance": return try distance()
    default: throw failure("a value; there is no function of this name")
    }
  }

  private mutating func within() throws(QueryTextError) -> Node {
    advance()
    advance()
    let path = try path()
    try expect(.comma, "`,` and the root of the tree")
    let entity = try name("a record such as account/12")
    let root = try reference(to: entity)
    try expect(.close, "`)`")
    return Node(formula: .within(path, root: root))
  }

  private mutating func distance() throws(QueryTextError) -> Node {
    advance()
    advance()
    let path = try path()
    try expect(.comma, "`,` and a point")
    guard calledName == TextFunction.geo.rawValue else { throw failure("`geo(latitude, longitude)`") }
    let start = advance()
    advance()
    let point = try geoPoint(from: start)
    try expect(.close, "`)`")
    return Node(formula: .distance(path, point))
  }
}
