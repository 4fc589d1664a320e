extension Formula {
  /// Reads a formula from its text form, such as `stage.name in ("Won") and amount > 1000`.
  ///
  /// Names and types are not checked; they are when the formula is used. The grammar is in
  /// `Documentation/QueryLanguage.md`.
  ///
  /// - Throws: ``QueryTextError`` with code `syntax_error`, `bad_literal`, `unterminated_text`, `too_deep` (more than
  ///   ``deepestNesting`` levels of formulas or of parentheses) or `too_long` (more than 1,048,576 bytes).
  /// - Complexity: O(*n*), with a bounded stack.
  public init(text: String) throws(QueryTextError) {
    var parser = try TextParser(text)
    self = try parser.wholeFormula()
  }

  /// The formula's text form: parentheses only where they are needed, keywords in lower case, one space between words.
  ///
  /// ``init(text:)`` reads exactly this tree from it, unless it is too deep or too long to be read.
  ///
  /// - Complexity: O(*n*), without recursion.
  public var text: String {
    var printer = TextPrinter()
    printer.write(self)
    return printer.text
  }

  /// Whether the formula, the stored conditions among its constants included, is too deep to be read from its text.
  ///
  /// - Complexity: O(*n*), without recursion.
  var isTooDeepForText: Bool {
    var level = [self]
    for _ in 0..<Formula.deepestNesting {
      level = level.flatMap(\.childrenInText)
      if level.isEmpty { return false }
    }
    return true
  }

  private var childrenInText: [Formula] {
    switch self {
    case .literal(.condition(let inner)): return [inner]
    case .isIn(let value, let values):
      return [value] + values.compactMap { if case .condition = $0 { .literal($0) } else { nil } }
    default: return children
    }
  }
}

extension Formula: Codable {
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
  /// - Throws: ``ValueError`` with code `too_deep` or `too_long` for a formula that could not be read again.
  public func encode(to encoder: any Encoder) throws {
    guard !isTooDeepForText else { throw ValueError.formulaTooDeep }
    var container = encoder.singleValueContainer()
    try container.encode(try ValueError.readable(text))
  }
}

extension DecodingError {
  /// A string that decodes as text but not as a query; the message holds no data.
  static func unreadableText(_ error: QueryTextError, at path: [any CodingKey]) -> DecodingError {
    .dataCorrupted(Context(codingPath: path, debugDescription: error.description, underlyingError: error))
  }
}

extension ValueError {
  static var formulaTooDeep: ValueError {
    ValueError(.tooDeep, "at most \(Formula.deepestNesting) levels of nesting")
  }

  /// The text itself, if it is short enough to be read.
  static func readable(_ text: String) throws(ValueError) -> String {
    guard text.utf8.count <= Lexer.longestText else { throw ValueError(.tooLong, "at most 1,048,576 bytes as text") }
    return text
  }
}
