/// A measure of a group of known type, to be returned, compared or sorted by: `$0.count`, `$0.amount.sum`.
///
/// `V` is Optional where there may be nothing to measure: a sum, average, least or greatest value of nothing is null, a count is 0.
public struct MeasureRef<V: FieldRepresentable>: Sendable {
  /// The same measure without its type.
  public let aggregate: Aggregate

  /// Whether the measure equals a value; null where it is null.
  public static func == (lhs: Self, rhs: V.Base) -> Condition { lhs.compare(.equal, rhs) }
  /// Whether the measure differs from a value; null where it is null.
  public static func != (lhs: Self, rhs: V.Base) -> Condition { lhs.compare(.notEqual, rhs) }
  /// Whether the measure is less than a value.
  public static func < (lhs: Self, rhs: V.Base) -> Condition { lhs.compare(.less, rhs) }
  /// Whether the measure is at most a value.
  public static func <= (lhs: Self, rhs: V.Base) -> Condition { lhs.compare(.lessOrEqual, rhs) }
  /// Whether the measure is greater than a value.
  public static func > (lhs: Self, rhs: V.Base) -> Condition { lhs.compare(.greater, rhs) }
  /// Whether the measure is at least a value.
  public static func >= (lhs: Self, rhs: V.Base) -> Condition { lhs.compare(.greaterOrEqual, rhs) }

  private func compare(_ comparison: Comparison, _ value: V.Base) -> Condition {
    .compare(comparison, .aggregate(aggregate), .literal(value.fieldValue))
  }
}

extension FieldRef {
  /// In a grouped query: how many records have a value here.
  public var count: MeasureRef<Int> { MeasureRef(aggregate: Aggregate(.count, path)) }
  /// In a grouped query: how many different values there are, nulls aside.
  public var distinctCount: MeasureRef<Int> { MeasureRef(aggregate: Aggregate(.distinct, path)) }
}

extension FieldRef where V.Base: SummableField {
  /// In a grouped query: the exact sum, nulls aside; nil for no values. Over the range of the type is an error.
  public var sum: MeasureRef<V.Base.Sum?> { MeasureRef(aggregate: Aggregate(.sum, path)) }
  /// In a grouped query: the sum divided by the count of values, rounded half to even: money to its minor unit, numbers to six more decimals.
  public var average: MeasureRef<V.Base.Average?> { MeasureRef(aggregate: Aggregate(.average, path)) }
}

extension FieldRef where V.Base: RangedField {
  /// In a grouped query: the least value, nulls aside; nil for no values.
  public var minimum: MeasureRef<V.Base.Bound?> { MeasureRef(aggregate: Aggregate(.minimum, path)) }
  /// In a grouped query: the greatest value, nulls aside; nil for no values.
  public var maximum: MeasureRef<V.Base.Bound?> { MeasureRef(aggregate: Aggregate(.maximum, path)) }
}

/// A field type whose values are added.
public protocol SummableField: FieldRepresentable {
  /// What a sum is.
  associatedtype Sum: FieldRepresentable = Self
  /// What an average is.
  associatedtype Average: FieldRepresentable = Self
}

/// A field type of whose values one is the least and one the greatest.
public protocol RangedField: FieldRepresentable {
  /// What the least and the greatest are.
  associatedtype Bound: FieldRepresentable = Self
}

extension Int: SummableField, RangedField {
  /// Whole numbers have averages with decimals.
  public typealias Average = ExactDecimal
}

extension Int64: SummableField, RangedField {
  /// Whole numbers have averages with decimals.
  public typealias Average = ExactDecimal
}

extension ExactDecimal: SummableField, RangedField {}

extension Percent: SummableField, RangedField {
  /// Sums of per cent points are numbers.
  public typealias Sum = ExactDecimal
  /// Averages of per cent points are numbers with more decimals.
  public typealias Average = ExactDecimal
}

extension Money: SummableField, RangedField {}
extension TimeSpan: SummableField, RangedField {}
extension TimeOfDay: RangedField {}
extension CalendarDate: RangedField {}
extension Instant: RangedField {}

extension ZonedDateTime: RangedField {
  /// Wall-clock times are compared by the moments they mean.
  public typealias Bound = Instant
}
