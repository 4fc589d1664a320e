/// How a delimited text file is written: everything that must be known to read its cells as text, numbers and dates.
public struct TabularDialect: Hashable, Sendable, Codable {
  /// The encoding of its bytes.
  public var encoding: TextEncoding
  /// The byte between two fields.
  public var delimiter: CSVDelimiter
  /// The decimal sign of its numbers.
  public var decimalSign: DecimalSign
  /// The sign between groups of three digits; groups are allowed, not required.
  public var groupingSign: GroupingSign
  /// The order of its dates; ISO 8601 dates are read in any order.
  public var dateOrder: DateOrder

  /// States a dialect; without arguments the one this library writes.
  public init(
    encoding: TextEncoding = .utf8, delimiter: CSVDelimiter = .comma, decimalSign: DecimalSign = .point,
    groupingSign: GroupingSign = .none, dateOrder: DateOrder = .ymd
  ) {
    self.encoding = encoding
    self.delimiter = delimiter
    self.decimalSign = decimalSign
    self.groupingSign = groupingSign
    self.dateOrder = dateOrder
  }

  /// Reads a number written in this dialect.
  ///
  /// - Throws: As ``NumberText/init(_:decimal:grouping:)``.
  public func number(_ text: String) throws(ValueError) -> NumberText {
    try NumberText(text, decimal: decimalSign, grouping: groupingSign)
  }

  /// Reads a date written in this dialect.
  ///
  /// - Throws: As ``DateText/init(_:order:)``.
  public func date(_ text: String) throws(ValueError) -> DateText {
    try DateText(text, order: dateOrder)
  }
}
