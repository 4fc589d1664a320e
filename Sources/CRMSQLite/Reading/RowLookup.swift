import CRMModel
import CRMStorage

/// The plan of a scan for one row by its id, the commonest there is: kept so that it need not be compiled each time.
struct RowLookup {
  let table: TableID
  let columns: [ColumnRef]
  let sql: String
  let kinds: [ColumnKind]

  /// Whether this is the plan of a scan.
  func serves(_ scan: RowScan) -> Bool {
    scan.sources.count == 1 && scan.sources[0].table == table && scan.ids?.count == 1 && scan.filter == nil
      && scan.limit == nil && scan.order.isEmpty && scan.columns == columns
  }
}
