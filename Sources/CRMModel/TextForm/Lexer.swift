/// Cuts a query's text into tokens.
///
/// It never fails: what cannot be read becomes a token that no rule of the grammar takes, and the last one before the
/// end.
struct Lexer {
  /// The longest text that is read, in bytes.
  static let longestText = 1 << 20

  private let bytes: [UInt8]
  private var index = 0

  private init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The tokens, the last of which is ``Token/Kind/end``.
  ///
  /// - Complexity: O(*n*).
  static func tokens(of bytes: [UInt8]) -> [Token] {
    var lexer = Lexer(bytes)
    var tokens: [Token] = []
    tokens.reserveCapacity(bytes.count / 4)
    while let token = lexer.next() {
      tokens.append(token)
      if token.kind == .unterminated || token.kind == .stray { break }
    }
    tokens.append(Token(.end, bytes.count, bytes.count))
    return tokens
  }

  private func byte(_ position: Int) -> UInt8 { position < bytes.count ? bytes[position] : 0 }

  private mutating func next() -> Token? {
    while index < bytes.count, isBlank(bytes[index]) { index += 1 }
    guard index < bytes.count else { return nil }
    let start = index
    let kind = readKind()
    return Token(kind, start, index)
  }

  private mutating func readKind() -> Token.Kind {
    let first = bytes[index]
    if ASCII.isDigit(first) || ASCII.beginsDuration(bytes[index...]) { return figure() }
    if ASCII.beginsWord(first) { return word() }
    let second = byte(index + 1)
    switch first {
    case UInt8(ascii: "-") where ASCII.isDigit(second) || ASCII.beginsDuration(bytes[(index + 1)...]): return figure()
    case UInt8(ascii: "\""), UInt8(ascii: "'"): return quoted(as: .text)
    case UInt8(ascii: "`"): return quoted(as: .quotedWord)
    case UInt8(ascii: "."): return symbol(.dot)
    case UInt8(ascii: ","): return symbol(.comma)
    case UInt8(ascii: ":"): return symbol(.colon)
    case UInt8(ascii: "/"): return symbol(.slash)
    case UInt8(ascii: "*"): return symbol(.star)
    case UInt8(ascii: "("): return symbol(.open)
    case UInt8(ascii: ")"): return symbol(.close)
    case UInt8(ascii: "="): return symbol(.comparison(.equal))
    case UInt8(ascii: "!") where second == UInt8(ascii: "="): return symbol(.comparison(.notEqual), length: 2)
    case UInt8(ascii: "<") where second == UInt8(ascii: ">"): return symbol(.comparison(.notEqual), length: 2)
    case UInt8(ascii: "<") where second == UInt8(ascii: "="): return symbol(.comparison(.lessOrEqual), length: 2)
    case UInt8(ascii: "<"): return symbol(.comparison(.less))
    case UInt8(ascii: ">") where second == UInt8(ascii: "="): return symbol(.comparison(.greaterOrEqual), length: 2)
    case UInt8(ascii: ">"): return symbol(.comparison(.greater))
    default: return symbol(.stray)
    }
  }

  private mutating func symbol(_ kind: Token.Kind, length: Int = 1) -> Token.Kind {
    index += length
    return kind
  }

  private mutating func word() -> Token.Kind {
    let start = index
    while index < bytes.count, ASCII.continuesWord(bytes[index]) { index += 1 }
    return Keyword(word: bytes[start..<index]).map(Token.Kind.keyword) ?? .word
  }

  private mutating func figure() -> Token.Kind {
    index += 1
    while index < bytes.count, isPartOfFigure(bytes[index]) { index += 1 }
    return .figure
  }

  private mutating func quoted(as kind: Token.Kind) -> Token.Kind {
    let mark = bytes[index]
    index += 1
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      if byte == mark { return kind }
      if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") { break }
      // Whatever is escaped does not end the text; a line feed does.
      if byte == UInt8(ascii: "\\"), self.byte(index) >= 0x20 { index += 1 }
    }
    return .unterminated
  }

  private func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

  private func isPartOfFigure(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "."), UInt8(ascii: ":"), UInt8(ascii: "+"), UInt8(ascii: "-"): true
    default: ASCII.continuesWord(byte)
    }
  }
}
