import CRMModel
import CRMStorage
import GRDB
import GRDBSQLite

/// What SQLite said, before anybody knows which row it was about.
struct SQLiteFailure: Error {
  /// The extended result code.
  let code: Int32
  /// SQLite's words; names of our tables, never a value.
  let message: String

  init(code: Int32, message: String) {
    self.code = code
    self.message = message
  }

  /// The last failure of a connection.
  init(_ connection: OpaquePointer?) {
    code = sqlite3_extended_errcode(connection)
    message = sqlite3_errmsg(connection).map { String(cString: $0) } ?? ""
  }

  init(_ error: DatabaseError) {
    code = error.extendedResultCode.rawValue
    message = error.message ?? ""
  }

  /// The result code without its extension.
  var primaryCode: Int32 { code & 0xFF }

  var isBusy: Bool { primaryCode == SQLITE_BUSY || primaryCode == SQLITE_LOCKED }

  /// Whether rows of a unique index collided.
  var isUniqueViolation: Bool { code == SQLITE_CONSTRAINT | (8 << 8) }

  /// Whether rows of the same id collided.
  var isDuplicateKey: Bool { code == SQLITE_CONSTRAINT | (6 << 8) || code == SQLITE_CONSTRAINT | (10 << 8) }

  /// Whether a copy was not made because its file is not empty.
  var isFileInTheWay: Bool { code == SQLITE_ERROR && message == "output file already exists" }

  /// The failure as the engine reports it.
  var error: any Error {
    switch primaryCode {
    case SQLITE_INTERRUPT: CancellationError()
    case SQLITE_BUSY, SQLITE_LOCKED: EngineError(.busy, .busy, "another process holds the store")
    case SQLITE_FULL: EngineError(.internal, .diskFull, "the disk or the store's size limit is full")
    case SQLITE_IOERR, SQLITE_CANTOPEN, SQLITE_PERM, SQLITE_PROTOCOL:
      EngineError(.internal, .inputOutput, "reading or writing the store's files failed (\(code))")
    case SQLITE_CORRUPT: EngineError(.damaged, .damaged, "the store's file is damaged (\(code))")
    case SQLITE_NOTADB: EngineError.notAWorkspace
    case SQLITE_READONLY: EngineError(.forbidden, .readOnly, "the store's files may only be read (\(code))")
    case SQLITE_TOOBIG: EngineError(.invalid, "too_large", "a value or a query is larger than the store allows")
    case SQLITE_NOMEM: EngineError(.internal, .unexpected, "out of memory")
    case SQLITE_ERROR where isTooDeep:
      EngineError(.invalid, .tooDeep, "a condition nests too deep or has too many terms")
    default: EngineError(.internal, .unexpected, "SQLite \(code): \(message)")
    }
  }

  private var isTooDeep: Bool {
    message.hasPrefix("parser stack overflow") || message.hasPrefix("Expression tree is too large")
      || message.hasPrefix("too many SQL variables") || message.hasPrefix("at most ")
  }
}

extension EngineError {
  /// The file is no store of this library.
  static var notAWorkspace: EngineError {
    EngineError(.invalid, .notAWorkspace, "the file is not a workspace")
  }

  /// A connection was carried into a forked process.
  static var forked: EngineError {
    EngineError(.closed, .closed, "the store was opened in another process; a forked process must open it again")
  }
}

/// Runs `body`, turning what SQLite says into the engine's errors; other errors pass.
@inline(__always)
func reportingSQLite<T>(_ body: () throws -> T) throws -> T {
  do {
    return try body()
  } catch let failure as SQLiteFailure {
    throw failure.error
  } catch let error as DatabaseError {
    throw SQLiteFailure(error).error
  }
}
