/// A field whose type only the schema knows.
public struct AnyFieldRef: Sendable {
  /// The way to the field.
  public let path: FieldPath

  /// The field as a formula.
  public var formula: Formula { .field(path) }

  /// Whether the field equals a value; null asks whether it is null.
  public static func == (lhs: Self, rhs: FieldValue) -> Condition {
    rhs.isNull ? .isNull(lhs.formula) : .compare(.equal, lhs.formula, .literal(rhs))
  }
  /// Whether the field differs from a value; null asks whether it is not null.
  public static func != (lhs: Self, rhs: FieldValue) -> Condition {
    rhs.isNull ? .not(.isNull(lhs.formula)) : .compare(.notEqual, lhs.formula, .literal(rhs))
  }
  /// Whether the field is less than a value.
  public static func < (lhs: Self, rhs: FieldValue) -> Condition { .compare(.less, lhs.formula, .literal(rhs)) }
  /// Whether the field is at most a value.
  public static func <= (lhs: Self, rhs: FieldValue) -> Condition { .compare(.lessOrEqual, lhs.formula, .literal(rhs)) }
  /// Whether the field is greater than a value.
  public static func > (lhs: Self, rhs: FieldValue) -> Condition { .compare(.greater, lhs.formula, .literal(rhs)) }
  /// Whether the field is at least a value.
  public static func >= (lhs: Self, rhs: FieldValue) -> Condition {
    .compare(.greaterOrEqual, lhs.formula, .literal(rhs))
  }
  /// Whether the field is one of several values.
  public func isIn(_ values: [FieldValue]) -> Condition { .isIn(formula, values) }
  /// Whether the multiple picklist holds a code.
  public func includes(_ code: String) -> Condition { .includes(path, code) }
  /// Whether the text contains another, case and accents aside.
  public func contains(_ text: String) -> Condition { .textMatch(.contains, formula, text) }
  /// Whether the field has no value.
  public var isNull: Condition { .isNull(formula) }
  /// Whether the field has a value.
  public var isNotNull: Condition { .not(.isNull(formula)) }

  /// The same field as one of a type that the program knows, to be selected, sorted, grouped and compared like others.
  ///
  ///     Account.query.order(by: { $0.custom["tier"].as(String.self) })
  public func `as`<V: FieldRepresentable>(_ type: V.Type) -> FieldRef<V.Base?> { FieldRef<V.Base?>(path: path) }
}
