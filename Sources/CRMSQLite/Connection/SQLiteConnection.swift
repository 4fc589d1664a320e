import CRMModel
import CRMStorage
import GRDB
import GRDBSQLite

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// One connection to the file.
///
/// GRDB opens and closes it and compiles its statements, for which its queue is entered; they are stepped through SQLite's own interface. A
/// ``Turnstile`` makes sure that it has one user at a time, so that the queue is always free and is entered in place.
///
/// `@unchecked Sendable`: everything below is touched only by the holder of the ``Lane``, inside ``use(_:)``.
final class SQLiteConnection: @unchecked Sendable {
  let role: ConnectionRole
  /// SQLite's own connection.
  let handle: OpaquePointer
  /// The layouts of the tables as the connection's transaction sees them.
  var layouts: [TableID: TableLayout] = [:]
  /// Whether a commit makes the disk keep it, under a durability that promises that; what the connection was opened with.
  private var synchronizesCommits = true
  /// The version of the schema that ``layouts`` and the statements belong to.
  var schemaVersion: Int64?
  /// What found rows by their id lately.
  private(set) var lookups: [RowLookup] = []

  private let queue: DatabaseQueue
  private let opener: Int32
  private let processID: @Sendable () -> Int32
  private var statements: [String: PreparedStatement] = [:]
  /// Statements of ours that never differ, by where their words lie in the program.
  private var fixed: [UnsafePointer<UInt8>: PreparedStatement] = [:]
  /// How often SQLite has compiled the statement anew that ``keepsSchema()`` runs; nil if it was not asked since statements were forgotten.
  private var recompilations: Int32?
  /// What wrote rows lately.
  private(set) var writings: [RowWriting] = []

  /// How many statements are kept for another run.
  private static let statementLimit = 256
  /// How many look-ups by id, and how many statements that write rows, are kept: more would take longer to go through than to compile one.
  private static let lookupLimit = 24

  /// Opens a connection; nothing is set but what GRDB sets.
  init(path: String, role: ConnectionRole, busyMilliseconds: Int32, processID: @escaping @Sendable () -> Int32) throws {
    var configuration = Configuration()
    configuration.readonly = role == .reader
    configuration.busyMode = .timeout(Double(busyMilliseconds) / 1000)
    #if os(iOS)
      configuration.automaticMemoryManagement = false
    #endif
    // Otherwise GRDB traps when a rollback fails; we close such a connection.
    configuration.allowsUnsafeTransactions = true
    configuration.label = role == .reader ? "crm.reader" : "crm.writer"
    self.role = role
    self.processID = processID
    opener = processID()
    queue = try DatabaseQueue(path: path, configuration: configuration)
    let handle = queue.inDatabase { $0.sqliteConnection }
    guard let handle else { throw EngineError.closed }
    self.handle = handle
    // We step transactions ourselves, behind the back of GRDB's observers, whose bookkeeping would go wrong.
    sqlite3_commit_hook(handle, nil, nil)
    sqlite3_rollback_hook(handle, nil, nil)
  }

  deinit {
    guard processID() == opener else {
      // Closing in a forked process would release the parent's locks and may delete its files; ending statements would
      // end the reads they belong to. So all of it stays, until the process ends.
      for statement in statements.values { _ = Unmanaged.passRetained(statement) }
      for statement in fixed.values { _ = Unmanaged.passRetained(statement) }
      for lookup in lookups { _ = Unmanaged.passRetained(lookup) }
      for writing in writings { _ = Unmanaged.passRetained(writing) }
      _ = Unmanaged.passRetained(queue)
      return
    }
    try? close()
  }

  /// Runs `body` with the connection.
  func use<T>(_ body: () throws -> T) throws -> T {
    guard processID() == opener else { throw EngineError.forked }
    return try body()
  }

  /// Lets go of the connection; harmless if it is closed.
  func close() throws {
    guard processID() == opener else { throw EngineError.forked }
    forgetStatements()
    try queue.close()
  }

  /// Whether a transaction is open.
  var isInTransaction: Bool { sqlite3_get_autocommit(handle) == 0 }

  /// Takes a statement, compiled before or now. Give it back with ``keep(_:)``; until then nobody else gets it.
  func statement(_ sql: String) throws -> PreparedStatement {
    if let kept = statements.removeValue(forKey: sql) { return kept }
    return try compiled(sql)
  }

  private func compiled(_ sql: String) throws -> PreparedStatement {
    do {
      return PreparedStatement(try queue.inDatabase { try $0.makeStatement(sql: sql) }, sql: sql)
    } catch let error as DatabaseError {
      throw SQLiteFailure(error)
    }
  }

  /// Takes a statement and binds its values.
  func statement(_ sql: SQLText) throws -> PreparedStatement {
    let statement = try statement(sql.text)
    var index: Int32 = 0
    for binding in sql.bindings {
      index += 1
      switch binding {
      case .scalar(let value): try statement.bind(value, at: index)
      case .object(let object): try statement.bind(object, at: index)
      }
    }
    return statement
  }

  /// Keeps a statement for the next user of the same SQL.
  func keep(_ statement: PreparedStatement) {
    statement.clear()
    if statements.count >= Self.statementLimit { statements.removeAll(keepingCapacity: true) }
    statements[statement.sql] = statement
  }

  /// Keeps what serves a look-up by id.
  func keep(_ lookup: RowLookup) {
    if lookups.count >= Self.lookupLimit { lookups.removeFirst() }
    lookups.append(lookup)
  }

  /// Keeps what writes rows.
  func keep(_ writing: RowWriting) {
    if writings.count >= Self.lookupLimit { writings.removeFirst() }
    writings.append(writing)
  }

  /// Forgets what was compiled for a schema that is no more.
  func forgetStatements() {
    lookups.removeAll(keepingCapacity: true)
    writings.removeAll(keepingCapacity: true)
    fixed.removeAll(keepingCapacity: true)
    recompilations = nil
    statements.removeAll(keepingCapacity: true)
  }

  /// Takes a statement, binds its values, and keeps it again when `body` is done.
  func with<T>(_ sql: SQLText, _ body: (PreparedStatement) throws -> T) throws -> T {
    let statement = try statement(sql)
    defer { keep(statement) }
    return try body(statement)
  }

  /// Runs a statement to its end.
  func run(_ sql: SQLText) throws { try with(sql) { try $0.run() } }

  /// A statement of ours that stays the connection's: nobody may ask for it again while it runs.
  func fixed(_ sql: StaticString) throws -> PreparedStatement {
    if let kept = fixed[sql.utf8Start] { return kept }
    let statement = try compiled(sql.description)
    fixed[sql.utf8Start] = statement
    return statement
  }

  /// Whether the file's schema is the one that it was when this was asked last; false if that is not known.
  ///
  /// SQLite compiles a statement anew when it runs it under another schema, and counts that. To ask for the number of the schema costs
  /// more: such a statement is compiled anew each time. Like that one, this makes a deferred transaction take its snapshot.
  func keepsSchema() throws -> Bool {
    let statement = try fixed("SELECT 1 FROM layouts LIMIT 1")
    _ = try statement.step()
    try statement.end()
    let count = sqlite3_stmt_status(statement.handle, SQLITE_STMTSTATUS_REPREPARE, 0)
    defer { recompilations = count }
    return count == recompilations
  }

  /// Runs a statement of ours without values to its end.
  func run(_ sql: StaticString) throws { try fixed(sql).run() }

  /// The first cell of the first row of a statement of ours with at most one value; null if there is none.
  func first(_ sql: StaticString, _ value: Scalar? = nil, _ kind: ColumnKind = .integer) throws -> Scalar {
    let statement = try fixed(sql)
    if let value { try statement.bind(value, at: 1) }
    let found = try statement.step() ? statement.scalar(0, kind) : .null
    try statement.end()
    return found
  }

  /// The first cell of a statement's first row; null if there is none.
  func first(_ sql: SQLText, _ kind: ColumnKind = .integer) throws -> Scalar {
    try with(sql) { statement in
      let value = try statement.step() ? statement.scalar(0, kind) : .null
      // One that writes, as a change of the journal's mode does, commits only here.
      try statement.end()
      return value
    }
  }

  /// What a setting is.
  func pragma(_ name: StaticString, _ kind: ColumnKind = .integer) throws -> Scalar {
    var sql = SQLText("PRAGMA ")
    sql.add(name)
    return try first(sql, kind)
  }

  /// Runs `body` without waiting for locks.
  func withoutWaiting<T>(_ milliseconds: Int32, _ body: () throws -> T) rethrows -> T {
    sqlite3_busy_timeout(handle, 0)
    defer { sqlite3_busy_timeout(handle, milliseconds) }
    return try body()
  }

  /// Says whether the commits to come make the disk keep them, or whoever commits does so afterwards; outside a transaction.
  func synchronizeCommits(_ wanted: Bool) throws {
    if wanted == synchronizesCommits { return }
    try run(wanted ? "PRAGMA synchronous = 2" : "PRAGMA synchronous = 1")
    synchronizesCommits = wanted
  }

  /// Undoes the open transaction, if there is one.
  func rollBack() {
    // SQLite has rolled back by itself after some errors.
    if isInTransaction { try? run("ROLLBACK") }
  }
}
