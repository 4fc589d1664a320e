/// The way from a record to a field: `close_date`, `account.industry`, `slot.start`, `account.custom.tier`.
///
/// Steps before the last are references to parents; the last names a field or a component of one. Which words belong together is
/// known only with a schema, so a path is kept as its words.
public struct FieldPath: Hashable, Sendable, CustomStringConvertible {
  /// The words between the dots.
  public let words: [String]

  /// Makes a path of words.
  public init(words: [String]) { self.words = words }

  /// Splits a text at its dots.
  public init(_ text: String) {
    words =
      text.utf8.contains(UInt8(ascii: "."))
      ? text.split(separator: ".", omittingEmptySubsequences: false).map(String.init) : [text]
  }

  /// A path to a field of the record itself.
  public init(_ field: FieldName) { self.init(field.rawValue) }

  /// The words joined by dots.
  public var description: String { words.joined(separator: ".") }

  /// The path that goes on from where this one ends.
  public func appending(_ field: FieldName) -> FieldPath { FieldPath(words: words + FieldPath(field).words) }

  /// The path that goes on from where this one ends.
  public func appending(_ path: FieldPath) -> FieldPath { FieldPath(words: words + path.words) }
}

extension FieldPath: ExpressibleByStringLiteral, Codable {
  /// Splits a literal at its dots.
  public init(stringLiteral value: String) { self.init(value) }
  /// Reads the text form.
  public init(from decoder: any Decoder) throws {
    self.init(try decoder.singleValueContainer().decode(String.self))
  }
  /// Writes the text form.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
