/// A field type with an order.
public protocol OrderedField: FieldRepresentable {}

/// A field type that is a point on the calendar.
public protocol MomentField: OrderedField {}

extension FieldRef where V.Base: OrderedField {
  /// Whether the field is less than a value.
  public static func < (lhs: Self, rhs: V.Base) -> Condition { lhs.compare(.less, rhs) }
  /// Whether the field is at most a value.
  public static func <= (lhs: Self, rhs: V.Base) -> Condition { lhs.compare(.lessOrEqual, rhs) }
  /// Whether the field is greater than a value.
  public static func > (lhs: Self, rhs: V.Base) -> Condition { lhs.compare(.greater, rhs) }
  /// Whether the field is at least a value.
  public static func >= (lhs: Self, rhs: V.Base) -> Condition { lhs.compare(.greaterOrEqual, rhs) }
  /// Whether the field is less than another; null where either is null.
  public static func < <W>(lhs: Self, rhs: FieldRef<W>) -> Condition where W.Base == V.Base {
    .compare(.less, lhs.formula, rhs.formula)
  }
  /// Whether the field is at most another; null where either is null.
  public static func <= <W>(lhs: Self, rhs: FieldRef<W>) -> Condition where W.Base == V.Base {
    .compare(.lessOrEqual, lhs.formula, rhs.formula)
  }
  /// Whether the field is greater than another; null where either is null.
  public static func > <W>(lhs: Self, rhs: FieldRef<W>) -> Condition where W.Base == V.Base {
    .compare(.greater, lhs.formula, rhs.formula)
  }
  /// Whether the field is at least another; null where either is null.
  public static func >= <W>(lhs: Self, rhs: FieldRef<W>) -> Condition where W.Base == V.Base {
    .compare(.greaterOrEqual, lhs.formula, rhs.formula)
  }
  /// Whether the field lies between two values, both inclusive.
  public func isBetween(_ low: V.Base, _ high: V.Base) -> Condition {
    .between(formula, .literal(low.fieldValue), .literal(high.fieldValue))
  }

  private func compare(_ comparison: Comparison, _ value: V.Base) -> Condition {
    .compare(comparison, formula, .literal(value.fieldValue))
  }
}
