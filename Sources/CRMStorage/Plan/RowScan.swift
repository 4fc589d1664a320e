package import CRMModel

/// Which rows of a table to read, in which order, and which columns of them.
public struct RowScan: Hashable, Sendable {
  /// The tables read: source 0 is the one whose rows are returned, the others are parents found by reference.
  public var sources: [Source]
  /// Only rows with one of these ids; nil means any. Rows come in the order of ``order``, not of this list.
  public var ids: [Int64]?
  /// Only rows where this is true.
  public var filter: Filter?
  /// The sort keys, most significant first. An engine adds the row's id, ascending, as the last; no keys at all means by id.
  public var order: [SortKey]
  /// At most this many rows.
  public var limit: Int?
  /// The columns returned, in this order.
  public var columns: [ColumnRef]

  /// Describes a scan.
  public init(
    sources: [Source], ids: [Int64]? = nil, filter: Filter? = nil, order: [SortKey] = [], limit: Int? = nil,
    columns: [ColumnRef]
  ) {
    self.sources = sources
    self.ids = ids
    self.filter = filter
    self.order = order
    self.limit = limit
    self.columns = columns
  }
}

extension RowScan {
  /// What leads to one row at once.
  package enum Lookup: Hashable, Sendable {
    /// The id.
    case id(Int64)
    /// A value in a column, of a row that is not deleted.
    case value(Int32, Scalar)
  }

  /// What the scan looks up and nothing else, if it is one of the commonest scans there are; engines keep what serves them.
  package var lookup: Lookup? {
    guard sources.count == 1, order.isEmpty, limit == nil else { return nil }
    if let ids { return ids.count == 1 && filter == nil ? .id(ids[0]) : nil }
    guard case .and(let terms)? = filter, terms.count == 2, terms[0] == IndexPlan.liveRows,
      case .compare(.column(let column), .equal, .literal(let value)) = terms[1], column.source == 0, !value.isNull
    else { return nil }
    return .value(column.column, value)
  }
}

/// One sort key of a scan.
public struct SortKey: Hashable, Sendable {
  /// What is sorted by.
  public var operand: Operand
  /// Whether the greatest comes first.
  public var isDescending: Bool
  /// Whether nulls come before everything else, whatever the direction.
  public var nullsFirst: Bool

  /// Names a sort key.
  public init(_ operand: Operand, isDescending: Bool = false, nullsFirst: Bool = false) {
    self.operand = operand
    self.isDescending = isDescending
    self.nullsFirst = nullsFirst
  }
}
