import CRMModel
import CRMStorage
import Synchronization

/// The layouts of the last committed schema that was read, so that each connection need not decode them again.
///
/// SQLite counts the changes of a file's schema; the count comes with each state that is read.
final class LayoutCache: Sendable {
  private let last = Mutex<(version: Int64, layouts: [TableID: TableLayout])?>(nil)

  /// Makes a connection's layouts those of the transaction that it has just begun.
  ///
  /// Reading the count is also what makes a deferred transaction take its snapshot.
  func refresh(_ connection: SQLiteConnection) throws {
    let known = connection.schemaVersion
    if known != nil, try connection.keepsSchema() { return }
    // Should this fail, the next one looks again.
    connection.schemaVersion = nil
    guard let version = try connection.first("PRAGMA schema_version").integerValue else {
      throw EngineError(.damaged, .damaged, "the file has no schema")
    }
    if known == version {
      connection.schemaVersion = version
      return
    }
    connection.forgetStatements()
    if let known = last.withLock({ $0?.version == version ? $0?.layouts : nil }) {
      connection.layouts = known
    } else {
      let layouts = try Self.read(connection)
      connection.layouts = layouts
      last.withLock { $0 = (version, layouts) }
    }
    connection.schemaVersion = version
  }

  private static func read(_ connection: SQLiteConnection) throws -> [TableID: TableLayout] {
    try connection.with(SQLText("SELECT id, body FROM layouts")) { statement in
      var layouts: [TableID: TableLayout] = [:]
      while try statement.step() {
        let layout = try LayoutText.decoded(statement.text(1) ?? "")
        guard Int64(layout.id) == statement.integer(0) else {
          throw EngineError(.damaged, .damaged, "the description of a table belongs to another")
        }
        layouts[layout.id] = layout
      }
      return layouts
    }
  }
}
