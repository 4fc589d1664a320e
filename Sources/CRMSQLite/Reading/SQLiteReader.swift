import CRMModel
import CRMStorage

/// One committed state, read through a borrowed connection while the read or the transaction lasts.
class SQLiteReader: EngineReader {
  private var connection: SQLiteConnection?
  /// Why the transaction can do nothing but end: SQLite has undone it.
  private(set) var failure: (any Error)?
  let interruption: Interruption
  /// The number of the last entry of the change log; nil if it has to be looked up.
  var knownSequence: Int64?
  private var cursors: [ObjectIdentifier: RowCursor] = [:]

  init(_ connection: SQLiteConnection, _ interruption: Interruption) {
    self.connection = connection
    self.interruption = interruption
  }

  /// Runs `body` with the connection; errors of SQLite become the engine's.
  ///
  /// After some errors SQLite undoes the whole transaction by itself. Then nothing more may be done in it, and it does not commit.
  func attempt<T>(_ body: (SQLiteConnection) throws -> T) throws -> T {
    guard let connection else { throw EngineError.transactionEnded }
    if let failure { throw failure }
    try interruption.check()
    do {
      return try reportingSQLite { try body(connection) }
    } catch {
      if !connection.isInTransaction { failure = error }
      throw error
    }
  }

  /// From now on, the transaction can do nothing but end: what it wrote could not be undone in part.
  func spoil(_ error: any Error) { failure = failure ?? error }

  /// Ends the use of the connection.
  func end() {
    for cursor in cursors.values { cursor.finish() }
    cursors = [:]
    connection = nil
  }

  /// Lets the scans that are under way read to their end before something is written.
  func finishCursors() throws {
    for cursor in cursors.values { try cursor.readToEnd() }
  }

  func scan(_ scan: RowScan, batchSize: Int, _ body: (RowBatch) throws -> Bool) throws {
    let cursor = try attempt { connection in try self.cursor(scan, batchSize, connection) }
    cursors[ObjectIdentifier(cursor)] = cursor
    defer {
      cursor.finish()
      cursors[ObjectIdentifier(cursor)] = nil
    }
    while let batch = try attempt({ _ in try cursor.next() }) {
      if try !body(batch) { return }
    }
  }

  private func cursor(_ scan: RowScan, _ batchSize: Int, _ connection: SQLiteConnection) throws -> RowCursor {
    let statement: PreparedStatement
    let kinds: [ColumnKind]
    if let lookup = connection.lookups.last(where: { $0.serves(scan) }), let id = scan.ids?.first {
      statement = try connection.statement(lookup.sql)
      try statement.bind(id, at: 1)
      kinds = lookup.kinds
    } else {
      let sql = try SQLCompiler.rows(scan, connection.layouts)
      kinds = try scan.columns.map {
        try SQLCompiler(connection.layouts).kind(of: $0, .init(base: 0, sources: scan.sources))
      }
      statement = try connection.statement(sql)
      let lookup = RowLookup(table: scan.sources[0].table, columns: scan.columns, sql: statement.sql, kinds: kinds)
      if lookup.serves(scan) { connection.keep(lookup) }
    }
    return RowCursor(
      statement, of: connection, columns: scan.columns.map(\.column), kinds: kinds, batchSize: batchSize,
      mostRows: scan.ids?.count ?? scan.limit, interruption: interruption)
  }

  func count(_ sources: [Source], _ filter: Filter?, limit: Int?) throws -> Int {
    try attempt { connection in
      let sql = try SQLCompiler.count(sources, filter, limit: limit, connection.layouts)
      return Int(clamping: try connection.first(sql).integerValue ?? 0)
    }
  }

  func groups(_ scan: GroupScan) throws -> GroupBatch {
    try attempt { connection in
      let plan = try SQLCompiler.groups(scan, connection.layouts)
      return try connection.with(plan.sql) { statement in
        var rows: [GroupRow] = []
        do {
          while try statement.step() {
            rows.append(plan.group(statement, scan.measures))
            try interruption.check()
          }
        } catch {
          throw plan.arguments.lazy.compactMap(\.failure).first ?? error
        }
        return GroupBatch(rows, of: scan)
      }
    }
  }

  func layouts() throws -> [TableLayout] {
    try attempt { connection in connection.layouts.values.sorted { $0.id < $1.id } }
  }

  func metadata(_ key: String) throws -> String? {
    try attempt { connection in
      var sql = SQLText("SELECT value FROM metadata WHERE key = ")
      sql.bind(.text(key))
      return try connection.first(sql, .text).textValue
    }
  }

  func log(after sequence: Int64, limit: Int) throws -> [LogRecord] {
    try attempt { connection in
      var sql = SQLText("SELECT sequence, at, body FROM log WHERE sequence > ")
      sql.bind(.integer(sequence))
      sql.add(" ORDER BY sequence LIMIT ")
      sql.bind(.integer(Int64(max(0, limit))))
      return try connection.with(sql) { statement in
        var records: [LogRecord] = []
        while try statement.step() {
          guard let at = Instant(microsecondsSinceEpoch: statement.integer(1)) else {
            throw EngineError(.damaged, .damaged, "an entry of the change log has no moment")
          }
          records.append(LogRecord(sequence: statement.integer(0), at: at, body: statement.bytes(2)))
        }
        return records
      }
    }
  }

  func lastSequence() throws -> Int64 {
    try attempt { connection in
      if let knownSequence { return knownSequence }
      // Entries may have been forgotten up to the last one; its number is kept.
      let sql = SQLText(
        "SELECT max(coalesce((SELECT max(sequence) FROM log), 0), coalesce((SELECT trimmed FROM log_end), 0))")
      let sequence = try connection.first(sql).integerValue ?? 0
      knownSequence = sequence
      return sequence
    }
  }
}
