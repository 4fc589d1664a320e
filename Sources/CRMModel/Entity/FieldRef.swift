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
  /// Whether two fields are equal.
  public static func == (lhs: Self, rhs: FieldRef<V>) -> Condition { .compare(.equal, lhs.formula, rhs.formula) }
  /// Whether two fields differ.
  public static func != (lhs: Self, rhs: FieldRef<V>) -> Condition { .compare(.notEqual, lhs.formula, rhs.formula) }

  /// Whether the field is one of several values; null where the field is null.
  public func isIn(_ values: [V.Base]) -> Condition { .isIn(formula, values.map(\.fieldValue)) }
  /// Whether the field has no value.
  public var isNull: Condition { .isNull(formula) }
  /// Whether the field has a value.
  public var isNotNull: Condition { .not(.isNull(formula)) }
}

extension FieldRef where V.Base: OrderedField {
  /// Whether the field is less than a value.
  public static func < (lhs: Self, rhs: V.Base) -> Condition { lhs.compare(.less, rhs) }
  /// Whether the field is at most a value.
  public static func <= (lhs: Self, rhs: V.Base) -> Condition { lhs.compare(.lessOrEqual, rhs) }
  /// Whether the field is greater than a value.
  public static func > (lhs: Self, rhs: V.Base) -> Condition { lhs.compare(.greater, rhs) }
  /// Whether the field is at least a value.
  public static func >= (lhs: Self, rhs: V.Base) -> Condition { lhs.compare(.greaterOrEqual, rhs) }
  /// Whether the field is less than another.
  public static func < (lhs: Self, rhs: FieldRef<V>) -> Condition { .compare(.less, lhs.formula, rhs.formula) }
  /// Whether the field is at most another.
  public static func <= (lhs: Self, rhs: FieldRef<V>) -> Condition { .compare(.lessOrEqual, lhs.formula, rhs.formula) }
  /// Whether the field lies between two values, both inclusive.
  public func isBetween(_ low: V.Base, _ high: V.Base) -> Condition {
    .between(formula, .literal(low.fieldValue), .literal(high.fieldValue))
  }

  private func compare(_ comparison: Comparison, _ value: V.Base) -> Condition {
    .compare(comparison, formula, .literal(value.fieldValue))
  }
}

extension FieldRef where V.Base == String {
  /// Whether the text contains another, case and accents aside.
  public func contains(_ text: String) -> Condition { .textMatch(.contains, formula, text) }
  /// Whether the text begins with another, case and accents aside.
  public func starts(with text: String) -> Condition { .textMatch(.startsWith, formula, text) }
}

extension FieldRef where V.Base == Bool {
  /// Whether the field is false; null where it is null.
  public static prefix func ! (operand: Self) -> Condition { .not(operand.condition) }
  /// Whether both hold.
  public static func && (lhs: Condition, rhs: Self) -> Condition { lhs && rhs.condition }
  /// Whether both hold.
  public static func && (lhs: Self, rhs: Condition) -> Condition { lhs.condition && rhs }
  /// Whether either holds.
  public static func || (lhs: Condition, rhs: Self) -> Condition { lhs || rhs.condition }
  /// Whether either holds.
  public static func || (lhs: Self, rhs: Condition) -> Condition { lhs.condition || rhs }

  /// Whether the field is true; null where it is null.
  public var condition: Condition { .compare(.equal, formula, .literal(.boolean(true))) }
}

extension FieldRef where V.Base: MomentField {
  /// Whether the date or moment lies in a period such as `.this(.quarter)`, by the workspace's zone and fiscal calendar.
  public func isDuring(_ period: RelativePeriod) -> Condition { .during(path, period) }
}

extension FieldRef where V.Base == ZonedInterval {
  /// The beginning.
  public var start: FieldRef<Instant?> { FieldRef<Instant?>(path: path.appending(FieldPath("start"))) }
  /// The end, not part of it.
  public var end: FieldRef<Instant?> { FieldRef<Instant?>(path: path.appending(FieldPath("end"))) }
  /// End less start.
  public var length: FieldRef<TimeSpan?> { FieldRef<TimeSpan?>(path: path.appending(FieldPath("length"))) }
}

extension FieldRef where V.Base == InstantInterval {
  /// The beginning.
  public var start: FieldRef<Instant?> { FieldRef<Instant?>(path: path.appending(FieldPath("start"))) }
  /// The end, not part of it.
  public var end: FieldRef<Instant?> { FieldRef<Instant?>(path: path.appending(FieldPath("end"))) }
  /// End less start.
  public var length: FieldRef<TimeSpan?> { FieldRef<TimeSpan?>(path: path.appending(FieldPath("length"))) }
}

extension FieldRef where V.Base == PersonName {
  /// The family name.
  public var last: FieldRef<String?> { FieldRef<String?>(path: path.appending(FieldPath("last"))) }
  /// The given name.
  public var first: FieldRef<String?> { FieldRef<String?>(path: path.appending(FieldPath("first"))) }
}

extension FieldRef where V.Base == PostalAddress {
  /// The city.
  public var city: FieldRef<String?> { FieldRef<String?>(path: path.appending(FieldPath("city"))) }
  /// The region or state.
  public var region: FieldRef<String?> { FieldRef<String?>(path: path.appending(FieldPath("region"))) }
  /// The postal code.
  public var postalCode: FieldRef<String?> { FieldRef<String?>(path: path.appending(FieldPath("postal_code"))) }
  /// The country.
  public var country: FieldRef<String?> { FieldRef<String?>(path: path.appending(FieldPath("country"))) }
}

extension FieldRef where V.Base == GeoPoint {
  /// Whether the place is nearer to a point than a distance in metres.
  public func isWithin(metres: Int, of point: GeoPoint) -> Condition {
    .compare(.less, .distance(path, point), .literal(.integer(Int64(metres))))
  }
}

/// A field type with an order.
public protocol OrderedField: FieldRepresentable {}

/// A field type that is a point on the calendar.
public protocol MomentField: OrderedField {}

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
}

/// The records of an entity that point to a record.
public struct ChildrenRef<C: Entity>: Sendable {
  let path: RelatedPath

  init(path: RelatedPath) { self.path = path }

  /// The far side of a relationship made of two references of `J`.
  init<J: Entity>(through reference: PartialKeyPath<J>, to far: PartialKeyPath<J>) {
    path = RelatedPath(J.name, J.fieldName(reference), through: J.fieldName(far))
  }

  /// Whether at least one meets the condition.
  public func any(_ condition: (Fields<C>) -> Condition) -> Condition { .related(.any, path, condition(Fields())) }
  /// Whether every one meets the condition; true for none.
  public func all(_ condition: (Fields<C>) -> Condition) -> Condition { .related(.all, path, condition(Fields())) }
  /// Whether not one meets the condition.
  public func none(_ condition: (Fields<C>) -> Condition) -> Condition { .related(.none, path, condition(Fields())) }
  /// How many meet the condition.
  public func count(_ condition: (Fields<C>) -> Condition) -> CountRef {
    CountRef(formula: .count(path, condition(Fields())))
  }
  /// How many there are.
  public var count: CountRef { CountRef(formula: .count(path, nil)) }
  /// Whether there is none.
  public var isEmpty: Condition { .related(.none, path, nil) }
}

/// How many related records there are, to be compared.
public struct CountRef: Sendable {
  let formula: Formula

  /// Whether the count is this.
  public static func == (lhs: Self, rhs: Int) -> Condition { lhs.compare(.equal, rhs) }
  /// Whether the count is not this.
  public static func != (lhs: Self, rhs: Int) -> Condition { lhs.compare(.notEqual, rhs) }
  /// Whether the count is less.
  public static func < (lhs: Self, rhs: Int) -> Condition { lhs.compare(.less, rhs) }
  /// Whether the count is at most this.
  public static func <= (lhs: Self, rhs: Int) -> Condition { lhs.compare(.lessOrEqual, rhs) }
  /// Whether the count is greater.
  public static func > (lhs: Self, rhs: Int) -> Condition { lhs.compare(.greater, rhs) }
  /// Whether the count is at least this.
  public static func >= (lhs: Self, rhs: Int) -> Condition { lhs.compare(.greaterOrEqual, rhs) }

  private func compare(_ comparison: Comparison, _ value: Int) -> Condition {
    .compare(comparison, formula, .literal(.integer(Int64(value))))
  }
}
