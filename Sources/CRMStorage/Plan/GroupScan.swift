public import CRMModel

/// Which rows to gather into groups, and what to measure of each.
public struct GroupScan: Hashable, Sendable {
  /// The tables read, as in ``RowScan/sources``.
  public var sources: [Source]
  /// Only rows where this is true.
  public var filter: Filter?
  /// What rows are grouped by; nulls form a group of their own. No keys: one group of all rows, even if there are none.
  public var keys: [GroupKey]
  /// What is measured.
  public var measures: [Measure]

  /// Describes a grouping.
  public init(sources: [Source], filter: Filter? = nil, keys: [GroupKey], measures: [Measure]) {
    self.sources = sources
    self.filter = filter
    self.keys = keys
    self.measures = measures
  }
}

/// What rows are grouped by.
public enum GroupKey: Hashable, Sendable {
  /// A column's value.
  case column(ColumnRef)
  /// The bucket that an integer column's value falls into.
  case bucket(ColumnRef, Bucketing)
}

/// What is measured of a group.
public enum Measure: Hashable, Sendable {
  /// How many rows.
  case rows
  /// How many rows where the column is not null.
  case values(ColumnRef)
  /// How many different values, nulls aside.
  case distinct(ColumnRef)
  /// The exact sum of an integer column and how many values it has.
  case sum(ColumnRef)
  /// The least value of an integer or text column, text by its UTF-8 bytes.
  case minimum(ColumnRef)
  /// The greatest value of an integer or text column, text by its UTF-8 bytes.
  case maximum(ColumnRef)
}

/// What a measure came to.
public enum MeasureValue: Hashable, Sendable {
  /// For ``Measure/rows``, ``Measure/values(_:)`` and ``Measure/distinct(_:)``.
  case count(Int64)
  /// For ``Measure/sum(_:)``: the exact sum, which cannot overflow, and the number of values.
  case sum(Int128, count: Int64)
  /// For ``Measure/minimum(_:)`` and ``Measure/maximum(_:)``; null if there are no values.
  case extremum(Scalar)
}

/// One group of a ``GroupScan``.
public struct GroupRow: Hashable, Sendable {
  /// The values of the keys, in the order asked.
  public var keys: [Scalar]
  /// The values of the measures, in the order asked.
  public var measures: [MeasureValue]

  /// Joins keys and measures.
  public init(keys: [Scalar], measures: [MeasureValue]) {
    self.keys = keys
    self.measures = measures
  }
}

/// How dates and moments are gathered into periods.
///
/// The bucket of a value is the first day of its period, as days since 1970-01-01; moments are first turned into dates in a zone.
public struct Bucketing: Hashable, Sendable {
  /// The length of a period.
  public var unit: PeriodUnit
  /// When quarters and years begin.
  public var calendar: FiscalCalendar
  /// For columns of moments: the zone whose dates count, and where its rules come from. Nil for columns of dates.
  public var zone: ZonedRules?

  /// A zone together with the data that give it meaning.
  public struct ZonedRules: Sendable, Hashable {
    /// The zone.
    public var id: ZoneID
    /// Where its rules come from.
    public var database: ZoneDatabase

    /// Joins a zone and its data.
    public init(id: ZoneID, database: ZoneDatabase) {
      self.id = id
      self.database = database
    }

    /// Zones are equal when their names are; one store has one database.
    public static func == (lhs: Self, rhs: Self) -> Bool { lhs.id == rhs.id }
    /// Feeds the name.
    public func hash(into hasher: inout Hasher) { hasher.combine(id) }
  }

  /// Describes periods.
  public init(unit: PeriodUnit, calendar: FiscalCalendar, zone: ZonedRules? = nil) {
    self.unit = unit
    self.calendar = calendar
    self.zone = zone
  }
}
