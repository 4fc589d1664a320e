extension TextPrinter {
  /// Writes a query.
  ///
  /// - Complexity: O(*n*).
  mutating func write(_ query: Query) {
    writeSelection(query.selection)
    write("from ")
    if query.scope != .live { write("\(query.scope.rawValue) ") }
    write(entity: query.entity)
    if let condition = query.condition {
      write(" where ")
      write(condition)
    }
    for (index, group) in query.groups.enumerated() {
      write(index == 0 ? " group by " : ", ")
      write(group.bucket.map { .bucket(group.field, $0) } ?? .field(group.field))
    }
    if let having = query.having {
      write(" having ")
      write(having)
    }
    for (index, term) in query.order.enumerated() {
      write(index == 0 ? " order by " : ", ")
      write(term.value)
      if term.direction == .descending { write(" desc") }
      if term.nulls == .first { write(" nulls first") }
    }
    if let limit = query.limit { write(" limit \(limit)") }
  }

  /// Writes a column of a result.
  mutating func write(_ value: SelectTerm.Value) {
    switch value {
    case .field(let path): append(path)
    case .bucket(let path, let unit): write([.text("\(unit.rawValue)("), .path(path), .text(")")])
    case .aggregate(let aggregate): write(Self.pieces(of: aggregate))
    }
  }

  private mutating func writeSelection(_ terms: [SelectTerm]) {
    for (index, term) in terms.enumerated() {
      write(index == 0 ? "select " : ", ")
      write(term.value)
      if let alias = term.alias {
        write(" as ")
        append(word: alias)
      }
    }
    if !terms.isEmpty { write(" ") }
  }

  /// An entity that is called like a scope is in backquotes.
  private mutating func write(entity: EntityName) {
    let words = FieldPath(entity.rawValue).words
    guard let first = words.first, RecordScope(rawValue: first.lowercased()) ?? .live != .live else {
      append(FieldPath(words: words))
      return
    }
    appendQuoted(first, mark: "`")
    for word in words.dropFirst() {
      write(".")
      append(word: word, isFirst: false)
    }
  }
}
