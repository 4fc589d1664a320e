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
  @inline(__always)
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
    let (statement, kinds) = try prepared(scan, connection)
    return RowCursor(
      statement, of: connection, columns: scan.columns.map(\.column), kinds: kinds, batchSize: batchSize,
      mostRows: scan.ids?.count ?? scan.limit, interruption: interruption)
  }

  /// The statement of a scan, with its values bound, and what its columns store.
  func prepared(
    _ scan: RowScan, _ connection: SQLiteConnection, from index: Int32? = nil
  ) throws -> (statement: PreparedStatement, kinds: [ColumnKind]) {
    let sql = try SQLCompiler.rows(scan, connection.layouts, from: index)
    let compiler = SQLCompiler(connection.layouts)
    let scope = SQLCompiler.Scope(base: 0, sources: scan.sources)
    let kinds = try scan.columns.map { try compiler.kind(of: $0, scope) }
    return (try connection.statement(sql), kinds)
  }

  var isQuickerByRow: Bool { true }

  func row(_ id: Int64, of scan: RowScan, _ body: (borrowing CellRow) throws -> Void) throws {
    guard scan.filter == nil, scan.sources.count == 1, scan.limit == nil else {
      return try scannedRow(id, of: scan, body)
    }
    try lookUp(scan, by: 0, .integer(id)) { cells in
      try body(cells)
      return false
    }
  }

  func rows(_ scan: RowScan, _ body: (borrowing CellRow) throws -> Bool) throws {
    switch scan.lookup {
    case .id(let id): return try lookUp(scan, by: 0, .integer(id), body)
    case .value(let column, let value): return try lookUp(scan, by: column, value, body)
    case nil: break
    }
    if let ids = scan.manyIDs {
      // One after the other: what all of them have to be sorted for takes longer than to look each up.
      for id in ids {
        var goesOn = true
        try lookUp(scan, by: 0, .integer(id)) { cells in
          goesOn = try body(cells)
          return goesOn
        }
        guard goesOn else { return }
      }
      return
    }
    try attempt { connection in
      guard let table = scan.sources.first?.table, let layout = connection.layouts[table] else {
        return try self.run(scan, connection, body)
      }
      guard let choice = IndexChoice(scan, layout) else {
        let index = IndexChoice.isUseless(scan, layout) ? SQLCompiler.noIndex : nil
        return try self.run(scan, connection, from: index, body)
      }
      if choice.isExact { return try self.run(scan, connection, from: choice.ordered, body) }
      if let rare = try rival(choice, scan, connection) { return try self.run(scan, connection, from: rare, body) }
      var given = 0
      let budget = WalkBudget(IndexChoice.longestWalk(scan.limit ?? 0), on: connection.handle)
      defer { budget.end() }
      do {
        return try self.run(scan, connection, from: choice.ordered) { cells in
          given += 1
          return try body(cells)
        }
      } catch is SQLiteFailure where budget.isSpent {
        budget.end()
      }
      try interruption.check()
      // The same rows in the same order, another way: those that were given are passed over.
      try self.run(scan, connection) { cells in
        given -= 1
        return given >= 0 ? true : try body(cells)
      }
    }
  }

  /// The index that leads to few rows; nil if none does.
  func rival(_ choice: IndexChoice, _ scan: RowScan, _ connection: SQLiteConnection) throws -> Int32? {
    let few = IndexChoice.few(scan.limit ?? 0)
    var best: (index: Int32, count: Int)?
    for rival in choice.rivals {
      let sql = try SQLCompiler.count(
        [scan.sources[0]], rival.condition, limit: few + 1, connection.layouts, from: rival.index)
      let count = Int(clamping: try connection.first(sql).integerValue ?? 0)
      if count <= few, count < best?.count ?? .max { best = (rival.index, count) }
    }
    return best?.index
  }

  /// Gives the rows of a scan from an index, or from where SQLite finds it best.
  private func run(
    _ scan: RowScan, _ connection: SQLiteConnection, from index: Int32? = nil,
    _ body: (borrowing CellRow) throws -> Bool
  ) throws {
    let (statement, kinds) = try prepared(scan, connection, from: index)
    defer { connection.keep(statement) }
    var cells = CellRow(kinds: kinds)
    var count = 0
    while try statement.step() {
      cells.take(statement.handle)
      guard try body(cells) else { return }
      count &+= 1
      if count % Self.stride == 0 { try interruption.check() }
    }
  }

  /// How many rows are read between two looks at whether the task was cancelled.
  private static let stride = 1024

  /// Gives the row with an id, or the rows with a value.
  private func lookUp(
    _ scan: RowScan, by key: Int32, _ value: Scalar, _ body: (borrowing CellRow) throws -> Bool
  ) throws {
    try attempt { connection in
      let lookup = try self.lookup(scan, key, connection)
      guard var cells = lookup.cells.take() else {
        // The body of a look-up makes another one.
        let statement = try connection.statement(lookup.statement.sql)
        defer { connection.keep(statement) }
        var cells = CellRow(kinds: lookup.kinds)
        return try Self.give(value, of: key, statement, &cells, body)
      }
      let result = Result { try Self.give(value, of: key, lookup.statement, &cells, body) }
      lookup.statement.reset()
      lookup.cells = consume cells
      try result.get()
    }
  }

  /// Steps a statement that finds a value.
  @inline(__always)
  private static func give(
    _ value: Scalar, of key: Int32, _ statement: PreparedStatement, _ cells: inout CellRow,
    _ body: (borrowing CellRow) throws -> Bool
  ) throws {
    try statement.bind(value, at: 1)
    while try statement.step() {
      cells.take(statement.handle)
      guard try body(cells), key != 0 else { return }
    }
  }

  private func lookup(_ scan: RowScan, _ key: Int32, _ connection: SQLiteConnection) throws -> RowLookup {
    if let known = connection.lookups.last(where: { $0.serves(scan, key: key) }) { return known }
    var one = scan
    if key == 0, scan.filter == nil { one.ids = [0] }
    let (statement, kinds) = try prepared(one, connection)
    let lookup = RowLookup(scan, key: key, statement, kinds: kinds)
    connection.keep(lookup)
    return lookup
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
      try connection.first("SELECT value FROM metadata WHERE key = ?", .text(key), .text).textValue
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
      let sequence =
        try connection.first(
          "SELECT max(coalesce((SELECT max(sequence) FROM log), 0), coalesce((SELECT trimmed FROM log_end), 0))"
        ).integerValue ?? 0
      knownSequence = sequence
      return sequence
    }
  }
}

extension RowScan {
  /// The ids of a scan of nothing but some rows by their ids, ascending and each once; nil for any other.
  fileprivate var manyIDs: [Int64]? {
    guard let ids, ids.count <= 4_096, filter == nil, sources.count == 1, order.isEmpty, limit == nil else {
      return nil
    }
    return zip(ids, ids.dropFirst()).allSatisfy(<) ? ids : Set(ids).sorted()
  }
}
