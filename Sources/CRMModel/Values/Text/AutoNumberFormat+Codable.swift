extension AutoNumberFormat: Codable {
  private enum CodingKeys: String, CodingKey {
    case prefix, padding, yearlyReset = "yearly_reset"
  }

  /// Reads a format; `yearly_reset` may be missing.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      prefix: values.decode(String.self, forKey: .prefix),
      padding: values.decode(Int.self, forKey: .padding),
      yearlyReset: values.decodeIfPresent(Bool.self, forKey: .yearlyReset) ?? false)
  }

  /// Writes the format.
  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(prefix, forKey: .prefix)
    try values.encode(padding, forKey: .padding)
    try values.encode(yearlyReset, forKey: .yearlyReset)
  }
}

extension AutoNumberFormat: ExpressibleByStringLiteral {
  /// A format written as its pattern: `"CASE-00000"` has the prefix `CASE-` and five digits, `"INV-{yyyy}-0000"` starts again each year.
  ///
  /// Zeros at the end are the digits, 1...12 of them; a pattern without any has one. A pattern against the rules, such as
  /// `"INV-{YYYY}-0000"`, makes a format that no schema takes: installing it, or adding the field at run time, is refused
  /// with the code that ``init(prefix:padding:yearlyReset:)`` throws.
  public init(stringLiteral pattern: String) {
    let digits = pattern.reversed().prefix { $0 == "0" }.prefix(12).count
    let prefix = String(pattern.dropLast(digits))
    let namesYear = prefix.contains("{yyyy}") || prefix.contains("{yy}")
    do throws(ValueError) {
      self = try AutoNumberFormat(prefix: prefix, padding: max(digits, 1), yearlyReset: namesYear)
    } catch {
      self = AutoNumberFormat(refused: pattern, error)
    }
  }
}
