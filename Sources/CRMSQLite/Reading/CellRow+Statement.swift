import CRMModel
import GRDBSQLite

extension CellRow {
  /// Takes the current row of a statement that selects the id and then the columns.
  ///
  /// Texts are lent: their bytes are SQLite's and are gone when the statement is stepped or reset.
  @inline(__always)
  mutating func take(_ statement: OpaquePointer) {
    id = sqlite3_column_int64(statement, 0)
    for position in 0..<count {
      // One look at the row for all that is asked of a cell; no other thread has the connection, as such a value asks for.
      let value = sqlite3_column_value(statement, Int32(truncatingIfNeeded: position &+ 1))
      switch kinds[position] {
      case .integer:
        let number = sqlite3_value_int64(value)
        // Null reads as 0, so only a 0 has to be looked at twice.
        set(number == 0 && sqlite3_value_type(value) == SQLITE_NULL ? nil : number, at: position)
      case .real:
        let number = sqlite3_value_double(value)
        set(number == 0 && sqlite3_value_type(value) == SQLITE_NULL ? nil : number, at: position)
      case .text:
        guard let start = sqlite3_value_text(value) else {
          set(nil as String?, at: position)
          continue
        }
        lend(UnsafeBufferPointer(start: start, count: Int(sqlite3_value_bytes(value))), at: position)
      }
    }
  }
}
