public import CRMModel

/// What keeps the rows: SQLite, memory, or something of a stranger's.
///
/// An engine knows tables, typed columns and indexes. It takes scans and batches, never SQL, and gives the same answers as every other
/// engine; the laws in `CRMTesting` say what that means and can be run on any engine.
///
/// Every method that touches rows takes an ``EngineGrant``, which only this library can make, and only this library opens the engine of a
/// ``StorageSource``: a program cannot read its store around the session. An engine itself sees every row, so whose code it is has to be
/// trusted like the library.
public protocol StorageEngine: Sendable {
  /// A short name for messages and instruments, such as `memory`.
  var name: String { get }

  /// Whether the engine refuses writes.
  var isReadOnly: Bool { get }

  /// Runs `body` on one committed state.
  ///
  /// Writers that commit meanwhile are not seen. The reader must not be used after `body` returns; if it is, it throws
  /// ``ErrorCode/transactionEnded``. Waiting never blocks a thread of the cooperative pool.
  func read<T: Sendable>(
    _ grant: EngineGrant, _ body: sending @escaping (any EngineReader) throws -> T
  ) async throws -> T

  /// Runs `body` in a transaction, alone among writers, and commits when it returns.
  ///
  /// If `body` throws, if the task is cancelled before the commit, or if the commit fails, nothing has happened.
  func write<T: Sendable>(
    _ grant: EngineGrant, _ body: sending @escaping (any EngineWriter) throws -> T
  ) async throws -> T

  /// Writes a copy of the committed state to a new file while others read and write.
  ///
  /// - Throws: `unsupported` if the engine has no files.
  func backup(_ grant: EngineGrant, to path: String) async throws

  /// Checks that the engine's own structures are sound: pages, indexes against rows.
  ///
  /// - Returns: What is wrong, in words without data; empty if nothing is.
  func integrityProblems(_ grant: EngineGrant) async throws -> [String]

  /// Throws ``EngineError/suspended`` at those who wait for their turn to read or write; those whose turn has come go on, and
  /// who comes later is not concerned.
  ///
  /// It returns at once and calls nobody back: a lock is held meanwhile. An engine in which nobody waits, or not for long, need not
  /// implement it: who waits then has his turn, is refused by the library, and a suspension takes as long as that. Nothing else throws
  /// `suspended`. The laws ask every engine for what is told here, and `EngineLaws.prompt` one that implements it.
  func turnAway(_ grant: EngineGrant)

  /// Makes readers and writers that are lent now throw `CancellationError` from their next call on, and stops what they
  /// do, as if the task of each were cancelled; a transaction is undone. A commit that has begun goes on.
  ///
  /// It returns at once and calls nobody back, and who comes later is not concerned. An engine that does not implement it lets them go on
  /// to their end: a workspace is then suspended once they are there, or throws `busy` after the grace and a second.
  func interrupt(_ grant: EngineGrant)

  /// Lets go of every lock and file that nobody uses, until the next call, which takes them again; the store stays open.
  ///
  /// When nothing runs and nothing begins meanwhile, nothing is held when it returns. It waits for nobody who runs, and who comes meanwhile
  /// is not refused. An engine that holds nothing between calls need not implement it; one that does, and does not, keeps its files while
  /// its workspace is suspended.
  func letGo(_ grant: EngineGrant) async

  /// Waits for readers and writers, then lets go of everything. Later calls throw ``ErrorCode/closed``; closing twice is harmless.
  func close(_ grant: EngineGrant) async
}

extension StorageEngine {
  /// Does nothing: nobody waits, or not for long.
  public func turnAway(_ grant: EngineGrant) {}

  /// Does nothing: what runs goes on to its end.
  public func interrupt(_ grant: EngineGrant) {}

  /// Does nothing: no lock is held between calls.
  public func letGo(_ grant: EngineGrant) async {}
}

/// The right to use an engine, which only this library can make.
public struct EngineGrant: Sendable {
  package init() {}
}

/// One committed state of a store, inside ``StorageEngine/read(_:_:)`` or a transaction. Calls are synchronous.
public protocol EngineReader: AnyObject {
  /// Gives the rows of a scan in batches of at most `batchSize`, in order, until `body` returns false.
  ///
  /// The batch's ids are the ids of source 0. Nothing is given when there are no rows.
  func scan(_ scan: RowScan, batchSize: Int, _ body: (RowBatch) throws -> Bool) throws

  /// Gives the rows of a scan one by one, in order, until `body` returns false: those of ``scan(_:batchSize:_:)``, with the same cells.
  ///
  /// Cells are numbered by their position in ``RowScan/columns``. They are lent: the next row is put in their place. `body` does not write in
  /// the transaction. An engine that does not implement it gives the rows of its batches.
  func rows(_ scan: RowScan, _ body: (borrowing CellRow) throws -> Bool) throws

  /// Gives the row of an id, if it is among those that a scan finds: the commonest read there is. The scan's own ids do not count.
  ///
  /// An engine that does not implement it gives the rows of the scan with that id.
  func row(_ id: Int64, of scan: RowScan, _ body: (borrowing CellRow) throws -> Void) throws

  /// Whether rows one by one come quicker than in batches; false unless the engine says so.
  var isQuickerByRow: Bool { get }

  /// How the rows of a scan would be found now; nil if the engine does not say.
  ///
  /// What it says is for people to read; no answer depends on it.
  func plan(_ scan: RowScan) throws -> ScanPlan?

  /// How the rows that a grouping gathers would be found now; nil if the engine does not say.
  ///
  /// An engine that does not implement it says what it says of a scan of the same rows.
  func plan(_ scan: GroupScan) throws -> ScanPlan?

  /// Counts the rows that meet a filter, but no further than `limit`.
  func count(_ sources: [Source], _ filter: Filter?, limit: Int?) throws -> Int

  /// Gathers rows into groups; groups come in no particular order.
  func groups(_ scan: GroupScan) throws -> GroupBatch

  /// The layouts of the tables there are, as this state has them, by table number.
  func layouts() throws -> [TableLayout]

  /// A value kept under a name beside the rows; nil if there is none.
  func metadata(_ key: String) throws -> String?

  /// The entries of the change log after a sequence number, ascending, at most `limit`.
  func log(after sequence: Int64, limit: Int) throws -> [LogRecord]

  /// The sequence number of the last entry ever appended; 0 before the first.
  func lastSequence() throws -> Int64
}

extension EngineReader {
  /// The rows of batches, one by one.
  public func rows(_ scan: RowScan, _ body: (borrowing CellRow) throws -> Bool) throws { try batchedRows(scan, body) }

  /// The rows of batches, one by one.
  package func batchedRows(_ scan: RowScan, _ body: (borrowing CellRow) throws -> Bool) throws {
    try self.scan(scan, batchSize: min(1_024, max(1, scan.ids?.count ?? scan.limit ?? .max))) { batch in
      var row = CellRow(kinds: batch.vectors.map(\.kind))
      for index in 0..<batch.count {
        row.id = batch.ids[index]
        for (position, vector) in batch.vectors.enumerated() { row[position] = vector[index] }
        if try !body(row) { return false }
      }
      return true
    }
  }

  /// The row of a scan of one id.
  public func row(_ id: Int64, of scan: RowScan, _ body: (borrowing CellRow) throws -> Void) throws {
    try scannedRow(id, of: scan, body)
  }

  /// The row of a scan of one id.
  package func scannedRow(_ id: Int64, of scan: RowScan, _ body: (borrowing CellRow) throws -> Void) throws {
    var one = scan
    one.ids = [id]
    try rows(one) { cells in
      try body(cells)
      return false
    }
  }

  /// False.
  public var isQuickerByRow: Bool { false }

  /// Says nothing.
  public func plan(_ scan: RowScan) throws -> ScanPlan? { nil }

  /// What is said of a scan of the same rows.
  public func plan(_ scan: GroupScan) throws -> ScanPlan? {
    try plan(RowScan(sources: scan.sources, filter: scan.filter, columns: []))
  }
}

/// A transaction. Everything read in it sees what was written in it.
public protocol EngineWriter: EngineReader {
  /// Adds rows. Columns not named are null.
  ///
  /// - Throws: ``EngineError`` `duplicateKey` if an id is there already, else `notUnique` if an index forbids a row. Nothing of the batch is then
  ///   kept once the enclosing ``atomically(_:)`` or transaction ends; a single row is not seen even before.
  func insert(_ batch: RowBatch, into table: TableID) throws

  /// Changes the named columns of rows; rows that are not there are left out.
  ///
  /// Unique indexes judge the rows as the batch leaves them, so rows of one batch may swap values.
  ///
  /// - Throws: ``EngineError`` `notUnique` if an index forbids a row.
  func update(_ batch: RowBatch, in table: TableID) throws

  /// Takes rows away for good; ids that are not there are left out.
  func remove(_ ids: [Int64], from table: TableID) throws

  /// Adds an entry to the change log and returns its sequence number: one more than the last.
  func append(_ body: [UInt8], at: Instant) throws -> Int64

  /// Forgets entries of the change log up to a sequence number, inclusive.
  func trimLog(through sequence: Int64) throws

  /// Keeps a value under a name beside the rows; nil forgets it.
  func setMetadata(_ key: String, _ value: String?) throws

  /// Changes the tables there are.
  func apply(_ change: LayoutChange) throws

  /// Runs `body`; if it throws, everything that was written in it is undone and the transaction goes on.
  func atomically<T>(_ body: () throws -> T) throws -> T
}

/// One entry of the change log as the engine keeps it; what the bytes mean is not its business.
public struct LogRecord: Hashable, Sendable {
  /// Counts commits' entries without gaps, from 1.
  public var sequence: Int64
  /// When the entry was appended, by the workspace's clock.
  public var at: Instant
  /// The entry.
  public var body: [UInt8]

  /// Joins an entry and its place.
  public init(sequence: Int64, at: Instant, body: [UInt8]) {
    self.sequence = sequence
    self.at = at
    self.body = body
  }
}

/// A change of the tables there are.
public enum LayoutChange: Hashable, Sendable {
  /// Adds an empty table.
  case createTable(TableLayout)
  /// Takes a table and its rows away.
  case dropTable(TableID)
  /// Adds a column of nulls, or of one constant.
  case addColumn(ColumnLayout, to: TableID, filledWith: Scalar)
  /// Takes a column and its values away; no index may use it.
  case dropColumn(Int32, from: TableID)
  /// Adds an index; throws `notUnique` if the rows there forbid it.
  case createIndex(IndexLayout, on: TableID)
  /// Takes an index away.
  case dropIndex(Int32, from: TableID)
}
