/// A field of known type in a condition, a sort key or a projection. `V` is Optional where the value may be missing.
public struct FieldRef<V: FieldRepresentable>: Sendable {
  /// The way to the field.
  public let path: FieldPath

  /// The field as a formula.
  public var formula: Formula { .field(path) }

  /// Whether the field equals a value; nil asks whether it is null.
  public static func == (lhs: Self, rhs: V.Base?) -> Condition {
    rhs.map { .compare(.equal, lhs.formula, .literal($0.fieldValue)) } ?? .isNull(lhs.formula)
  }
  /// Whether the field differs from a value; nil asks whether it is not null. Null where the field is null.
  public static func != (lhs: Self, rhs: V.Base?) -> Condition {
    rhs.map { .compare(.notEqual, lhs.formula, .literal($0.fieldValue)) } ?? .not(.isNull(lhs.formula))
  }
  /// Whether two fields are equal; null where either is null.
  public static func == <W>(lhs: Self, rhs: FieldRef<W>) -> Condition where W.Base == V.Base {
    .compare(.equal, lhs.formula, rhs.formula)
  }
  /// Whether two fields differ; null where either is null.
  public static func != <W>(lhs: Self, rhs: FieldRef<W>) -> Condition where W.Base == V.Base {
    .compare(.notEqual, lhs.formula, rhs.formula)
  }

  /// Whether the field is one of several values; null where the field is null.
  public func isIn(_ values: [V.Base]) -> Condition { .isIn(formula, values.map(\.fieldValue)) }
  /// Whether the field has no value.
  public var isNull: Condition { .isNull(formula) }
  /// Whether the field has a value.
  public var isNotNull: Condition { .not(.isNull(formula)) }
}

extension FieldRef where V.Base == String {
  /// Whether the text contains another, case and accents aside.
  public func contains(_ text: String) -> Condition { .textMatch(.contains, formula, text) }
  /// Whether the text begins with another, case and accents aside.
  public func starts(with text: String) -> Condition { .textMatch(.startsWith, formula, text) }
}

extension FieldRef {
  /// Whether the multiple picklist holds a code; null where it holds none at all.
  public func includes<Code: PicklistCode>(_ code: Code) -> Condition where V.Base == PicklistSet<Code> {
    .includes(path, code.rawValue)
  }
}

extension FieldRef where V.Base: MomentField {
  /// Whether the date or moment lies in a period such as `.this(.quarter)`, by the workspace's zone and fiscal calendar.
  public func isDuring(_ period: RelativePeriod) -> Condition { .during(path, period) }
}
