import CRMModel
import GRDB
import GRDBSQLite

/// A compiled statement of one connection, stepped through SQLite's own interface.
///
/// Only the holder of the connection may use it.
final class PreparedStatement {
  /// GRDB's statement, which finalizes the raw one.
  private let owner: Statement
  /// The raw statement.
  let handle: OpaquePointer
  /// What it was compiled from, the key under which it is kept.
  let sql: String

  init(_ owner: Statement, sql: String) {
    self.owner = owner
    self.sql = sql
    handle = owner.sqliteStatement
  }

  /// Goes on to the next row.
  ///
  /// - Returns: False at the end.
  /// - Throws: ``SQLiteFailure``; the statement is reset then.
  func step() throws -> Bool {
    let code = sqlite3_step(handle)
    if code == SQLITE_ROW { return true }
    if code == SQLITE_DONE { return false }
    let failure = SQLiteFailure(sqlite3_db_handle(handle))
    sqlite3_reset(handle)
    throw failure
  }

  /// Runs to the end.
  func run() throws {
    while try step() {}
    sqlite3_reset(handle)
  }

  /// Ends a run before its last row and makes the statement ready to be run again.
  ///
  /// - Throws: ``SQLiteFailure`` if what the statement did so far could not be kept.
  func end() throws {
    let code = sqlite3_reset(handle)
    if code != SQLITE_OK { throw SQLiteFailure(sqlite3_db_handle(handle)) }
  }

  /// Makes the statement ready to be run again.
  func reset() { sqlite3_reset(handle) }

  /// Forgets rows and bound values.
  func clear() {
    sqlite3_reset(handle)
    sqlite3_clear_bindings(handle)
  }

  func bind(_ value: Int64, at index: Int32) throws { try check(sqlite3_bind_int64(handle, index, value)) }

  func bind(_ value: Double, at index: Int32) throws { try check(sqlite3_bind_double(handle, index, value)) }

  func bindNull(at index: Int32) throws { try check(sqlite3_bind_null(handle, index)) }

  /// Binds a copy of a text, with its length: U+0000 ends nothing.
  func bind(_ value: String, at index: Int32) throws {
    var value = value
    let code = value.withUTF8 { bytes in
      // An empty buffer may have no address, which would bind null.
      guard let start = bytes.baseAddress else { return sqlite3_bind_text(handle, index, "", 0, Self.copied) }
      return start.withMemoryRebound(to: CChar.self, capacity: bytes.count) { start in
        sqlite3_bind_text64(handle, index, start, UInt64(bytes.count), Self.copied, UInt8(SQLITE_UTF8))
      }
    }
    try check(code)
  }

  /// Binds a copy of some bytes.
  func bind(_ value: [UInt8], at index: Int32) throws {
    let code = value.withUnsafeBytes { bytes in
      guard let start = bytes.baseAddress, !bytes.isEmpty else { return sqlite3_bind_zeroblob(handle, index, 0) }
      return sqlite3_bind_blob64(handle, index, start, UInt64(bytes.count), Self.copied)
    }
    try check(code)
  }

  func bind(_ value: Scalar, at index: Int32) throws {
    switch value {
    case .null: try bindNull(at: index)
    case .integer(let value): try bind(value, at: index)
    case .real(let value): try bind(value, at: index)
    case .text(let value): try bind(value, at: index)
    }
  }

  /// Binds an object that a function of ours reads; it is held until it is no longer bound.
  func bind(_ value: FunctionArgument, at index: Int32) throws {
    let pointer = Unmanaged.passRetained(value).toOpaque()
    // SQLite calls the destructor even if binding fails.
    try check(
      FunctionArgument.typeName.withPointer { name in
        sqlite3_bind_pointer(handle, index, pointer, name) { pointer in
          if let pointer { Unmanaged<FunctionArgument>.fromOpaque(pointer).release() }
        }
      })
  }

  private func check(_ code: Int32) throws {
    if code != SQLITE_OK { throw SQLiteFailure(sqlite3_db_handle(handle)) }
  }

  func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(handle, column) }

  func isNull(_ column: Int32) -> Bool { sqlite3_column_type(handle, column) == SQLITE_NULL }

  /// The text of a column, nil for null.
  func text(_ column: Int32) -> String? {
    guard let start = sqlite3_column_text(handle, column) else { return nil }
    let count = Int(sqlite3_column_bytes(handle, column))
    return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
  }

  /// The bytes of a column, empty for null.
  func bytes(_ column: Int32) -> [UInt8] {
    guard let start = sqlite3_column_blob(handle, column) else { return [] }
    return Array(UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, column))))
  }

  /// A cell of a column of a kind.
  func scalar(_ column: Int32, _ kind: ColumnKind) -> Scalar {
    if isNull(column) { return .null }
    switch kind {
    case .integer: return .integer(integer(column))
    case .real: return .real(sqlite3_column_double(handle, column))
    case .text: return text(column).map(Scalar.text) ?? .null
    }
  }

  // SQLITE_TRANSIENT is a C macro with a cast that Swift does not import.
  private static var copied: sqlite3_destructor_type { unsafeBitCast(-1, to: sqlite3_destructor_type.self) }
}
