import CRMModel
import GRDBSQLite

extension CellRow {
  /// Takes the current row of a statement that selects the id and then the columns.
  @inline(__always)
  mutating func take(_ statement: OpaquePointer) {
    id = sqlite3_column_int64(statement, 0)
    for position in kinds.indices {
      let column = Int32(truncatingIfNeeded: position &+ 1)
      switch kinds[position] {
      case .integer:
        let value = sqlite3_column_int64(statement, column)
        // Null reads as 0, so only a 0 has to be looked at twice.
        let isNull = value == 0 && sqlite3_column_type(statement, column) == SQLITE_NULL
        set(isNull ? nil : value, at: position)
      case .real:
        let value = sqlite3_column_double(statement, column)
        let isNull = value == 0 && sqlite3_column_type(statement, column) == SQLITE_NULL
        set(isNull ? nil : value, at: position)
      case .text:
        guard let start = sqlite3_column_text(statement, column) else {
          set(nil as String?, at: position)
          continue
        }
        let count = Int(sqlite3_column_bytes(statement, column))
        set(String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self), at: position)
      }
    }
  }
}
