/// What a grouped query gives of each group and sorts by: a field or a period that it groups by (``FieldRef``, ``PeriodRef``), or a
/// measure (``MeasureRef``).
public protocol GroupedRef: Sendable {
  /// What it is of one group.
  associatedtype Value: FieldRepresentable

  /// The same without its type.
  var selected: SelectTerm.Value { get }
}

extension FieldRef: GroupedRef {
  /// The field's own type.
  public typealias Value = V
  /// The field as a column.
  public var selected: SelectTerm.Value { .field(path) }
}

extension MeasureRef: GroupedRef {
  /// What the measure gives.
  public typealias Value = V
  /// The measure as a column.
  public var selected: SelectTerm.Value { .aggregate(aggregate) }
}

/// The period that a date or moment lies in, told by its first day: `$0.closeDate.start(of: .quarter)`.
public struct PeriodRef: GroupedRef {
  /// The first day of the period; nil for records without a date.
  public typealias Value = CalendarDate?
  let path: FieldPath
  let unit: PeriodUnit
  /// The period as a column.
  public var selected: SelectTerm.Value { .bucket(path, unit) }
}

extension FieldRef where V.Base: MomentField {
  /// The period that the date or moment lies in, by the workspace's zone and fiscal calendar, to be grouped and sorted by.
  public func start(of unit: PeriodUnit) -> PeriodRef { PeriodRef(path: path, unit: unit) }
}
