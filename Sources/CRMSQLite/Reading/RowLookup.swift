import CRMModel
import CRMStorage

/// What serves the look-up of one row by its id or a value, the commonest scans there are: compiled once, with its statement and its cells.
///
/// Only the holder of the connection may use it.
final class RowLookup {
  let table: TableID
  /// The column that is looked up by; 0 for the id.
  let key: Int32
  let columns: [ColumnRef]
  /// Whether it finds only what meets a filter: by its id alone, a row is found even if it is deleted.
  let isFiltered: Bool
  let kinds: [ColumnKind]
  let statement: PreparedStatement
  /// The cells that rows are put in; nil while a look-up is under way: another one then needs a statement and cells of its own.
  var cells: CellRow?

  init(_ scan: RowScan, key: Int32, _ statement: PreparedStatement, kinds: [ColumnKind]) {
    table = scan.sources[0].table
    self.key = key
    columns = scan.columns
    isFiltered = scan.filter != nil
    self.statement = statement
    self.kinds = kinds
    cells = CellRow(kinds: kinds)
  }

  /// Whether this serves a scan that looks a row up by a column.
  func serves(_ scan: RowScan, key: Int32) -> Bool {
    self.key == key && scan.sources[0].table == table && scan.columns == columns
      && (scan.filter != nil) == isFiltered
  }
}
