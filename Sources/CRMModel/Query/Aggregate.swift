/// A measure over the rows of a group.
public struct Aggregate: Hashable, Sendable, Codable {
  /// How values are brought together.
  public enum Function: String, Hashable, Sendable, Codable, CaseIterable {
    /// How many rows (no field) or how many rows where the field is not null.
    case count
    /// How many different values, nulls aside.
    case distinct = "count_distinct"
    /// The exact sum, nulls aside; null for no values. Over the range of the type is an error.
    case sum
    /// The exact sum divided by the count, rounded half to even: money to its minor unit, numbers to six more decimals than the field's.
    case average = "avg"
    /// The least value, nulls aside.
    case minimum = "min"
    /// The greatest value, nulls aside.
    case maximum = "max"
  }

  /// How values are brought together.
  public var function: Function
  /// The field measured; nil only for counting rows.
  public var field: FieldPath?

  /// Names a measure.
  public init(_ function: Function, _ field: FieldPath? = nil) {
    self.function = function
    self.field = field
  }

  /// How many rows.
  public static var count: Aggregate { Aggregate(.count) }
}
