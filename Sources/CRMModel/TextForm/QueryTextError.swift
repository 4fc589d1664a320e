/// Why a text is not a query or formula, and where.
///
/// `description` names code, place and what was expected, and is safe to log; ``caretDescription`` quotes the text.
public struct QueryTextError: CRMError, Hashable {
  /// `syntax_error`, `bad_literal`, `unterminated_text`, `too_deep` or `too_long`.
  public let code: ErrorCode
  /// The line, from 1; lines end at line feeds.
  public let line: Int
  /// The column in characters, from 1.
  public let column: Int
  /// What should have stood there, in words that hold no customer data.
  public let expected: String
  /// The line, shortened around the place to about 120 characters.
  private let excerpt: String
  /// How many characters of the excerpt stand before the place.
  private let margin: Int

  /// Describes what is wrong at a byte of a text.
  ///
  /// - Complexity: O(*n*) in the length of the text.
  init(_ code: ErrorCode, at offset: Int, of bytes: [UInt8], expected: String) {
    let lineFeed = UInt8(ascii: "\n")
    let place = min(max(offset, 0), bytes.count)
    let before = bytes[..<place]
    let lineStart = before.lastIndex(of: lineFeed).map { $0 + 1 } ?? 0
    var lineEnd = bytes[place...].firstIndex(of: lineFeed) ?? bytes.count
    if lineEnd > place, bytes[lineEnd - 1] == UInt8(ascii: "\r") { lineEnd -= 1 }
    let left = Array(String(decoding: bytes[lineStart..<place], as: UTF8.self))
    let right = String(decoding: bytes[place..<lineEnd], as: UTF8.self)
    self.code = code
    self.expected = expected
    line = before.count { $0 == lineFeed } + 1
    column = left.count + 1
    let shownLeft = left.count > 80 ? "…" + String(left.suffix(79)) : String(left)
    let shownRight = right.prefix(40)
    let shown = shownLeft + shownRight + (shownRight.endIndex < right.endIndex ? "…" : "")
    excerpt = String(shown.map { Self.isControl($0) ? " " : $0 })
    margin = min(left.count, 80)
  }

  /// Always ``CRMErrorKind/invalid``: the same text fails again.
  public var kind: CRMErrorKind { .invalid }

  /// Code, place and what was expected, safe to log.
  public var description: String { "\(code): line \(line), column \(column): expected \(expected)" }

  /// What stands there instead, at most 20 characters of it; empty at the end of the line. Quotes the text.
  public var found: String { String(excerpt.dropFirst(margin).prefix(20)) }

  /// The line with a caret under the place, and what was expected there; quotes the text.
  ///
  ///     line 1, column 12: expected a name
  ///     select name, from contact
  ///                  ^
  public var caretDescription: String {
    let caret = String(repeating: " ", count: margin) + "^"
    return "line \(line), column \(column): expected \(expected)\n\(excerpt)\n\(caret)"
  }

  /// Code and ``caretDescription``.
  public var debugDescription: String { "\(code): \(caretDescription)" }

  // A tab or carriage return would carry the caret away from its place.
  private static func isControl(_ character: Character) -> Bool {
    character.unicodeScalars.contains { $0.properties.generalCategory == .control }
  }
}

extension ErrorCode {
  /// A text does not follow the grammar of queries.
  public static let syntaxError = ErrorCode("syntax_error")
  /// A constant in a query is not a value of its kind.
  public static let badLiteral = ErrorCode("bad_literal")
  /// A quoted text or word does not end on its line.
  public static let unterminatedText = ErrorCode("unterminated_text")
  /// A text of a query is longer than 1,048,576 bytes.
  public static let tooLong = ErrorCode("too_long")
}
