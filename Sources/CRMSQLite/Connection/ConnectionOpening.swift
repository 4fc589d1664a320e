import CRMModel
import CRMStorage
import GRDB
import GRDBSQLite

/// Opens a connection: looks at the file, makes it ours if it is new, makes all settings and reads them back.
struct ConnectionOpening: Sendable {
  let location: FileLocation
  let role: ConnectionRole
  let options: EngineOptions
  let processID: @Sendable () -> Int32
  var fileLayer: String?

  /// The open connection.
  ///
  /// - Throws: ``EngineError``; an existing file that is not ours is left as it was.
  func run() throws -> SQLiteConnection {
    try reportingSQLite {
      let settings = ConnectionSettings(role: role, options)
      let connection = try SQLiteConnection(
        path: location.name(through: fileLayer), role: role, busyMilliseconds: 0, processID: processID)
      do {
        try connection.use {
          let finding = try FileFormat.inspect(connection)
          if role == .writer, sqlite3_db_readonly(connection.handle, "main") == 1 {
            // SQLite opens such a file all the same, and fails at the first write.
            throw EngineError(.forbidden, .readOnly, "the store's file may only be read; open it read-only")
          }
          if role == .reader, case .empty = finding { throw EngineError.notAWorkspace }
          try EngineFunctions.install(on: connection.handle)
          try journal(connection)
          try settings.apply(to: connection)
          if case .empty = finding { try create(connection) }
          try settings.verify(connection)
        }
      } catch {
        try? connection.close()
        throw error
      }
      return connection
    }
  }

  /// Turns the log on. A file opened read-only stays as it is, since a backup has no log.
  private func journal(_ connection: SQLiteConnection) throws {
    if role == .writer {
      // Only settles the size of a file that has no pages yet.
      try connection.run("PRAGMA page_size = 4096")
      guard try connection.first(SQLText("PRAGMA journal_mode = WAL"), .text) == .text("wal") else {
        throw ConnectionSettings.mismatch("journal_mode")
      }
    } else {
      let mode = try connection.pragma("journal_mode", .text)
      guard mode == .text("wal") || (options.isReadOnly && mode == .text("delete")) else {
        throw ConnectionSettings.mismatch("journal_mode")
      }
    }
  }

  private func create(_ connection: SQLiteConnection) throws {
    try connection.run("BEGIN IMMEDIATE")
    do {
      // Another process may have been faster.
      if case .empty = try FileFormat.inspect(connection) { try FileFormat.create(connection) }
      try connection.run("COMMIT")
    } catch {
      connection.rollBack()
      throw error
    }
  }
}
