internal import CRMModel
internal import CRMStorage

/// Everything an oracle knows at one moment. Copying it is a snapshot.
struct OracleState: Sendable {
  var tables: [TableID: OracleTable] = [:]
  var metadata: [String: String] = [:]
  var log: [LogRecord] = []
  var lastSequence: Int64 = 0

  /// The table of a number.
  func table(_ id: TableID) throws -> OracleTable {
    guard let table = tables[id] else { throw EngineError.noSuchLayout("there is no such table", table: id) }
    return table
  }

  /// Throws unless a table has a column.
  func checkColumn(_ column: Int32, of table: TableID) throws {
    guard try self.table(table).layout.kind(of: column) != nil else {
      throw EngineError.noSuchLayout("there is no such column", table: table)
    }
  }
}

/// One table: its layout, and for every id the cells that are not null.
struct OracleTable: Sendable {
  var layout: TableLayout
  var rows: [Int64: [Int32: Scalar]] = [:]

  /// The row of an id, if it is there.
  func row(_ id: Int64) -> OracleRow? { rows[id].map { OracleRow(id: id, cells: $0) } }

  /// All rows, by id.
  var sortedRows: [OracleRow] { rows.keys.sorted().compactMap(row) }
}

/// One row with its key.
struct OracleRow: Sendable {
  var id: Int64
  var cells: [Int32: Scalar]

  /// A cell; column 0 is the key.
  subscript(column: Int32) -> Scalar { column == 0 ? .integer(id) : cells[column] ?? .null }
}
