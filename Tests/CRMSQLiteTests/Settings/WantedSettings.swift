import CRMModel
import CRMStorage
import CSQLiteSettings
import GRDBSQLite
import Testing

@testable import CRMSQLite

/// What section 1.4 of the reliability rules asks of a connection, written down anew: nothing here is taken from the
/// code under test.
struct WantedSetting: Sendable, CustomTestStringConvertible {
  /// How it is asked of SQLite.
  enum Kind: Sendable {
    case pragma(StaticString)
    case option(Int32)
    case limit(Int32)
  }

  let testDescription: String
  let kind: Kind
  /// What it is on the connection that writes and on those that read.
  let writer: Int64
  let reader: Int64
  /// Another value, which a connection must not be left with.
  let wrong: Int64

  init(_ name: StaticString, writer: Int64, reader: Int64, wrong: Int64) {
    testDescription = name.description
    kind = .pragma(name)
    (self.writer, self.reader, self.wrong) = (writer, reader, wrong)
  }

  init(_ name: StaticString, _ value: Int64, wrong: Int64) {
    self.init(name, writer: value, reader: value, wrong: wrong)
  }

  /// An option of the connection, which is on or off.
  init(option name: String, _ number: Int32, writer: Int64, reader: Int64) {
    testDescription = name
    kind = .option(number)
    (self.writer, self.reader) = (writer, reader)
    wrong = -1
  }

  init(limit name: String, _ number: Int32, _ value: Int64) {
    testDescription = name
    kind = .limit(number)
    (writer, reader, wrong) = (value, value, value - 1)
  }

  func wanted(_ role: ConnectionRole) -> Int64 { role == .writer ? writer : reader }

  /// What it is on a connection now.
  func found(_ connection: SQLiteConnection) throws -> Int64? {
    switch kind {
    case .pragma(let name): return try connection.pragma(name).integerValue
    case .option(let number):
      var current: Int32 = -1
      try #require(crm_sqlite_db_config(connection.handle, number, -1, &current) == SQLITE_OK)
      return Int64(current)
    case .limit(let number): return Int64(sqlite3_limit(connection.handle, number, -1))
    }
  }

  /// Gives a connection the other value.
  func spoil(_ connection: SQLiteConnection) throws {
    switch kind {
    case .pragma(let name):
      var sql = SQLText("PRAGMA ")
      sql.add(name)
      sql.add(" = ")
      sql.add(wrong)
      _ = try connection.first(sql)
    case .option(let number):
      let other: Int32 = try found(connection) == 1 ? 0 : 1
      var current: Int32 = -1
      try #require(crm_sqlite_db_config(connection.handle, number, other, &current) == SQLITE_OK)
    case .limit(let number): sqlite3_limit(connection.handle, number, Int32(clamping: wrong))
    }
  }

  /// The document's rows, in its order. `synchronous` is 2 (full) as the default of a store, and tested apart.
  static let listed: [WantedSetting] = [
    WantedSetting("synchronous", 2, wrong: 0),
    WantedSetting("fullfsync", 1, wrong: 0),
    WantedSetting("checkpoint_fullfsync", 1, wrong: 0),
    WantedSetting("wal_autocheckpoint", writer: 1000, reader: 0, wrong: 77),
    WantedSetting("journal_size_limit", 64 * 1024 * 1024, wrong: 1),
    WantedSetting("busy_timeout", writer: 5000, reader: 10_000, wrong: 1),
    WantedSetting("foreign_keys", 1, wrong: 0),
    WantedSetting("recursive_triggers", 1, wrong: 0),
    WantedSetting("trusted_schema", 0, wrong: 1),
    WantedSetting("cell_size_check", 1, wrong: 0),
    WantedSetting("mmap_size", 0, wrong: 65_536),
    WantedSetting(option: "DEFENSIVE", 1010, writer: 1, reader: 1),
    WantedSetting(option: "DQS_DML", 1013, writer: 0, reader: 0),
    WantedSetting(option: "DQS_DDL", 1014, writer: 0, reader: 0),
    WantedSetting(option: "LOAD_EXTENSION", 1005, writer: 0, reader: 0),
    WantedSetting(option: "NO_CKPT_ON_CLOSE", 1006, writer: 0, reader: 1),
    // The document says 16 MB; an entry of the change log may be longer (see `ConnectionSettings.valueLimit`).
    WantedSetting(limit: "LENGTH", 0, 256 * 1024 * 1024),
    WantedSetting(limit: "SQL_LENGTH", 1, 1024 * 1024),
    WantedSetting(limit: "EXPR_DEPTH", 3, 200),
    WantedSetting(limit: "COMPOUND", 4, 50),
    WantedSetting(limit: "VDBE_OP", 5, 1_000_000),
    WantedSetting(limit: "FUNC_ARG", 6, 32),
    WantedSetting(limit: "ATTACHED", 7, 1),
    WantedSetting(limit: "LIKE_PATTERN", 8, 1_000),
    WantedSetting(limit: "VARIABLE", 9, 32_766),
    WantedSetting(limit: "TRIGGER_DEPTH", 10, 50),
  ]

  /// What we set beyond the document: no triggers and views at all, no trace of what was deleted, memory.
  static let further: [WantedSetting] = [
    WantedSetting("secure_delete", 1, wrong: 0),
    WantedSetting("cache_size", writer: -32_000, reader: -32_000, wrong: -1),
    WantedSetting("temp_store", writer: 2, reader: 1, wrong: 0),
    WantedSetting(option: "ENABLE_TRIGGER", 1003, writer: 0, reader: 0),
    WantedSetting(option: "ENABLE_VIEW", 1015, writer: 0, reader: 0),
  ]

  static let all = listed + further
}
