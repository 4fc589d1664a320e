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
      case .columns: .columns
      case .index(let number): .index(try indexName(number, of: query.entity))
      }
    let order: QueryPlan.Order = scan.order.isEmpty ? .none : found.isSorted ? .sorted : .found
    return QueryPlan(
      entity: query.entity, path: path, order: order, estimatedRows: found.estimatedRows,
      advice: try advice(query, order, scan))
  }

  /// What a page would need to begin at its first row.
  private func advice(_ query: Query, _ order: QueryPlan.Order, _ scan: RowScan) throws(StoreError) -> String? {
    guard order == .sorted, scan.limit != nil else { return nil }
    let fields = query.order.map(\.value.text).joined(separator: ", ")
    let entity = try entityLayout(query.entity)
    for key in scan.order {
      switch key.operand {
      case .column(let column) where column.source == 0: break
      case .folded(let column) where column.source == 0:
        // An index on the field would bring the key with it by which it is sorted; other kinds of text never have one.
        if entity.fields.contains(where: { $0.schema.number == column.column && $0.canKeepKey }) { break }
        return "no index can have the order by \(fields): that of a text of this kind goes by letters without case, "
          + "which are not kept"
      default: return "no index can have the order by \(fields), which is not kept in the record itself"
      }
    }
    return "no index is followed in the order by \(fields): one that begins with what the condition fixes and goes on "
      + "with \(fields) would give the first rows at once"
  }
}

extension FieldLayout {
  /// Whether the field has a column for the key it is sorted by as soon as it is indexed.
  fileprivate var canKeepKey: Bool {
    switch type {
    case .text, .email: true
    default: false
    }
  }
}
