extension Query {
  /// Reads a query from its text form.
  ///
  ///     try Query(text: "select name, amount from opportunity where amount > 1000 order by amount desc limit 20")
  ///
  /// Names and types are not checked; they are when the query is run. The grammar is in
  /// `Documentation/QueryLanguage.md`.
  ///
  /// - Throws: ``QueryTextError`` with code `syntax_error`, `bad_literal`, `unterminated_text`, `too_deep` (more than
  ///   ``Formula/deepestNesting`` levels of formulas or of parentheses) or `too_long` (more than 1,048,576 bytes).
  /// - Complexity: O(*n*), with a bounded stack.
  public init(text: String) throws(QueryTextError) {
    var parser = try TextParser(text)
    self = try parser.wholeQuery()
  }

  /// The query's text form: clauses in their order, what goes without saying left out.
  ///
  /// ``init(text:)`` reads an equal query from it, unless a formula in it is too deep or the text too long to be read.
  ///
  /// - Complexity: O(*n*), without recursion.
  public var text: String {
    var printer = TextPrinter()
    printer.write(self)
    return printer.text
  }
}

extension Query: Codable {
  /// Reads the text form from a single string.
  ///
  /// - Throws: `DecodingError.dataCorrupted` whose underlying error is the ``QueryTextError``.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    do {
      try self.init(text: text)
    } catch {
      throw DecodingError.unreadableText(error, at: container.codingPath)
    }
  }

  /// Writes the text form as a single string.
  ///
  /// - Throws: ``ValueError`` with code `too_deep` or `too_long` for a query that could not be read again.
  public func encode(to encoder: any Encoder) throws {
    let isTooDeep = [condition, having].contains { $0?.isTooDeepForText ?? false }
    guard !isTooDeep else { throw ValueError.formulaTooDeep }
    var container = encoder.singleValueContainer()
    try container.encode(try ValueError.readable(text))
  }
}

extension SelectTerm {
  /// The column's name in a result: the alias, or else the text form of the value, such as `sum(amount)`.
  public var name: String { alias ?? value.text }
}

extension SelectTerm.Value {
  /// The text form: `account.name`, `month(close_date)`, `sum(amount)`.
  public var text: String {
    var printer = TextPrinter()
    printer.write(self)
    return printer.text
  }
}
