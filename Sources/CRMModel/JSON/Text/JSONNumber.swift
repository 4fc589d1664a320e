/// A number as JSON writes it: decimal text by the grammar of RFC 8259 section 6, of any length, never rounded.
///
/// Numbers are equal if their texts are; ``decimal()`` tells what they mean.
public struct JSONNumber: Hashable, Sendable, CustomStringConvertible, ExpressibleByIntegerLiteral {
  /// The number's text, such as `-12.50` or `1e3`.
  public let text: String

  /// A whole number.
  public init(_ value: Int64) { text = String(value) }

  /// A whole number.
  public init(integerLiteral value: Int64) { self.init(value) }

  /// An exact number.
  public init(_ value: ExactDecimal) { text = value.description }

  /// The shortest text that reads back as the same floating point number; nil unless it is finite.
  public init?(_ value: Double) {
    guard value.isFinite else { return nil }
    text = value.description
  }

  /// A number from its text; nil if that does not follow the grammar.
  ///
  /// - Complexity: O(*n*).
  public init?(text: String) {
    let bytes = Array(text.utf8)
    guard JSONNumber.end(in: bytes, from: 0) == bytes.count else { return nil }
    self.text = text
  }

  init(checked text: String) { self.text = text }

  /// The text.
  public var description: String { text }

  /// The exact number.
  ///
  /// - Throws: ``ValueError`` with code `out_of_range` if it needs more than 38 digits or more than 18 after the point.
  /// - Complexity: O(*n*) in the length of the text, whatever the exponent.
  public func decimal() throws(ValueError) -> ExactDecimal {
    let parts = text.utf8.split(maxSplits: 1) { $0 | 0x20 == UInt8(ascii: "e") }
    guard let mantissa = parts.first, parts.count == 2 else { return try ExactDecimal(text) }
    var digits: [UInt8] = []
    var decimals = 0
    var hasPoint = false
    for byte in mantissa where byte != UInt8(ascii: "-") {
      if byte == UInt8(ascii: ".") {
        hasPoint = true
        continue
      }
      if hasPoint { decimals += 1 }
      if byte != UInt8(ascii: "0") || !digits.isEmpty { digits.append(byte) }
    }
    while digits.last == UInt8(ascii: "0") {
      digits.removeLast()
      decimals -= 1
    }
    if digits.isEmpty { return .zero }
    guard let exponent = Int(String(Substring(parts[1]))) else { throw .decimalOutOfRange(input: text) }
    let (scale, overflow) = decimals.subtractingReportingOverflow(exponent)
    // Zeros are written out below only where the number is known to be short.
    guard !overflow, digits.count <= 38, scale <= ExactDecimal.maximumScale, scale > -38 else {
      throw .decimalOutOfRange(input: text)
    }
    let sign = mantissa.first == UInt8(ascii: "-") ? "-" : ""
    let whole = String(decoding: digits, as: UTF8.self) + String(repeating: "0", count: max(0, -scale))
    guard scale > 0 else { return try ExactDecimal(sign + whole) }
    let padded = String(repeating: "0", count: max(0, scale + 1 - whole.utf8.count)) + whole
    return try ExactDecimal("\(sign)\(padded.dropLast(scale)).\(padded.suffix(scale))")
  }

  /// The nearest floating point number; nil if that is not finite, or the text longer than 1,100 bytes.
  public var double: Double? {
    guard text.utf8.count <= 1_100, let value = Double(text), value.isFinite else { return nil }
    return value
  }

  /// The index after the number that begins at `start`; nil if none does.
  static func end(in bytes: [UInt8], from start: Int) -> Int? {
    var index = start
    func digits() -> Bool {
      let first = index
      while index < bytes.count, bytes[index] &- UInt8(ascii: "0") < 10 { index += 1 }
      return index > first
    }
    func take(_ byte: UInt8, or other: UInt8? = nil) -> Bool {
      guard index < bytes.count, bytes[index] == byte || bytes[index] == other else { return false }
      index += 1
      return true
    }
    _ = take(UInt8(ascii: "-"))
    if !take(UInt8(ascii: "0")) { guard digits() else { return nil } }
    if take(UInt8(ascii: ".")) { guard digits() else { return nil } }
    if take(UInt8(ascii: "e"), or: UInt8(ascii: "E")) {
      _ = take(UInt8(ascii: "+"), or: UInt8(ascii: "-"))
      guard digits() else { return nil }
    }
    return index
  }
}
