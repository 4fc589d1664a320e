import CRMModel
import CRMStorage
import GRDBSQLite

/// A transaction on the one connection that writes.
final class SQLiteWriter: SQLiteReader, EngineWriter {
  private var depth = 0

  func insert(_ batch: RowBatch, into table: TableID) throws {
    try attempt { connection in
      let layout = try checked(batch, table, connection)
      try finishCursors()
      if try insertBeforeIndexes(batch, layout, connection) { return }
      var done = 0
      do {
        try insert(batch, layout, connection, &done)
      } catch let failure as SQLiteFailure where connection.isInTransaction {
        let error = try rejection(failure, of: batch, row: done, layout, connection)
        // Nothing of the batch stays. A savepoint would cost a copy of every page that the batch touches.
        try orSpoil { try remove(batch.ids[..<done], table, connection) }
        if failure.isUniqueViolation, let taken = try duplicate(in: batch.ids, from: done, table) { throw taken }
        throw error
      }
    }
  }

  /// The refusal of the first id that is there already, in the table or earlier in the batch: ids are judged before
  /// values, whatever the order of the rows. The rows before `first` are known to be new.
  private func duplicate(in ids: [Int64], from first: Int, _ table: TableID) throws -> EngineError? {
    var known = Set(ids[..<first])
    let rest = Array(ids[first...])
    try scan(RowScan(sources: [Source(table: table)], ids: rest, columns: []), batchSize: 1024) { batch in
      known.formUnion(batch.ids)
      return true
    }
    let id = rest.first { !known.insert($0).inserted }
    return id.map { .duplicateKey(table: table, row: $0) }
  }

  /// Adds rows one after the other.
  ///
  /// - Parameter done: How many are in when it throws.
  func insert(
    _ batch: RowBatch, _ layout: TableLayout, _ connection: SQLiteConnection, _ done: inout Int
  ) throws {
    try connection.writing(.insert, layout.id, batch.columns) { statement in
      var binder = RowBinder(statement, parameters(batch, from: 2))
      for (row, id) in batch.ids.enumerated() {
        try statement.bind(id, at: 1)
        try binder.bind(row: row)
        try step(statement)
        done += 1
        if done % 256 == 0 { try interruption.check() }
      }
    }
  }

  func remove(_ ids: [Int64], from table: TableID) throws {
    try attempt { connection in
      guard connection.layouts[table] != nil else { throw EngineError.noSuchLayout("no such table", table: table) }
      try finishCursors()
      try remove(ids[...], table, connection)
    }
  }

  private func remove(_ ids: ArraySlice<Int64>, _ table: TableID, _ connection: SQLiteConnection) throws {
    var sql = SQLText("DELETE FROM ")
    sql.addTable(table)
    sql.add(" WHERE id = ?")
    let statement = try connection.statement(sql)
    defer { connection.keep(statement) }
    for id in ids {
      try statement.bind(id, at: 1)
      try step(statement)
    }
  }

  /// Runs a statement that returns no rows and leaves it ready for the next.
  @inline(__always)
  func step(_ statement: PreparedStatement) throws {
    let code = sqlite3_step(statement.handle)
    guard code == SQLITE_DONE else {
      let failure = SQLiteFailure(sqlite3_db_handle(statement.handle))
      statement.reset()
      throw failure
    }
    statement.reset()
  }

  /// The columns to bind, numbered from a parameter on; the row key is bound on its own.
  func parameters(_ batch: RowBatch, from first: Int32) -> [(parameter: Int32, vector: ColumnVector)] {
    var result: [(parameter: Int32, vector: ColumnVector)] = []
    for (column, vector) in zip(batch.columns, batch.vectors) where column != 0 {
      result.append((first + Int32(clamping: result.count), vector))
    }
    return result
  }

  /// The table's layout, after a look at whether the batch fits it.
  func checked(_ batch: RowBatch, _ table: TableID, _ connection: SQLiteConnection) throws -> TableLayout {
    guard let layout = connection.layouts[table] else {
      throw EngineError.noSuchLayout("no such table", table: table)
    }
    guard batch.columns.count == batch.vectors.count else {
      throw EngineError.noSuchLayout("a batch has as many columns as vectors", table: table)
    }
    for (column, vector) in zip(batch.columns, batch.vectors) {
      guard layout.kind(of: column) == vector.kind, vector.isWhole(batch.count) else {
        throw EngineError.noSuchLayout("a batch's columns are the table's, with a cell for each row", table: table)
      }
    }
    return layout
  }

  func rejection(
    _ failure: SQLiteFailure, of batch: RowBatch, row: Int, _ layout: TableLayout, _ connection: SQLiteConnection
  ) throws -> any Error {
    guard batch.ids.indices.contains(row) else { return failure }
    let id = batch.ids[row]
    if failure.isDuplicateKey { return EngineError.duplicateKey(table: layout.id, row: id) }
    guard failure.isUniqueViolation else { return failure }
    let violation = UniqueViolation(message: failure.message, layout)
    let index = try violation.index(of: batch, row: row, connection)
    return EngineError.notUnique(table: layout.id, index: index, row: id)
  }

  func append(_ body: [UInt8], at: Instant) throws -> Int64 {
    let (sequence, isTooBig) = try lastSequence().addingReportingOverflow(1)
    return try attempt { connection in
      guard !isTooBig else { throw EngineError(.unsupported, .unsupported, "the change log is full") }
      let statement = try connection.fixed("INSERT INTO log(sequence, at, body) VALUES (?, ?, ?)")
      // What is bound may be large.
      defer { statement.clear() }
      try statement.bind(sequence, at: 1)
      try statement.bind(at.microsecondsSinceEpoch, at: 2)
      try statement.bind(body, at: 3)
      try statement.run()
      knownSequence = sequence
      return sequence
    }
  }

  func trimLog(through sequence: Int64) throws {
    let trimmed = min(sequence, try lastSequence())
    try attempt { connection in
      var deletion = SQLText("DELETE FROM log WHERE sequence <= ")
      deletion.bind(.integer(trimmed))
      try connection.run(deletion)
      var mark = SQLText("UPDATE log_end SET trimmed = max(trimmed, ")
      mark.bind(.integer(trimmed))
      mark.add(")")
      try connection.run(mark)
    }
  }

  func setMetadata(_ key: String, _ value: String?) throws {
    try attempt { connection in
      let statement = try connection.fixed(
        value == nil
          ? "DELETE FROM metadata WHERE key = ?"
          : "INSERT INTO metadata(key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value")
      defer { statement.clear() }
      try statement.bind(key, at: 1)
      if let value { try statement.bind(value, at: 2) }
      try statement.run()
    }
  }

  func apply(_ change: LayoutChange) throws {
    try attempt { connection in
      // A table with an open cursor cannot be changed.
      try finishCursors()
      try nested(connection) { try LayoutEditor(connection).apply(change) }
      connection.forgetStatements()
    }
  }

  func atomically<T>(_ body: () throws -> T) throws -> T {
    try attempt { connection in
      try finishCursors()
      return try nested(connection, body)
    }
  }

  /// Runs `body` in a savepoint, which is undone if it throws.
  func nested<T>(_ connection: SQLiteConnection, _ body: () throws -> T) throws -> T {
    try savepoint("SAVEPOINT s", outermost: "SAVEPOINT s0", connection)
    depth += 1
    defer { depth -= 1 }
    let layouts = connection.layouts
    do {
      let result = try body()
      // Interrupting the release would undo the transaction; the task is cancelled before the commit instead.
      try savepoint("RELEASE s", outermost: "RELEASE s0", connection, above: 1)
      return result
    } catch {
      knownSequence = nil
      if connection.isInTransaction {
        try orSpoil {
          try finishCursors()
          try savepoint("ROLLBACK TO s", outermost: "ROLLBACK TO s0", connection, above: 1)
          try savepoint("RELEASE s", outermost: "RELEASE s0", connection, above: 1)
        }
        if connection.layouts != layouts {
          connection.layouts = layouts
          connection.forgetStatements()
        }
      }
      throw error
    }
  }

  /// Undoes something; if that fails, the transaction must not commit.
  private func orSpoil(_ undo: () throws -> Void) throws {
    do {
      try undo()
    } catch {
      spoil(error)
      throw error
    }
  }

  private func savepoint(
    _ words: StaticString, outermost: StaticString, _ connection: SQLiteConnection, above: Int = 0
  ) throws {
    if depth == above { return try connection.run(outermost) }
    var sql = SQLText(words)
    sql.add(depth - above)
    try connection.run(sql)
  }
}

extension ColumnVector {
  /// Whether every part of the column has this many cells.
  fileprivate func isWhole(_ count: Int) -> Bool {
    switch self {
    case .integers(let values, let present): values.count == count && present.map { $0.count == count } ?? true
    case .reals(let values, let present): values.count == count && present.map { $0.count == count } ?? true
    case .texts(let values): values.count == count
    }
  }
}
