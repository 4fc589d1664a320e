public import CRMModel

/// What somebody states about how a file is written; what is nil is detected, and what cannot be told must be stated.
public struct ImportDialect: Hashable, Sendable {
  /// The encoding of its bytes.
  public var encoding: TextEncoding?
  /// The byte between two fields.
  public var delimiter: CSVDelimiter?
  /// The decimal sign of its numbers.
  public var decimalSign: DecimalSign?
  /// The sign between groups of three digits.
  public var groupingSign: GroupingSign?
  /// The order of its dates; ISO 8601 dates are read in any order.
  public var dateOrder: DateOrder?

  /// States nothing.
  public init() {}
}

extension ImportDialect: Codable {
  private enum CodingKeys: String, CodingKey, CaseIterable {
    case encoding, delimiter
    case decimalSign = "decimal_sign"
    case groupingSign = "grouping_sign"
    case dateOrder = "date_order"
  }

  /// Reads what is stated; every key may be missing.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.strictContainer(CodingKeys.self)
    self.init()
    encoding = try container.decodeIfPresent(TextEncoding.self, forKey: .encoding)
    delimiter = try container.decodeIfPresent(CSVDelimiter.self, forKey: .delimiter)
    decimalSign = try container.decodeIfPresent(DecimalSign.self, forKey: .decimalSign)
    groupingSign = try container.decodeIfPresent(GroupingSign.self, forKey: .groupingSign)
    dateOrder = try container.decodeIfPresent(DateOrder.self, forKey: .dateOrder)
  }

  /// Writes what is stated.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encodeIfPresent(encoding, forKey: .encoding)
    try container.encodeIfPresent(delimiter, forKey: .delimiter)
    try container.encodeIfPresent(decimalSign, forKey: .decimalSign)
    try container.encodeIfPresent(groupingSign, forKey: .groupingSign)
    try container.encodeIfPresent(dateOrder, forKey: .dateOrder)
  }
}
