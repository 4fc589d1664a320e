/// Reads a query or formula from its text by recursive descent: a rule of the grammar is a method.
///
/// No rule goes back, so the time is linear; nesting is counted before a rule enters itself, so the stack is bounded.
struct TextParser {
  let bytes: [UInt8]
  private let tokens: [Token]
  private var index = 0
  private var nesting = 0

  /// Prepares a text.
  ///
  /// - Throws: ``QueryTextError`` with code `too_long`.
  init(_ text: String) throws(QueryTextError) {
    var text = text
    let count = text.utf8.count
    guard count <= Lexer.longestText else {
      throw QueryTextError(.tooLong, at: 0, of: [], expected: "at most 1,048,576 bytes, not \(count)")
    }
    bytes = text.withUTF8 { Array($0) }
    tokens = Lexer.tokens(of: bytes)
  }

  /// The next token.
  var token: Token { tokens[index] }

  /// The kind of the token behind the next.
  func kind(ahead distance: Int) -> Token.Kind { tokens[min(index + distance, tokens.count - 1)].kind }

  /// Goes on to the next token and returns the one left behind; the end is never passed.
  @discardableResult mutating func advance() -> Token {
    let token = tokens[index]
    index = min(index + 1, tokens.count - 1)
    return token
  }

  /// Takes the next token if it is of a kind.
  mutating func take(_ kind: Token.Kind) -> Bool {
    guard token.kind == kind else { return false }
    advance()
    return true
  }

  /// Takes the next token if it is a keyword.
  mutating func take(_ keyword: Keyword) -> Bool { take(.keyword(keyword)) }

  /// Takes a token of a kind.
  @discardableResult mutating func expect(_ kind: Token.Kind, _ expected: String) throws(QueryTextError) -> Token {
    guard token.kind == kind else { throw failure(expected) }
    return advance()
  }

  /// Takes a keyword.
  mutating func expect(_ keyword: Keyword) throws(QueryTextError) {
    try expect(.keyword(keyword), "`\(keyword.rawValue)`")
  }

  /// Whether a token some places ahead is a word, in whatever case, that has a meaning only there.
  func isAt(_ word: String, ahead distance: Int = 0) -> Bool {
    let token = tokens[min(index + distance, tokens.count - 1)]
    return token.kind == .word && bytes[token.start..<token.end].lazy.map(ASCII.lowercased).elementsEqual(word.utf8)
  }

  /// Takes a word that has a meaning only here.
  mutating func take(word: String) -> Bool {
    guard isAt(word) else { return false }
    advance()
    return true
  }

  /// The bytes of a token as text.
  func source(_ token: Token) -> String { String(decoding: bytes[token.start..<token.end], as: UTF8.self) }

  /// A call's name in lower case if the next two tokens are a word and an opening parenthesis.
  var calledName: String? {
    guard token.kind == .word, kind(ahead: 1) == .open, token.end - token.start <= NameGrammar.longestWord else {
      return nil
    }
    return String(decoding: bytes[token.start..<token.end].lazy.map(ASCII.lowercased), as: UTF8.self)
  }

  /// Items between commas, up to and with the closing parenthesis; there may be none.
  mutating func items(_ item: (inout TextParser) throws(QueryTextError) -> Void) throws(QueryTextError) {
    if take(.close) { return }
    repeat { try item(&self) } while take(.comma)
    try expect(.close, "`,` or `)`")
  }

  /// Counts one more level of rules that may come back to themselves; ``leave()`` takes it back.
  ///
  /// - Throws: ``QueryTextError`` with code `too_deep` at the token that opens one level too many.
  mutating func enter(at token: Token) throws(QueryTextError) {
    guard nesting < Formula.deepestNesting else { throw tooDeep(at: token) }
    nesting += 1
  }

  /// Counts one level less.
  mutating func leave() { nesting -= 1 }

  /// The error that the next token is not what was expected.
  func failure(_ expected: String) -> QueryTextError {
    if token.kind == .unterminated {
      return error(.unterminatedText, at: token.start, "the closing \(source(token).prefix(1)) on the same line")
    }
    return error(.syntaxError, at: token.start, expected)
  }

  /// The error that a token is not a value of its kind.
  func badLiteral(_ expected: String, at token: Token) -> QueryTextError {
    error(.badLiteral, at: token.start, expected)
  }

  /// The error that a token opens one level too many.
  func tooDeep(at token: Token) -> QueryTextError {
    error(.tooDeep, at: token.start, "at most \(Formula.deepestNesting) levels of nesting")
  }

  /// An error at a byte.
  func error(_ code: ErrorCode, at offset: Int, _ expected: String) -> QueryTextError {
    QueryTextError(code, at: offset, of: bytes, expected: expected)
  }
}
