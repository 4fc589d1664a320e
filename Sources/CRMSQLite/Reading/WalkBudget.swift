import GRDBSQLite

/// Ends a statement of a connection that has taken too many steps.
///
/// SQLite asks it after so many instructions of its machine. A statement that reads and is ended so leaves its transaction as it was.
final class WalkBudget {
  /// Whether the statement was ended.
  private(set) var isSpent = false
  private let connection: OpaquePointer

  /// Begins to count.
  init(_ steps: Int32, on connection: OpaquePointer) {
    self.connection = connection
    sqlite3_progress_handler(
      connection, steps,
      { context in
        guard let context else { return 0 }
        Unmanaged<WalkBudget>.fromOpaque(context).takeUnretainedValue().isSpent = true
        return 1
      }, Unmanaged.passUnretained(self).toOpaque())
  }

  /// Counts no more.
  func end() { sqlite3_progress_handler(connection, 0, nil, nil) }
}
