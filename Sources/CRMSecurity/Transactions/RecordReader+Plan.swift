import CRMModel
import CRMStorage

extension RecordReader {
  /// How the rows of a query would be found.
  func plan(_ query: Query, first count: Int?) throws(StoreError) -> QueryPlan {
    let (scan, found) = try enginePlan(query, first: count)
    guard let found else {
      return QueryPlan(entity: query.entity, path: .unknown, order: .none, estimatedRows: nil, advice: nil)
    }
    let path: QueryPlan.Path =
      switch found.path {
      case .ids: .ids
      case .table: .table
      case .index(let number): .index(try indexName(number, of: query.entity))
      }
    let order: QueryPlan.Order = scan.order.isEmpty ? .none : found.isSorted ? .sorted : .found
    return QueryPlan(
      entity: query.entity, path: path, order: order, estimatedRows: found.estimatedRows,
      advice: advice(query, order, scan))
  }

  /// What a page would need to begin at its first row.
  private func advice(_ query: Query, _ order: QueryPlan.Order, _ scan: RowScan) -> String? {
    guard order == .sorted, scan.limit != nil else { return nil }
    let fields = query.order.map(\.value.text).joined(separator: ", ")
    guard scan.order.allSatisfy(\.isOwnColumn) else {
      return "no index can have the order by \(fields), which is not kept in the record itself"
    }
    return "no index is followed in the order by \(fields): one that begins with what the condition fixes and goes on "
      + "with \(fields) would give the first rows at once"
  }
}

extension SortKey {
  /// Whether a column of the scan's own table is sorted by.
  fileprivate var isOwnColumn: Bool { if case .column(let column) = operand { column.source == 0 } else { false } }
}
