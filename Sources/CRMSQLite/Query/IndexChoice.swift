import CRMModel
import CRMStorage

/// From which index the rows of a scan with an order and a limit come.
///
/// SQLite keeps no figures of the tables here, so to it every value that a column is compared with is rare: it takes the index of that
/// column and sorts all that is found, for each page again. The rule instead, in this order:
///
/// 1. An index that begins with columns the filter fixes and goes on with the order has the rows one behind the other.
/// 2. Where the filter narrows another indexed column to few rows (``few(_:)``), those are taken and sorted.
/// 3. Otherwise the index with the order is walked until there are enough, and given up after ``longestWalk(_:)`` steps of SQLite's for what SQLite
///    would do.
///
/// Where no index has the order and the filter is about no indexed column, the table is read as it lies: SQLite would go through an index of
/// live rows and look each up. Everywhere else SQLite chooses.
struct IndexChoice {
  /// The index that has the order.
  let ordered: Int32
  /// Whether it holds nothing but rows whose fixed columns are right.
  let isExact: Bool
  /// The other indexes that the filter narrows, and what it says about their first column.
  let rivals: [(index: Int32, condition: Filter)]

  /// After how many instructions of SQLite's machine a walk for so many rows is given up: some 20,000 rows passed over.
  static func longestWalk(_ limit: Int) -> Int32 { Int32(clamping: 200_000 + min(limit, 1 << 20) * 200) }

  /// How many rows are so few that to sort them is quicker than to look for them in another order.
  static func few(_ limit: Int) -> Int { max(256, limit.multipliedReportingOverflow(by: 4).partialValue) }

  /// What there is to choose for a scan; nil if nothing.
  init?(_ scan: RowScan, _ layout: TableLayout) {
    guard let limit = scan.limit, limit > 0, limit <= 16_384, scan.ids == nil, !scan.order.isEmpty else { return nil }
    var order: [Int32] = []
    for key in scan.order {
      guard case .column(let column) = key.operand, column.source == 0 else { return nil }
      order.append(column.column)
    }
    let conditions = scan.filter?.conjuncts ?? []
    let fixed = Set(conditions.compactMap(\.fixedColumn))
    let whole = layout.indexes.filter { $0.filter == nil }
    if let exact = whole.first(where: {
      Self.leads($0.columns, to: order, past: fixed) && fixed.contains($0.columns[0])
    }
    ) {
      (ordered, isExact, rivals) = (exact.number, true, [])
      return
    }
    guard let walked = whole.first(where: { Self.leads($0.columns, to: order, past: []) }) else { return nil }
    (ordered, isExact) = (walked.number, false)
    rivals = layout.indexes.compactMap { index in
      // Of an index of some rows SQLite has to see that it holds all that are asked for; it does where they are those that are not deleted.
      guard let first = index.columns.first, first != order[0],
        index.filter.map({ $0 == IndexPlan.liveRows && conditions.contains($0) }) ?? true
      else { return nil }
      let about = conditions.filter { $0.narrowedColumn == first }
      return about.isEmpty ? nil : (index.number, .and(about + (index.filter?.conjuncts ?? [])))
    }
    if rivals.isEmpty { return nil }
  }

  /// Whether no index is of any use to a scan.
  static func isUseless(_ scan: RowScan, _ layout: TableLayout) -> Bool {
    guard scan.ids == nil, let key = scan.order.first else { return false }
    let firsts = layout.indexes.compactMap(\.columns.first)
    if case .column(let column) = key.operand, column.source == 0, column.column == 0 || firsts.contains(column.column)
    {
      return false
    }
    return (scan.filter?.conjuncts ?? []).allSatisfy { condition in
      if case .or = condition { return false }
      return condition.narrowedColumn.map { $0 != 0 && !firsts.contains($0) } ?? true
    }
  }

  /// What a filter says about the first column of an index, as far as it leads to rows; nil for nothing.
  static func conditions(_ filter: Filter?, about index: IndexLayout) -> Filter? {
    guard let first = index.columns.first else { return nil }
    let about = (filter?.conjuncts ?? []).filter { $0.narrowedColumn == first }
    return about.isEmpty ? nil : .and(about)
  }

  /// Whether an index has rows in an order, once its first columns are passed over that are fixed.
  private static func leads(_ columns: [Int32], to order: [Int32], past fixed: Set<Int32>) -> Bool {
    let rest = columns.drop { fixed.contains($0) && $0 != order[0] }
    return rest.first == order[0] && zip(rest, order).allSatisfy(==)
  }
}

extension Filter {
  /// The column of the scan's own table that must have one value; nil if the filter is no such condition.
  fileprivate var fixedColumn: Int32? {
    guard case .compare(.column(let column), .equal, .literal(let value)) = self, column.source == 0, !value.isNull
    else {
      return nil
    }
    return column.column
  }

  /// The column of the scan's own table whose index leads to the rows for which the filter is true; nil if there is none.
  fileprivate var narrowedColumn: Int32? {
    switch self {
    case .compare(.column(let column), let comparison, .literal):
      column.source == 0 && comparison != .notEqual ? column.column : nil
    case .isIn(.column(let column), let list): column.source == 0 && !list.isEmpty ? column.column : nil
    case .hasPrefix(.column(let column), _), .isNull(.column(let column)): column.source == 0 ? column.column : nil
    default: nil
    }
  }
}
