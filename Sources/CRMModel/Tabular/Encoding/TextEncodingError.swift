/// A byte that the stated encoding does not know, and where.
public struct TextEncodingError: CRMError, Hashable {
  /// `text_invalid_bytes` or `text_cut_off`.
  public let code: ErrorCode
  /// The encoding the bytes were read with.
  public let encoding: TextEncoding
  /// Bytes of the file before the offending sequence, a byte order mark counted.
  public let byteOffset: Int

  /// Makes an error.
  public init(_ code: ErrorCode, _ encoding: TextEncoding, byteOffset: Int) {
    self.code = code
    self.encoding = encoding
    self.byteOffset = byteOffset
  }

  /// Always ``CRMErrorKind/invalid``.
  public var kind: CRMErrorKind { .invalid }

  /// Code, encoding and place, safe to log.
  public var description: String { "\(code): not valid \(encoding.rawValue) at byte offset \(byteOffset)" }

  /// The same as ``description``: the error holds no data.
  public var debugDescription: String { description }
}

extension ErrorCode {
  /// Bytes that mean nothing in the stated encoding.
  public static let textInvalidBytes = ErrorCode("text_invalid_bytes")
  /// The text ends in the middle of a character.
  public static let textCutOff = ErrorCode("text_cut_off")
}
