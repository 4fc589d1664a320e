import GRDBSQLite

/// What SQLite answered when it would not do something.
public struct HandError: Error {
  /// SQLite's words.
  public let message: String

  init(_ connection: OpaquePointer?) { message = String(cString: sqlite3_errmsg(connection)) }
}

/// A prepared statement with the cells of its row.
final class HandStatement {
  let handle: OpaquePointer
  private let connection: OpaquePointer
  /// The texts of the row that is bound, where SQLite reads them.
  private let texts = UnsafeMutablePointer<CChar>.allocate(capacity: HandStatement.room)
  private var used = 0
  private static let room = 16_384

  init(_ sql: String, on connection: OpaquePointer) throws {
    var statement: OpaquePointer?
    guard sqlite3_prepare_v3(connection, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &statement, nil) == SQLITE_OK,
      let statement
    else { throw HandError(connection) }
    handle = statement
    self.connection = connection
  }

  deinit {
    sqlite3_finalize(handle)
    texts.deallocate()
  }

  /// Whether there is another row.
  @inline(__always)
  func step() throws -> Bool {
    switch sqlite3_step(handle) {
    case SQLITE_ROW: return true
    case SQLITE_DONE: return false
    default: throw HandError(connection)
    }
  }

  func reset() {
    sqlite3_reset(handle)
    used = 0
  }

  func run() throws {
    defer { reset() }
    _ = try step()
  }

  @inline(__always)
  func bind(_ value: Int64, _ parameter: Int32) { sqlite3_bind_int64(handle, parameter, value) }

  @inline(__always)
  func bind(_ value: Int64?, _ parameter: Int32) {
    if let value { sqlite3_bind_int64(handle, parameter, value) } else { sqlite3_bind_null(handle, parameter) }
  }

  /// Binds a text; the texts of a row have no more than 16 KiB together.
  @inline(__always)
  func bind(_ value: String?, _ parameter: Int32) {
    guard var value, used + value.utf8.count <= HandStatement.room else {
      sqlite3_bind_null(handle, parameter)
      return
    }
    let start = texts + used
    let count = value.utf8.count
    value.withUTF8 { bytes in
      if let source = bytes.baseAddress { UnsafeMutableRawPointer(start).copyMemory(from: source, byteCount: count) }
    }
    // No destructor and no copy: the bytes stay where they are until the row is written.
    sqlite3_bind_text(handle, parameter, start, Int32(count), nil)
    used += count
  }

  @inline(__always)
  func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(handle, column) }

  @inline(__always)
  func integerOrNil(_ column: Int32) -> Int64? {
    let value = sqlite3_column_int64(handle, column)
    // Null reads as 0, so only a 0 has to be looked at twice.
    return value == 0 && sqlite3_column_type(handle, column) == SQLITE_NULL ? nil : value
  }

  @inline(__always)
  func text(_ column: Int32) -> String? {
    guard let start = sqlite3_column_text(handle, column) else { return nil }
    let count = Int(sqlite3_column_bytes(handle, column))
    return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
  }
}
