/// The sign between the whole part and the fraction of a number.
public enum DecimalSign: String, Hashable, Sendable, Codable, CaseIterable {
  /// `1234.56`
  case point = "."
  /// `1234,56`
  case comma = ","

  /// The sign that groups of three digits usually have beside this one: the other of the two.
  public var usualGrouping: GroupingSign { self == .point ? .comma : .point }
}

/// The sign between groups of three digits.
public enum GroupingSign: String, Hashable, Sendable, Codable, CaseIterable {
  /// None: digits stand together.
  case none = ""
  /// `1,234,567`
  case comma = ","
  /// `1.234.567`
  case point = "."
  /// A space: U+0020, U+00A0, U+2009 or U+202F.
  case space = " "
  /// `1'234'567`, with U+0027 or U+2019.
  case apostrophe = "'"
}
