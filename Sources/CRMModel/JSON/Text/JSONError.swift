/// Why bytes are not JSON that is accepted, and where.
public struct JSONError: CRMError, Hashable {
  /// `json_syntax`, `too_deep`, `duplicate_key`, `too_large` or `invalid_utf8`.
  public let code: ErrorCode
  /// The line, from 1; lines end at line feeds.
  public let line: Int
  /// The column in Unicode scalars, from 1.
  public let column: Int
  /// What should have stood there, in words that hold no customer data.
  public let expected: String

  /// Describes what is wrong at a byte of a text.
  ///
  /// - Complexity: O(*n*) in the offset.
  init(_ code: ErrorCode, at offset: Int, of bytes: [UInt8], expected: String) {
    var line = 1
    var column = 1
    for byte in bytes[..<min(max(offset, 0), bytes.count)] {
      if byte == UInt8(ascii: "\n") {
        line += 1
        column = 1
      } else if byte & 0xC0 != 0x80 {
        column += 1
      }
    }
    self.code = code
    self.line = line
    self.column = column
    self.expected = expected
  }

  /// Always ``CRMErrorKind/invalid``: the same bytes fail again.
  public var kind: CRMErrorKind { .invalid }

  /// Code, place and what was expected, safe to log.
  public var description: String { "\(code): \(message)" }

  var message: String { "line \(line), column \(column): expected \(expected)" }

  /// The same as ``description``: nothing of the text is kept.
  public var debugDescription: String { description }
}
