import CRMModel
import CRMStorage
import CSQLiteSettings
import GRDBSQLite

/// What a connection is for.
enum ConnectionRole: Hashable, Sendable {
  /// The one that writes, and the only one that moves pages from the log into the file.
  case writer
  /// One that reads, and never touches the file.
  case reader
}

/// The settings that our promises rest on.
///
/// Distributions build SQLite with different defaults, so nothing is left to them: each setting is made when a connection is opened,
/// and read back afterwards.
struct ConnectionSettings: Sendable {
  /// A setting with a whole number for a value.
  struct Pragma: Sendable {
    let name: StaticString
    let value: Int64
  }

  let role: ConnectionRole
  let durability: Durability
  let busyTimeout: TimeSpan

  /// How long a call inside a transaction waits for a lock, in milliseconds; the begin of one waits outside SQLite.
  var busyMilliseconds: Int32 {
    let asked = Int32(clamping: max(0, busyTimeout.microseconds) / 1000)
    let doubled = asked.multipliedReportingOverflow(by: 2)
    return role == .writer ? asked : doubled.overflow ? .max : doubled.partialValue
  }

  /// The size above which the log is cut down, in bytes.
  static let logLimit: Int64 = 64 << 20

  var pragmas: [Pragma] {
    let isWriter = role == .writer
    return [
      // GRDB makes this NORMAL on its own after it has opened a connection in WAL mode.
      Pragma(name: "synchronous", value: durability == .full ? 2 : 1),
      Pragma(name: "wal_autocheckpoint", value: isWriter ? 1000 : 0),
      Pragma(name: "journal_size_limit", value: Self.logLimit),
      Pragma(name: "foreign_keys", value: 1),
      Pragma(name: "recursive_triggers", value: 1),
      Pragma(name: "trusted_schema", value: 0),
      Pragma(name: "cell_size_check", value: 1),
      Pragma(name: "secure_delete", value: 1),
      Pragma(name: "mmap_size", value: 0),
      Pragma(name: "cache_size", value: -32_000),
      // A savepoint keeps copies of pages: the writer keeps them in memory. Readers may sort more than fits there.
      Pragma(name: "temp_store", value: isWriter ? 2 : 1),
      // Without effect outside Darwin, where a plain sync does not reach the disk.
      Pragma(name: "fullfsync", value: 1),
      Pragma(name: "checkpoint_fullfsync", value: 1),
      Pragma(name: "busy_timeout", value: Int64(busyMilliseconds)),
    ]
  }

  /// Switches of the connection itself: option and value.
  var switches: [(option: Int32, value: Int32)] {
    [
      (SQLITE_DBCONFIG_DEFENSIVE, 1),
      (SQLITE_DBCONFIG_DQS_DML, 0),
      (SQLITE_DBCONFIG_DQS_DDL, 0),
      (SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0),
      (SQLITE_DBCONFIG_ENABLE_TRIGGER, 0),
      (SQLITE_DBCONFIG_ENABLE_VIEW, 0),
      (SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, role == .reader ? 1 : 0),
    ]
  }

  /// The size of the longest value, in bytes: 256 MiB, well below the 1,000,000,000 that SQLite is built with, so that
  /// the change log takes the entry of a commit that changes a million rows with 250 bytes of old values in each. How
  /// long a text may be is for the layers above to say.
  static let valueLimit: Int32 = 256 << 20

  /// How much a statement may ask of SQLite: limit and value.
  var limits: [(limit: Int32, value: Int32)] {
    [
      (SQLITE_LIMIT_LENGTH, Self.valueLimit),
      (SQLITE_LIMIT_SQL_LENGTH, 1 << 20),
      (SQLITE_LIMIT_EXPR_DEPTH, 200),
      (SQLITE_LIMIT_COMPOUND_SELECT, 50),
      (SQLITE_LIMIT_VDBE_OP, 1_000_000),
      (SQLITE_LIMIT_FUNCTION_ARG, 32),
      // VACUUM INTO attaches the copy.
      (SQLITE_LIMIT_ATTACHED, 1),
      (SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 1_000),
      (SQLITE_LIMIT_VARIABLE_NUMBER, 32_766),
      (SQLITE_LIMIT_TRIGGER_DEPTH, 50),
    ]
  }

  /// Makes all settings of a connection.
  func apply(to connection: SQLiteConnection) throws {
    for (option, value) in switches {
      var current: Int32 = -1
      let code = crm_sqlite_db_config(connection.handle, option, value, &current)
      guard code == SQLITE_OK else { throw Self.mismatch("option \(option)") }
    }
    for (limit, value) in limits { sqlite3_limit(connection.handle, limit, value) }
    for pragma in pragmas {
      var sql = SQLText()
      sql.add("PRAGMA ")
      sql.add(pragma.name)
      sql.add(" = ")
      sql.add(pragma.value)
      try connection.run(sql)
    }
  }

  /// Reads all settings of a connection back.
  ///
  /// - Throws: ``EngineError`` `unsupported` if one is not what it should be.
  func verify(_ connection: SQLiteConnection) throws {
    for (option, value) in switches {
      var current: Int32 = -1
      let code = crm_sqlite_db_config(connection.handle, option, -1, &current)
      guard code == SQLITE_OK, current == value else { throw Self.mismatch("option \(option)") }
    }
    for (limit, value) in limits where sqlite3_limit(connection.handle, limit, -1) != value {
      throw Self.mismatch("limit \(limit)")
    }
    for pragma in pragmas {
      guard try connection.pragma(pragma.name) == .integer(pragma.value) else {
        throw Self.mismatch(pragma.name.description)
      }
    }
    // A copy that may only be read has no log.
    let mode = try connection.pragma("journal_mode", .text)
    guard mode == .text("wal") || (role == .reader && mode == .text("delete")) else {
      throw Self.mismatch("journal_mode")
    }
    guard try connection.pragma("encoding", .text) == .text("UTF-8") else { throw Self.mismatch("encoding") }
  }

  static func mismatch(_ name: String) -> EngineError {
    EngineError(.unsupported, .unsupported, "this build of SQLite does not keep the setting \(name)")
  }
}
