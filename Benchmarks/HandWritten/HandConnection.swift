import GRDBSQLite

/// A connection with the settings that the library's have.
final class HandConnection {
  let handle: OpaquePointer

  /// Opens a file for writing or for reading.
  init(_ path: String, isWriter: Bool, isFull: Bool) throws {
    var connection: OpaquePointer?
    let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX
    let code = sqlite3_open_v2(path, &connection, flags, nil)
    guard let connection else { throw HandError(nil) }
    handle = connection
    guard code == SQLITE_OK else { throw HandError(connection) }
    try run("PRAGMA journal_mode = WAL")
    try run("PRAGMA synchronous = \(isFull ? 2 : 1)")
    try run("PRAGMA wal_autocheckpoint = \(isWriter ? 1_000 : 0)")
    try run("PRAGMA journal_size_limit = \(64 << 20)")
    try run("PRAGMA cell_size_check = 1")
    try run("PRAGMA secure_delete = 1")
    try run("PRAGMA mmap_size = 0")
    try run("PRAGMA cache_size = -32000")
    try run("PRAGMA temp_store = \(isWriter ? 2 : 1)")
  }

  deinit { sqlite3_close_v2(handle) }

  func run(_ sql: String) throws {
    if sqlite3_exec(handle, sql, nil, nil, nil) != SQLITE_OK { throw HandError(handle) }
  }
}
