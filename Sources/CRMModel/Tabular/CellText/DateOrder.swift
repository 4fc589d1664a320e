/// The order of day, month and year in a date of digits.
public enum DateOrder: String, Hashable, Sendable, Codable, CaseIterable {
  /// `31/12/2025`
  case dmy
  /// `12/31/2025`
  case mdy
  /// `2025/12/31`
  case ymd
}
