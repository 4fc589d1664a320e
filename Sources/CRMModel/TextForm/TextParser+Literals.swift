extension TextParser {
  /// A constant.
  struct Constant {
    var value: FieldValue
    /// How many levels of formulas it holds, itself included: more than one only for a stored condition.
    var depth = 1
  }

  /// A constant, or nil if the next token begins something else; references and stored conditions are left to the
  /// callers.
  mutating func literal() throws(QueryTextError) -> Constant? {
    switch token.kind {
    case .keyword(.null): return constant(.null)
    case .keyword(.true): return constant(.boolean(true))
    case .keyword(.false): return constant(.boolean(false))
    case .text: return Constant(value: .text(try unescaped(advance())))
    case .figure: return Constant(value: try figure())
    case .word:
      guard let function = calledName.flatMap(TextFunction.init) else { return nil }
      return Constant(value: try composite(function))
    default: return nil
    }
  }

  /// A constant where nothing else may stand, as in the list of `in`.
  mutating func value() throws(QueryTextError) -> Constant {
    guard calledName == TextFunction.condition else { return try plainValue() }
    // A level for the list and one for the condition in it, as in the tree.
    try enter(at: token)
    let condition = try storedCondition()
    leave()
    return condition
  }

  @inline(never)
  private mutating func plainValue() throws(QueryTextError) -> Constant {
    if let literal = try literal() { return literal }
    guard token.kind == .word || token.kind == .quotedWord else { throw failure("a constant") }
    let entity = try name("a constant")
    return Constant(value: .reference(try reference(to: entity)))
  }

  /// The rest of a reference to a record behind its entity's name: `/7218`.
  mutating func reference(to entity: String) throws(QueryTextError) -> AnyRecordID {
    try expect(.slash, "`/` and the number of a record, such as contact/7218")
    let number = try expect(.figure, "the number of a record")
    guard let value = Int64(source(number)) else { throw badLiteral("a whole number of 64 bits", at: number) }
    return AnyRecordID(entity: EntityName(entity), rawValue: value)
  }

  /// A text in quotation marks.
  mutating func text() throws(QueryTextError) -> String {
    try unescaped(expect(.text, "a text in quotation marks"))
  }

  /// Makes a value; what is wrong with it is told at its token.
  func checked<Value>(at token: Token, _ make: () throws(ValueError) -> Value) throws(QueryTextError) -> Value {
    do {
      return try make()
    } catch {
      throw badLiteral(error.hint, at: token)
    }
  }

  private mutating func constant(_ value: FieldValue) -> Constant {
    advance()
    return Constant(value: value)
  }

  /// A number with or without a currency, a date, moment, time or duration: each known by the characters it is made of.
  private mutating func figure() throws(QueryTextError) -> FieldValue {
    let token = advance()
    let text = source(token)
    let bytes = text.utf8
    let unsigned = bytes.first == UInt8(ascii: "-") ? bytes.dropFirst() : bytes[...]
    if let currency = takeCurrencyCode() {
      let code = source(currency)
      let known = try checked(at: currency) { () throws(ValueError) in try Currency(code) }
      return .money(try checked(at: token) { () throws(ValueError) in try Money(text, known) })
    }
    if unsigned.first == UInt8(ascii: "P") {
      return .duration(try checked(at: token) { () throws(ValueError) in try TimeSpan(text) })
    }
    if unsigned.contains(UInt8(ascii: "T")) || unsigned.contains(UInt8(ascii: "t")) {
      return .instant(try checked(at: token) { () throws(ValueError) in try Instant(text) })
    }
    if unsigned.contains(UInt8(ascii: ":")) {
      return .timeOfDay(try checked(at: token) { () throws(ValueError) in try TimeOfDay(text) })
    }
    if unsigned.contains(UInt8(ascii: "-")) {
      return .date(try checked(at: token) { () throws(ValueError) in try CalendarDate(text) })
    }
    if unsigned.contains(UInt8(ascii: ".")) {
      return .decimal(try checked(at: token) { () throws(ValueError) in try ExactDecimal(text) })
    }
    guard let number = Int64(text) else {
      throw badLiteral("a whole number of 64 bits, or a decimal number with a point", at: token)
    }
    return .integer(number)
  }

  /// Three upper case letters behind a number are a currency, `ALL` too; only `AND` and `NOT` go on with a condition.
  private mutating func takeCurrencyCode() -> Token? {
    switch token.kind {
    case .word, .keyword: break
    default: return nil
    }
    let code = bytes[token.start..<token.end]
    guard code.count == 3, code.allSatisfy(ASCII.isUppercase) else { return nil }
    guard token.kind != .keyword(.and), token.kind != .keyword(.not) else { return nil }
    return advance()
  }
}
