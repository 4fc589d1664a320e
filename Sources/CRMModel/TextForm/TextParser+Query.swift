extension TextParser {
  /// A formula and nothing behind it.
  mutating func wholeFormula() throws(QueryTextError) -> Formula {
    let node = try disjunction()
    try expect(.end, "an operator, `and`, `or` or the end")
    return node.formula
  }

  /// A query and nothing behind it.
  mutating func wholeQuery() throws(QueryTextError) -> Query {
    let selection = take(.select) ? try selection() : []
    guard take(.from) else { throw failure(selection.isEmpty ? "`select` or `from`" : "`,`, `as` or `from`") }
    let scope = takeScope()
    var query = Query(EntityName(try name("an entity")))
    query.scope = scope
    query.selection = selection
    if take(.where) { query.condition = try disjunction().formula }
    if take(.group) {
      try expect(.by)
      query.groups = try groups()
    }
    if take(.having) { query.having = try disjunction().formula }
    if take(.order) {
      try expect(.by)
      query.order = try order()
    }
    if take(.limit) { query.limit = try limit() }
    guard token.kind == .end else { throw failure(behind(query)) }
    return query
  }

  /// What may follow a query that ends where it was read to.
  private func behind(_ query: Query) -> String {
    if query.limit != nil { return "the end" }
    var clauses: [String] = []
    if query.order.isEmpty {
      if query.having == nil {
        if query.groups.isEmpty {
          if query.condition == nil { clauses.append("`where`") }
          clauses.append("`group by`")
        }
        clauses.append("`having`")
      }
      clauses.append("`order by`")
    }
    return (clauses + ["`limit` or the end"]).joined(separator: ", ")
  }

  /// `deleted` and `all` before the entity; as its name they are written in backquotes.
  private mutating func takeScope() -> RecordScope {
    if take(word: RecordScope.deleted.rawValue) { return .deleted }
    return take(word: RecordScope.all.rawValue) ? .all : .live
  }

  private mutating func selection() throws(QueryTextError) -> [SelectTerm] {
    if take(.star) { return [] }
    var terms: [SelectTerm] = []
    repeat {
      let value = try column()
      terms.append(SelectTerm(value, as: take(.as) ? try word("a name") : nil))
    } while take(.comma)
    return terms
  }

  private mutating func groups() throws(QueryTextError) -> [GroupTerm] {
    var terms: [GroupTerm] = []
    repeat {
      let start = token
      switch try column() {
      case .field(let path): terms.append(GroupTerm(path))
      case .bucket(let path, let unit): terms.append(GroupTerm(path, by: unit))
      case .aggregate: throw error(.syntaxError, at: start.start, "a field or a period; a measure makes no groups")
      }
    } while take(.comma)
    return terms
  }

  private mutating func order() throws(QueryTextError) -> [OrderTerm] {
    var terms: [OrderTerm] = []
    repeat {
      var term = OrderTerm(try column())
      if take(.desc) { term.direction = .descending } else { _ = take(.asc) }
      if take(.nulls) {
        if take(word: "first") {
          term.nulls = .first
        } else if !take(word: "last") {
          throw failure("`first` or `last`")
        }
      }
      terms.append(term)
    } while take(.comma)
    return terms
  }

  private mutating func limit() throws(QueryTextError) -> Int {
    let token = try expect(.figure, "a number of rows")
    guard let count = Int(source(token)) else { throw badLiteral("a whole number of rows", at: token) }
    return count
  }

  /// A field, a period such as `month(close_date)`, or a measure such as `sum(amount)`.
  private mutating func column() throws(QueryTextError) -> SelectTerm.Value {
    guard let name = calledName else { return .field(try path()) }
    if let unit = PeriodUnit(rawValue: name) {
      advance()
      advance()
      let path = try path()
      try expect(.close, "`)`")
      return .bucket(path, unit)
    }
    if let aggregate = try aggregate() { return .aggregate(aggregate) }
    throw failure("a field, a period such as month(close_date) or a measure such as sum(amount)")
  }

  /// A measure, or nil if something else comes next.
  mutating func aggregate() throws(QueryTextError) -> Aggregate? {
    guard let function = calledName.flatMap(Aggregate.Function.init) else { return nil }
    advance()
    advance()
    if take(.close) { return Aggregate(function) }
    let path = try path()
    try expect(.close, "`)`")
    return Aggregate(function, path)
  }
}
