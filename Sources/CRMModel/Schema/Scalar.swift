/// One cell of a physical column.
///
/// Equality is exact: text compares by its bytes, which for stored text (normal form C) is the same as by its meaning.
public enum Scalar: Hashable, Sendable, Codable {
  /// No value.
  case null
  /// A whole number; everything of kind ``ColumnKind/integer``.
  case integer(Int64)
  /// A finite floating point number.
  case real(Double)
  /// Text in normal form C.
  case text(String)

  /// Whether there is no value.
  public var isNull: Bool { self == .null }

  /// The whole number, if this is one.
  public var integerValue: Int64? { if case .integer(let value) = self { value } else { nil } }
  /// The floating point number, if this is one.
  public var realValue: Double? { if case .real(let value) = self { value } else { nil } }
  /// The text, if this is one.
  public var textValue: String? { if case .text(let value) = self { value } else { nil } }
}
