import CRMModel
import CRMStorage
import GRDB
import GRDBSQLite
import Logging
import Synchronization

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Rows in a SQLite file: one table of typed columns for each entity.
///
/// What travels where: a call waits, suspended, at a ``Turnstile`` for a ``Lane`` (one to write, four to read) and gets its
/// ``SQLiteConnection``, opened if it is the first. Then the work runs in place, on the caller's thread: the transaction begins, a
/// ``SQLiteReader`` or ``SQLiteWriter`` is lent to the closure, scans go through ``SQLCompiler`` to ``SQLText`` and come back from a
/// ``RowCursor`` as batches, the transaction ends, the lane goes to whoever waited longest. Locks of other processes are waited for
/// between attempts to begin, suspended too. A cancelled task leaves the queue or, through its ``Interruption``, stops its statement.
///
/// Only the writing connection moves pages from the log into the file, and it is closed last: some releases of SQLite lose pages when
/// two connections do.
final class SQLiteEngine: StorageEngine {
  let location: FileLocation
  let options: EngineOptions
  let readers: Turnstile<Lane>
  let writers: Turnstile<Lane>
  /// What writers share who wait for each other.
  let sync: GroupSync
  private let lanes: [Lane]
  private let layouts = LayoutCache()
  private let version: SQLiteVersion
  /// The name of the layer of SQLite's that files are used through; nil for its own.
  let fileLayer: String?
  private let writerLock = Mutex<WriterLock?>(nil)
  private let openedFile = Mutex<FileLocation.Identity?>(nil)
  private let opener: Int32
  private let processID: @Sendable () -> Int32
  var processIdentity: @Sendable () -> Int32 { processID }

  /// How many reads run beside each other.
  static let readerCount = 4

  var name: String { "sqlite" }
  var isReadOnly: Bool { options.isReadOnly }

  /// Opens a file, or makes it.
  ///
  /// - Parameters:
  ///   - version: The release of SQLite; a parameter for tests.
  ///   - processID: What tells one process from another; a parameter for tests.
  ///   - fileLayer: The name under which a VFS is registered with SQLite, through which it uses files; nil for its own.
  ///     A parameter for tests, which SQLite only heeds where it is built to take URIs.
  static func open(
    _ path: String, _ options: EngineOptions, version: SQLiteVersion = .linked,
    processID: @escaping @Sendable () -> Int32 = { getpid() }, fileLayer: String? = nil
  ) async throws -> SQLiteEngine {
    try version.check(options.logger)
    let location = try FileLocation(path)
    guard !location.isRemote else {
      throw EngineError(.unsupported, .unsupported, "a store cannot lie on a network file system")
    }
    switch location.content {
    case .other: throw EngineError.notAWorkspace
    case .nothing where options.isReadOnly:
      throw EngineError(.notFound, .inputOutput, "there is no file to be opened read-only")
    case .nothing, .file: break
    }
    if let names = location.identity?.names, names > 1 {
      throw EngineError(
        .unsupported, .unsupported,
        "the file has several names (hard links), each with a log of its own, which would damage it")
    }
    let engine = SQLiteEngine(location, options, version, processID, fileLayer)
    do {
      try await engine.prepare()
    } catch {
      await engine.shut()
      throw error
    }
    return engine
  }

  private init(
    _ location: FileLocation, _ options: EngineOptions, _ version: SQLiteVersion,
    _ processID: @escaping @Sendable () -> Int32, _ fileLayer: String?
  ) {
    self.location = location
    self.options = options
    self.version = version
    self.processID = processID
    self.fileLayer = fileLayer
    opener = processID()
    let readerLanes = (0..<Self.readerCount).map { _ in Lane() }
    let writerLane = Lane()
    lanes = readerLanes + [writerLane]
    readers = Turnstile(readerLanes)
    writers = Turnstile([writerLane])
    sync = GroupSync { try location.synchronizeLog() }
  }

  /// Opens the first connection, so that a file that cannot be used is refused at once; before that, an engine that
  /// writes keeps out those that must not write beside it.
  private func prepare() async throws {
    let lanes = isReadOnly ? readers : writers
    let lane = try await lanes.acquire()
    defer { lanes.release(lane) }
    try await patiently {
      _ = try lane.connection(opening: connect(role: isReadOnly ? .reader : .writer))
    }
    openedFile.withLock { $0 = location.identity }
  }

  /// Makes sure that the path still leads to the file that was opened: pages and log would be written to different files otherwise.
  private func checkFile() throws {
    guard let opened = openedFile.withLock({ $0 }) else { return }
    let now = location.identity
    guard opened.device == now?.device, opened.inode == now?.inode else {
      throw EngineError(
        .damaged, .damaged,
        "the store's file was moved, removed or replaced while it was open; close it and open the file again")
    }
  }

  private func lockWriters() throws {
    try writerLock.withLock { lock in
      if lock == nil { lock = try WriterLock(location, isAlone: version.losesPagesBetweenWriters) }
    }
  }

  /// Tries again while another process holds the file.
  private func patiently(_ body: () throws -> Void) async throws {
    var patience = BusyPatience(options.busyTimeout)
    while true {
      do {
        return try body()
      } catch let error as EngineError where error.code == .busy {
        guard try await patience.wait() else { throw error }
      }
    }
  }

  /// What opens a connection to the file that was opened first, one that writes with the right to.
  func connect(role: ConnectionRole) -> () throws -> SQLiteConnection {
    let opening = ConnectionOpening(
      location: location, role: role, options: options, processID: processID, fileLayer: fileLayer)
    return {
      try self.checkFile()
      if role == .writer { try self.lockWriters() }
      return try opening.run()
    }
  }

  func read<T: Sendable>(
    _ grant: EngineGrant, _ body: sending @escaping (any EngineReader) throws -> T
  ) async throws -> T {
    try checkProcess()
    let lane = try await readers.acquire()
    defer { readers.release(lane) }
    return try await run(lane, .reader) { connection, interruption in
      let reader = SQLiteReader(connection, interruption)
      defer {
        reader.end()
        interruption.disarm()
        connection.rollBack()
      }
      return try body(reader)
    }
  }

  func write<T: Sendable>(
    _ grant: EngineGrant, _ body: sending @escaping (any EngineWriter) throws -> T
  ) async throws -> T {
    try checkProcess()
    guard !isReadOnly else { throw EngineError.readOnly }
    let (result, ticket) = try await commit(grant, body)
    if let ticket { try await sync.keep(ticket) { writers.waiting > 0 } }
    return result
  }

  /// Runs a transaction and commits it.
  ///
  /// - Returns: What it returned, and its ticket if the disk may not have it yet.
  private func commit<T: Sendable>(
    _ grant: EngineGrant, _ body: sending @escaping (any EngineWriter) throws -> T
  ) async throws -> (T, GroupSync.Ticket?) {
    let lane = try await writers.acquire()
    defer { writers.release(lane) }
    try checkFile()
    try sync.check()
    // Who has others behind it lets them go on while the disk is at work.
    let isShared = options.durability == .full && writers.waiting > 0
    var ticket: GroupSync.Ticket?
    let result = try await run(lane, .writer, isShared: isShared) { connection, interruption in
      let writer = SQLiteWriter(connection, interruption)
      var isCommitted = false
      defer {
        writer.end()
        interruption.disarm()
        connection.rollBack()
        // The layouts may be those of changes that are undone, here or by SQLite itself when the commit failed.
        if !isCommitted { connection.schemaVersion = nil }
      }
      let result = try body(writer)
      if let failure = writer.failure { throw failure }
      try writer.finishCursors()
      // From here on the commit happens or fails, whatever the task.
      interruption.disarm()
      try interruption.check()
      writer.end()
      try reportingSQLite { try connection.run("COMMIT") }
      isCommitted = true
      if isShared { ticket = sync.noteCommit() }
      return result
    }
    trimLogFile(lane)
    return (result, ticket)
  }

  /// Lends a lane's connection to `body` in a transaction, which `body` ends.
  ///
  /// - Parameter isShared: Whether the commit is synchronised with others', and not by itself.
  private func run<T>(
    _ lane: Lane, _ role: ConnectionRole, isShared: Bool = false, _ body: (SQLiteConnection, Interruption) throws -> T
  ) async throws -> T {
    let interruption = Interruption()
    lane.work(under: interruption)
    defer { lane.work(under: nil) }
    return try await withTaskCancellationHandler {
      var patience = BusyPatience(options.busyTimeout)
      while true {
        try interruption.check()
        let connection: SQLiteConnection
        do {
          connection = try lane.connection(opening: connect(role: role))
        } catch let error as EngineError where error.code == .busy {
          guard try await patience.wait() else { throw error }
          continue
        }
        // A transaction that could not be ended ends with its connection.
        defer { if connection.isInTransaction { lane.close() } }
        let result = try connection.use { () throws -> T? in
          if role == .writer, options.durability == .full {
            try reportingSQLite { try connection.synchronizeCommits(!isShared) }
          }
          guard try begin(connection, role) else { return nil }
          interruption.arm(connection.handle)
          return try body(connection, interruption)
        }
        if let result { return result }
        guard try await patience.wait() else { throw EngineError(.busy, .busy, "another process holds the store") }
      }
    } onCancel: {
      interruption.cancel()
    }
  }

  /// Begins a transaction and takes its snapshot, without waiting for locks.
  ///
  /// - Returns: False if another process holds the lock.
  private func begin(_ connection: SQLiteConnection, _ role: ConnectionRole) throws -> Bool {
    let milliseconds = ConnectionSettings(role: role, options).busyMilliseconds
    return try connection.withoutWaiting(milliseconds) {
      do {
        try connection.run(role == .writer ? "BEGIN IMMEDIATE" : "BEGIN DEFERRED")
        try layouts.refresh(connection)
        return true
      } catch let failure as SQLiteFailure where failure.isBusy {
        connection.rollBack()
        return false
      } catch {
        connection.rollBack()
        return try reportingSQLite { throw error }
      }
    }
  }

  /// Cuts the log down when it has grown and nobody reads.
  private func trimLogFile(_ lane: Lane) {
    guard location.logSize > ConnectionSettings.logLimit, readers.isIdle else { return }
    guard let connection = try? lane.connection(opening: connect(role: .writer)) else { return }
    let milliseconds = ConnectionSettings(role: .writer, options).busyMilliseconds
    try? connection.use {
      connection.withoutWaiting(milliseconds) { try? connection.run("PRAGMA wal_checkpoint(TRUNCATE)") }
    }
  }

  func checkProcess() throws {
    guard processID() == opener else { throw EngineError.forked }
  }

  func turnAway(_ grant: EngineGrant) {
    readers.turnAway(EngineError.suspended)
    writers.turnAway(EngineError.suspended)
  }

  func interrupt(_ grant: EngineGrant) { for lane in lanes { lane.interrupt() } }

  /// Closes all connections that nobody uses, readers first, and lets others write.
  ///
  /// Nobody is waited for. As long as anybody reads, the writing connection stays, for it is closed last.
  func letGo(_ grant: EngineGrant) async {
    guard processID() == opener else { return }
    let idle = readers.takeIdle()
    defer { for lane in idle { readers.release(lane) } }
    for lane in idle { lane.close() }
    guard idle.count == Self.readerCount, let writer = writers.takeIdle().first else { return }
    defer { writers.release(writer) }
    writer.close()
    writerLock.withLock { lock in
      lock?.release()
      lock = nil
    }
  }

  func close(_ grant: EngineGrant) async {
    guard processID() == opener else { return }
    await shut()
  }

  private func shut() async {
    // Readers first: the last connection to be closed moves the log into the file, which is the writer's work.
    if let lanes = await readers.drain() {
      for lane in lanes { lane.close() }
      readers.finish()
    }
    if let lanes = await writers.drain() {
      for lane in lanes { lane.close() }
      writerLock.withLock { $0?.release() }
      writers.finish()
    }
  }
}

extension ConnectionSettings {
  init(role: ConnectionRole, _ options: EngineOptions) {
    self.init(role: role, durability: options.durability, busyTimeout: options.busyTimeout)
  }
}
