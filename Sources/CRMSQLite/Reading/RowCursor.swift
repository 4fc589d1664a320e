import CRMModel
import CRMStorage
import GRDBSQLite

/// A scan under way: its statement, and the batches read ahead.
final class RowCursor {
  private var statement: PreparedStatement?
  private let connection: SQLiteConnection
  private let batchSize: Int
  private let room: Int
  private let columns: [Int32]
  private var builders: [ColumnBuilder]
  private var ids: [Int64] = []
  private var readAhead: [RowBatch] = []
  private let interruption: Interruption

  /// How many rows are read between two looks at whether the task was cancelled, and the most room made before they come.
  private static let stride = 1024

  /// - Parameter mostRows: How many rows there can be at most, if that is known before.
  init(
    _ statement: PreparedStatement, of connection: SQLiteConnection, columns: [Int32], kinds: [ColumnKind],
    batchSize: Int, mostRows: Int?, interruption: Interruption
  ) {
    self.statement = statement
    self.connection = connection
    self.columns = columns
    self.batchSize = max(1, batchSize)
    self.interruption = interruption
    room = min(self.batchSize, mostRows ?? Self.stride, Self.stride)
    builders = kinds.enumerated().map { ColumnBuilder($1, column: Int32(clamping: $0 + 1)) }
  }

  /// The next rows; nil at the end.
  func next() throws -> RowBatch? {
    if !readAhead.isEmpty { return readAhead.removeFirst() }
    return try fetch()
  }

  private func fetch() throws -> RowBatch? {
    guard let statement else { return nil }
    try interruption.check()
    let handle = statement.handle
    ids.reserveCapacity(room)
    for index in builders.indices { builders[index].reserve(room) }
    while ids.count < batchSize {
      guard try statement.step() else {
        finish()
        break
      }
      ids.append(sqlite3_column_int64(handle, 0))
      for index in builders.indices { builders[index].append(from: handle) }
      if ids.count % Self.stride == 0 { try interruption.check() }
    }
    if ids.isEmpty { return nil }
    defer { ids = [] }
    var vectors: [ColumnVector] = []
    vectors.reserveCapacity(builders.count)
    for index in builders.indices { vectors.append(builders[index].take()) }
    return RowBatch(ids: ids, columns: columns, vectors: vectors)
  }

  /// Reads all rows that are left, so that the tables may be written without changing what the scan finds.
  func readToEnd() throws {
    while let batch = try fetch() { readAhead.append(batch) }
  }

  /// Lets go of the statement.
  func finish() {
    if let statement { connection.keep(statement) }
    statement = nil
  }
}
