/// A value with one canonical text form, which is also how it is encoded.
///
/// `Self(description)` gives back an equal value; several texts may give the same value, but only one is ever printed.
public protocol TextCodable: Codable, CustomStringConvertible {
  /// Reads the value from text.
  ///
  /// - Throws: ``ValueError`` saying what was expected; the text is only in its `debugDescription`.
  init(_ text: String) throws(ValueError)
}

extension TextCodable {
  /// Reads the value from a single string.
  ///
  /// - Throws: `DecodingError.dataCorrupted` whose underlying error is the ``ValueError``.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    do {
      self = try Self(text)
    } catch {
      let context = DecodingError.Context(
        codingPath: decoder.codingPath, debugDescription: error.description, underlyingError: error)
      throw DecodingError.dataCorrupted(context)
    }
  }

  /// Writes the canonical text as a single string.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
