extension TextParser {
  /// A formula that was read, and how many levels it has.
  struct Node {
    var formula: Formula
    var depth = 1
  }

  /// Makes a node above others.
  ///
  /// - Throws: ``QueryTextError`` with code `too_deep` at the token that makes it.
  func node(_ formula: Formula, above depth: Int, at token: Token) throws(QueryTextError) -> Node {
    guard depth < Formula.deepestNesting else { throw tooDeep(at: token) }
    return Node(formula: formula, depth: depth + 1)
  }

  /// Conditions with `and` and `or` between them; `and` binds stronger.
  ///
  /// One loop for both, so that a level of nesting costs one frame less.
  mutating func disjunction() throws(QueryTextError) -> Node {
    var alternatives = Operands()
    repeat {
      var conjuncts = Operands()
      repeat { conjuncts.append(try negation(), before: token) } while take(.and)
      alternatives.append(try joined(conjuncts, by: Formula.and), before: token)
    } while take(.or)
    return try joined(alternatives, by: Formula.or)
  }

  /// Formulas on the sides of the same word.
  private struct Operands {
    var all: [Formula] = []
    var depth = 0
    /// The first of the words.
    var word: Token?

    mutating func append(_ node: Node, before token: Token) {
      all.append(node.formula)
      depth = max(depth, node.depth)
      word = word ?? token
    }
  }

  private func joined(_ operands: Operands, by junction: ([Formula]) -> Formula) throws(QueryTextError) -> Node {
    if operands.all.count == 1 { return Node(formula: operands.all[0], depth: operands.depth) }
    return try node(junction(operands.all), above: operands.depth, at: operands.word ?? token)
  }

  /// A condition with any number of `not` before it.
  private mutating func negation() throws(QueryTextError) -> Node {
    var words: [Token] = []
    while token.kind == .keyword(.not) {
      try enter(at: token)
      words.append(advance())
    }
    var inner = try predicate()
    while let word = words.popLast() {
      leave()
      inner = try node(.not(inner.formula), above: inner.depth, at: word)
    }
    return inner
  }

  /// One value with at most one operator behind it.
  private mutating func predicate() throws(QueryTextError) -> Node {
    let start = token
    let left = try operand()
    switch token.kind {
    case .comparison(let comparison): return try compared(left, by: comparison)
    case .keyword(.is): return try test(left)
    case .keyword(.not): return try negated(left, from: start)
    case .keyword: return try wordOperator(left, from: start) ?? left
    default: return left
    }
  }

  private mutating func compared(_ left: Node, by comparison: Comparison) throws(QueryTextError) -> Node {
    let middle = advance()
    let right = try operand()
    let depth = max(left.depth, right.depth)
    return try node(.compare(comparison, left.formula, right.formula), above: depth, at: middle)
  }

  private mutating func negated(_ left: Node, from start: Token) throws(QueryTextError) -> Node {
    let middle = advance()
    guard let positive = try wordOperator(left, from: start) else {
      throw failure("`between`, `in`, `contains`, `starts with`, `includes` or `during` behind `not`")
    }
    return try node(.not(positive.formula), above: positive.depth, at: middle)
  }

  /// `is null`, `is not null`, `is true`, `is not true`.
  private mutating func test(_ left: Node) throws(QueryTextError) -> Node {
    let start = advance()
    let isNegated = take(.not)
    let positive: Node
    switch token.kind {
    case .keyword(.null): positive = try node(.isNull(left.formula), above: left.depth, at: start)
    case .keyword(.true): positive = try node(.isTrue(left.formula), above: left.depth, at: start)
    default: throw failure("`null` or `true`")
    }
    advance()
    return isNegated ? try node(.not(positive.formula), above: positive.depth, at: start) : positive
  }

  /// The rest of a condition whose operator is a word; nil if no such operator follows.
  private mutating func wordOperator(_ left: Node, from start: Token) throws(QueryTextError) -> Node? {
    switch token.kind {
    case .keyword(.between): return try range(left)
    case .keyword(.in): return try list(left)
    case .keyword(.contains), .keyword(.starts): return try match(left)
    case .keyword(.includes): return try inclusion(left, from: start)
    case .keyword(.during): return try presence(left, from: start)
    default: return nil
    }
  }

  private mutating func match(_ left: Node) throws(QueryTextError) -> Node {
    let middle = advance()
    let isStart = middle.kind == .keyword(.starts)
    if isStart, !take(word: "with") { throw failure("`with` behind `starts`") }
    let formula = Formula.textMatch(isStart ? .startsWith : .contains, left.formula, try text())
    return try node(formula, above: left.depth, at: middle)
  }

  private mutating func inclusion(_ left: Node, from start: Token) throws(QueryTextError) -> Node {
    let field = try field(left, before: "includes", at: start)
    advance()
    return Node(formula: .includes(field, try text()))
  }

  private mutating func presence(_ left: Node, from start: Token) throws(QueryTextError) -> Node {
    let field = try field(left, before: "during", at: start)
    advance()
    return Node(formula: .during(field, try period()))
  }

  private mutating func range(_ left: Node) throws(QueryTextError) -> Node {
    let middle = advance()
    let low = try operand()
    try expect(.and)
    let high = try operand()
    let depth = max(left.depth, low.depth, high.depth)
    return try node(.between(left.formula, low.formula, high.formula), above: depth, at: middle)
  }

  private mutating func list(_ left: Node) throws(QueryTextError) -> Node {
    let middle = advance()
    try expect(.open, "`(` and constants")
    var values: [FieldValue] = []
    var depth = left.depth
    try items { (parser) throws(QueryTextError) in
      let constant = try parser.value()
      values.append(constant.value)
      depth = max(depth, constant.depth)
    }
    return try node(.isIn(left.formula, values), above: depth, at: middle)
  }

  private func field(_ left: Node, before word: String, at start: Token) throws(QueryTextError) -> FieldPath {
    guard case .field(let path) = left.formula else {
      throw error(.syntaxError, at: start.start, "a field before `\(word)`")
    }
    return path
  }

  /// A period in words, `last 90 days`, or in quotation marks.
  private mutating func period() throws(QueryTextError) -> RelativePeriod {
    let start = token
    let expected = "a period such as this quarter or last 90 days"
    var words: [String] = []
    switch start.kind {
    case .text: words = [try text()]
    case .keyword(.today): words = [source(advance()).lowercased()]
    case .word:
      words = [source(advance()).lowercased()]
      if ["this", "last", "previous", "next"].contains(words[0]) {
        if token.kind == .figure { words.append(source(advance())) }
        words.append(source(try expect(.word, "a unit such as days")).lowercased())
      }
    default: throw failure(expected)
    }
    let text = words.joined(separator: " ")
    return try checked(at: start) { () throws(ValueError) in try RelativePeriod(text) }
  }
}
