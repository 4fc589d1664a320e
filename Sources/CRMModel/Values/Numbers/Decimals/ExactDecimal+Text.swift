extension ExactDecimal: CustomStringConvertible {
  /// Reads a number, exactly as it is written or not at all.
  ///
  /// ASCII digits, an optional leading `-`, an optional `.` with a digit on both sides. No exponent, plus sign, blank,
  /// grouping or other script's digits. Zeros in front and at the end of the fraction are read over, `-0` is 0.
  ///
  ///     try ExactDecimal("-0.50")      // -0.5
  ///
  /// - Throws: ``ValueError`` with code `not_a_number`, or `out_of_range` if the number needs more than 38 digits or
  ///   more than 18 after the point.
  /// - Complexity: O(*n*) in the length of the text.
  public init(_ text: String) throws(ValueError) {
    guard let digits = DecimalDigits(text.utf8) else { throw .notANumber(text) }
    let magnitude = WideMagnitude(high: 0, low: digits.magnitude)
    guard digits.isComplete,
      let number = ExactDecimal(exactly: magnitude, scale: digits.scale, isNegative: digits.isNegative)
    else { throw .decimalOutOfRange(input: text) }
    self = number
  }

  /// The canonical text: the shortest that reads back as the same number, such as `-0.5`, `0` or `1200`.
  public var description: String {
    String(decimalMagnitude: coefficient.magnitude, scale: scale, isNegative: isNegative)
  }
}

extension ExactDecimal: Codable {
  /// Reads a number from a JSON string; a JSON number is refused, because readers of JSON pass it through a `Double`.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    do {
      try self.init(text)
    } catch {
      throw DecodingError.corrupted(by: error, at: container.codingPath)
    }
  }

  /// Writes the canonical text as a JSON string.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}

extension DecodingError {
  /// A value that decodes as text but not as what the text should say; the message holds no data.
  static func corrupted(by error: ValueError, at path: [any CodingKey]) -> DecodingError {
    .dataCorrupted(Context(codingPath: path, debugDescription: error.description, underlyingError: error))
  }
}
