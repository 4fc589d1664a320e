import CRMModel
import CRMStorage

/// How a file says that it is ours, and how a new one is made.
enum FileFormat {
  /// What SQLite keeps in the file's header to tell whose it is: `CRM1`.
  static let applicationID: Int64 = 0x4352_4D31
  /// The layout of everything that this engine keeps in a file, in the header's user version.
  static let version: Int64 = 1

  /// What a file is.
  enum Finding {
    /// One of ours, in a format that we read.
    case ours
    /// A database without anything in it.
    case empty
  }

  /// Looks at whose file it is, without changing it.
  ///
  /// - Throws: ``EngineError`` `not_a_workspace` for another program's database, `newer_format` for a later format of ours.
  static func inspect(_ connection: SQLiteConnection) throws -> Finding {
    let application = try connection.pragma("application_id")
    let found = try connection.pragma("user_version")
    if application == .integer(applicationID) {
      guard let found = found.integerValue, found <= version else {
        throw EngineError(
          .unsupported, .newerFormat,
          "the file needs a version that reads format \(found.integerValue ?? 0); this one reads up to \(version)")
      }
      guard found == version else { throw EngineError.notAWorkspace }
      return .ours
    }
    let objects = try connection.first(SQLText("SELECT count(*) FROM sqlite_schema"))
    guard application == .integer(0), found == .integer(0), objects == .integer(0) else {
      throw EngineError.notAWorkspace
    }
    return .empty
  }

  /// Makes an empty file ours, inside a transaction.
  static func create(_ connection: SQLiteConnection) throws {
    try connection.run("CREATE TABLE metadata (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID")
    try connection.run("CREATE TABLE layouts (id INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT")
    try connection.run(
      "CREATE TABLE log (sequence INTEGER PRIMARY KEY, at INTEGER NOT NULL, body BLOB NOT NULL) STRICT")
    try connection.run("CREATE TABLE log_end (id INTEGER PRIMARY KEY, trimmed INTEGER NOT NULL) STRICT")
    try connection.run("INSERT INTO log_end(id, trimmed) VALUES (1, 0)")
    var application = SQLText("PRAGMA application_id = ")
    application.add(applicationID)
    try connection.run(application)
    var format = SQLText("PRAGMA user_version = ")
    format.add(version)
    try connection.run(format)
  }

  /// The tables of a file beside those that hold rows.
  static let ownTables: Set<String> = ["metadata", "layouts", "log", "log_end"]
}
