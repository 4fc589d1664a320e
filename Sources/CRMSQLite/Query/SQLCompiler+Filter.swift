import CRMModel
import CRMStorage

extension SQLCompiler {
  /// How deep a filter may nest. The library allows 64 levels; folding lists together does not add any.
  private static let depthLimit = 100

  /// A condition, bracketed so that it can stand beside `AND`, and itself of three values.
  mutating func condition(_ filter: Filter, _ scope: Scope) throws {
    guard filter.depth(limit: Self.depthLimit) <= Self.depthLimit else {
      throw EngineError(.invalid, .tooDeep, "a condition nests at most \(Self.depthLimit) levels deep")
    }
    try truth(filter, negated: false, scope)
  }

  /// A condition or, with `negated`, its opposite.
  ///
  /// Negations are carried down to the comparisons (De Morgan's laws hold for three values as for two), so that each level of a filter
  /// costs SQLite's parser, whose stack has 100 places, no more than one bracket.
  private mutating func truth(_ filter: Filter, negated: Bool, _ scope: Scope) throws {
    switch filter {
    case .constant(let value):
      guard let value else { return sql.add("NULL") }
      sql.add(value != negated ? "1" : "0")
    case .compare(let left, let comparison, let right):
      try operand(left, scope)
      sql.add(Self.sign(comparison, negated: negated))
      try operand(right, scope)
    case .isNull(let value):
      try operand(value, scope)
      sql.add(negated ? " IS NOT NULL" : " IS NULL")
    case .isIn(let value, let list): try isIn(value, list, negated: negated, scope)
    case .contains(let value, let part):
      sql.add("instr(")
      try operand(value, scope)
      sql.add(", ")
      self.value(.text(part))
      sql.add(negated ? ") = 0" : ") > 0")
    case .hasPrefix(let value, let prefix): try hasPrefix(value, prefix, negated: negated, scope)
    case .and(let terms): try join(terms, isAnd: !negated, negated: negated, scope)
    case .or(let terms): try join(terms, isAnd: negated, negated: negated, scope)
    case .not(let term): try truth(term, negated: !negated, scope)
    case .isTrue(let term):
      sql.add("(")
      try truth(term, negated: false, scope)
      sql.add(negated ? ") IS NOT TRUE" : ") IS TRUE")
    case .exists(let children):
      sql.add(negated ? "NOT EXISTS (SELECT 1" : "EXISTS (SELECT 1")
      try self.children(children, of: scope)
      sql.add(")")
    case .within(let tree):
      try column(tree.member, scope)
      sql.add(negated ? " NOT IN (" : " IN (")
      try self.tree(tree, scope)
      sql.add(")")
    }
  }

  private static func sign(_ comparison: Comparison, negated: Bool) -> StaticString {
    switch comparison {
    case .equal: negated ? " <> " : " = "
    case .notEqual: negated ? " = " : " <> "
    case .less: negated ? " >= " : " < "
    case .lessOrEqual: negated ? " > " : " <= "
    case .greater: negated ? " <= " : " > "
    case .greaterOrEqual: negated ? " < " : " >= "
    }
  }

  /// A range of texts where an index can help, a search elsewhere.
  private mutating func hasPrefix(_ value: Operand, _ prefix: String, negated: Bool, _ scope: Scope) throws {
    guard case .column = value else {
      sql.add("instr(")
      try operand(value, scope)
      sql.add(", ")
      self.value(.text(prefix))
      return sql.add(negated ? ") <> 1" : ") = 1")
    }
    sql.add("(")
    try operand(value, scope)
    sql.add(negated ? " < " : " >= ")
    self.value(.text(prefix))
    if let end = prefix.firstTextAfterPrefix {
      sql.add(negated ? " OR " : " AND ")
      try operand(value, scope)
      sql.add(negated ? " >= " : " < ")
      self.value(.text(end))
    }
    sql.add(")")
  }

  /// Terms joined into a tree of little depth.
  private mutating func join(_ terms: [Filter], isAnd: Bool, negated: Bool, _ scope: Scope) throws {
    let folded = terms.count > ValueList.fewest ? Self.foldingEqualities(terms, ofAnd: isAnd != negated) : terms
    if folded.isEmpty { return sql.add(isAnd ? "1" : "0") }
    if folded.count == 1 { return try truth(folded[0], negated: negated, scope) }
    // What nests deepest comes first: the parser then holds nothing but brackets when it gets there.
    let depths = folded.map { $0.depth(limit: Self.depthLimit) }
    let nests = depths.contains { $0 > 8 }
    guard nests else { return try join(folded[...], isAnd: isAnd, negated: negated, scope) }
    let order = folded.indices.sorted { (depths[$1], $0) < (depths[$0], $1) }.map { folded[$0] }
    sql.add("(")
    try truth(order[0], negated: negated, scope)
    sql.add(isAnd ? " AND " : " OR ")
    try join(order[1...], isAnd: isAnd, negated: negated, scope)
    sql.add(")")
  }

  private mutating func join(_ terms: ArraySlice<Filter>, isAnd: Bool, negated: Bool, _ scope: Scope) throws {
    if let only = terms.first, terms.count == 1 { return try truth(only, negated: negated, scope) }
    let middle = terms.startIndex + terms.count / 2
    sql.add("(")
    try join(terms[..<middle], isAnd: isAnd, negated: negated, scope)
    sql.add(isAnd ? " AND " : " OR ")
    try join(terms[middle...], isAnd: isAnd, negated: negated, scope)
    sql.add(")")
  }

  /// Many comparisons of one operand with constants become one list: `x = 1 or x = 2` is `x in (1, 2)`, `x != 1 and x != 2` its
  /// opposite, null for null in every case.
  private static func foldingEqualities(_ terms: [Filter], ofAnd: Bool) -> [Filter] {
    var lists: [(operand: Operand, values: [Scalar])] = []
    var positions: [Operand: Int] = [:]
    var others: [Filter] = []
    for term in terms {
      guard case .compare(let left, let comparison, .literal(let value)) = term, !value.isNull, case .column = left,
        comparison == (ofAnd ? .notEqual : .equal)
      else {
        others.append(term)
        continue
      }
      if let position = positions[left] {
        lists[position].values.append(value)
      } else {
        positions[left] = lists.count
        lists.append((left, [value]))
      }
    }
    return others + lists.map { ofAnd ? .not(.isIn($0.operand, $0.values)) : .isIn($0.operand, $0.values) }
  }
}

extension Filter {
  /// How many levels the filter has; counting ends above `limit`.
  func depth(limit: Int) -> Int {
    if limit <= 0 { return 1 }
    switch self {
    case .and(let terms), .or(let terms):
      return 1 + terms.reduce(0) { max($0, $1.depth(limit: limit - 1)) }
    case .not(let term), .isTrue(let term): return 1 + term.depth(limit: limit - 1)
    case .exists(let children): return 1 + (children.filter?.depth(limit: limit - 1) ?? 0)
    case .compare(let left, _, let right): return 1 + max(left.depth(limit: limit - 1), right.depth(limit: limit - 1))
    case .isNull(let value), .isIn(let value, _), .contains(let value, _), .hasPrefix(let value, _):
      return 1 + value.depth(limit: limit - 1)
    case .constant, .within: return 1
    }
  }
}

extension Operand {
  fileprivate func depth(limit: Int) -> Int {
    guard case .count(let children) = self else { return 0 }
    return children.filter?.depth(limit: limit) ?? 0
  }
}

extension String {
  /// The least text, in the order of bytes, that is greater than all texts with this prefix; nil if there is none.
  var firstTextAfterPrefix: String? {
    var scalars = Array(unicodeScalars)
    while let last = scalars.popLast() {
      // The surrogates are no characters.
      let next = last.value == 0xD7FF ? 0xE000 : last.value + 1
      if let scalar = Unicode.Scalar(next) {
        scalars.append(scalar)
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars)
        return String(text)
      }
    }
    return nil
  }
}
