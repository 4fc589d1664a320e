/// A piece of a query's text: a range of its bytes.
struct Token {
  /// What the piece is.
  enum Kind: Equatable {
    /// A word that is no keyword.
    case word
    /// A word in backquotes.
    case quotedWord
    case keyword(Keyword)
    /// A text in quotation marks or apostrophes.
    case text
    /// A number, date, moment, time or duration.
    case figure
    case dot, comma, colon, slash, star, open, close
    case comparison(Comparison)
    /// A quotation mark, apostrophe or backquote without its partner on the line.
    case unterminated
    /// A byte that begins nothing.
    case stray
    /// Behind the last byte.
    case end
  }

  var kind: Kind
  private var first: Int32
  private var behind: Int32

  /// Takes offsets of bytes in a text of at most ``Lexer/longestText``.
  init(_ kind: Kind, _ start: Int, _ end: Int) {
    self.kind = kind
    first = Int32(truncatingIfNeeded: start)
    behind = Int32(truncatingIfNeeded: end)
  }

  var start: Int { Int(first) }
  var end: Int { Int(behind) }
}
