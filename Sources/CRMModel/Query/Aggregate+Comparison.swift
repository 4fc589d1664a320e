extension Aggregate {
  /// Whether the measure equals a value: a condition for ``Query/having(_:)``, as in `Aggregate.count == 1`.
  public static func == (lhs: Self, rhs: FieldValue) -> Condition { lhs.compare(.equal, rhs) }
  /// Whether the measure differs from a value; null where it is null.
  public static func != (lhs: Self, rhs: FieldValue) -> Condition { lhs.compare(.notEqual, rhs) }
  /// Whether the measure is less than a value.
  public static func < (lhs: Self, rhs: FieldValue) -> Condition { lhs.compare(.less, rhs) }
  /// Whether the measure is at most a value.
  public static func <= (lhs: Self, rhs: FieldValue) -> Condition { lhs.compare(.lessOrEqual, rhs) }
  /// Whether the measure is greater than a value.
  public static func > (lhs: Self, rhs: FieldValue) -> Condition { lhs.compare(.greater, rhs) }
  /// Whether the measure is at least a value.
  public static func >= (lhs: Self, rhs: FieldValue) -> Condition { lhs.compare(.greaterOrEqual, rhs) }

  private func compare(_ comparison: Comparison, _ value: FieldValue) -> Condition {
    .compare(comparison, .aggregate(self), .literal(value))
  }
}
