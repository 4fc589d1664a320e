/// A question to the store, as a value: it can be compared, stored, sent, shown as text and run on every engine.
///
/// A query names things as the schema does and holds values as they are; both are checked when it is run, and all problems are
/// told at once. ``EntityQuery`` is the same value with its entity's type.
public struct Query: Hashable, Sendable {
  /// The entity whose records are looked for.
  public var entity: EntityName
  /// What is returned; empty means every field of the entity.
  public var selection: [SelectTerm] = []
  /// Which records; nil means all.
  public var condition: Formula?
  /// What rows are grouped by. A query with groups or measures returns a row a group.
  public var groups: [GroupTerm] = []
  /// Which groups; only aggregates, groups and constants.
  public var having: Formula?
  /// In which order; ties are always broken by id, ascending.
  public var order: [OrderTerm] = []
  /// At most this many rows; nil means no limit.
  public var limit: Int?
  /// Whether deleted records are meant.
  public var scope: RecordScope = .live

  /// Every record of an entity.
  public init(_ entity: EntityName) { self.entity = entity }

  /// Whether rows are groups.
  public var isGrouped: Bool {
    !groups.isEmpty || having != nil || selection.contains { if case .aggregate = $0.value { true } else { false } }
  }
}

/// Which records of an entity a query means.
public enum RecordScope: String, Hashable, Sendable, Codable, CaseIterable {
  /// Those that are not deleted.
  case live
  /// Those in the recycle bin.
  case deleted
  /// Both.
  case all
}

/// One column of a result.
public struct SelectTerm: Hashable, Sendable {
  /// What is shown.
  public enum Value: Hashable, Sendable {
    /// A field, also of a parent.
    case field(FieldPath)
    /// The first day of the period that a date or moment lies in; only in a grouped query that groups by it.
    case bucket(FieldPath, PeriodUnit)
    /// A measure of a group.
    case aggregate(Aggregate)
  }

  /// What is shown.
  public var value: Value
  /// The column's name; nil means the text form of the value.
  public var alias: String?

  /// Names a column.
  public init(_ value: Value, as alias: String? = nil) {
    self.value = value
    self.alias = alias
  }
}

/// What rows are grouped by.
public struct GroupTerm: Hashable, Sendable {
  /// The field, also of a parent.
  public var field: FieldPath
  /// The period that dates or moments are gathered into; nil groups by the value itself.
  public var bucket: PeriodUnit?

  /// Names a grouping.
  public init(_ field: FieldPath, by bucket: PeriodUnit? = nil) {
    self.field = field
    self.bucket = bucket
  }
}

/// One sort key.
public struct OrderTerm: Hashable, Sendable {
  /// What is sorted by: a field, or in a grouped query also a measure.
  public var value: SelectTerm.Value
  /// The direction.
  public var direction: SortDirection
  /// Where null goes; it does not turn round with the direction.
  public var nulls: NullPlacement

  /// Names a sort key; nulls go last unless said otherwise.
  public init(_ value: SelectTerm.Value, _ direction: SortDirection = .ascending, nulls: NullPlacement = .last) {
    self.value = value
    self.direction = direction
    self.nulls = nulls
  }

  /// Sorts by a field; nulls go last unless said otherwise.
  public init(_ field: FieldPath, _ direction: SortDirection = .ascending, nulls: NullPlacement = .last) {
    self.init(.field(field), direction, nulls: nulls)
  }
}

/// The direction of a sort key.
public enum SortDirection: String, Hashable, Sendable, Codable, CaseIterable {
  /// Least first.
  case ascending = "asc"
  /// Greatest first.
  case descending = "desc"
}

/// Where rows without a value go.
public enum NullPlacement: String, Hashable, Sendable, Codable, CaseIterable {
  /// Before all values.
  case first
  /// After all values.
  case last
}
