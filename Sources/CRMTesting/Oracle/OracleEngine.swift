internal import CRMModel
public import CRMStorage
internal import Synchronization

/// The simplest engine that keeps every law: rows are dictionaries, every question is answered by looking at every row.
///
/// It is written to be read, not to be fast. The differential run takes its answers as the right ones, and a test
/// author can use it to find out
/// which of two engines is wrong. It keeps nothing on disk.
public final class OracleEngine: StorageEngine {
  private let store = Mutex(Store())
  private let writers = WriterQueue()
  private let faults: Set<OracleFault>

  /// The committed state and who looks at it.
  private struct Store {
    var committed = OracleState()
    var isClosed = false
    var readers = 0
    /// How often what ran was interrupted.
    var interruptions = 0
    var waitingForReaders: [CheckedContinuation<Void, Never>] = []
  }

  /// An empty store.
  public init() { faults = [] }

  /// An empty store that is wrong in known ways.
  init(faults: Set<OracleFault>) { self.faults = faults }

  /// `oracle`.
  public var name: String { "oracle" }

  /// Never: an oracle takes writes.
  public var isReadOnly: Bool { false }

  /// Runs `body` in place on the state that is committed now.
  public func read<T: Sendable>(
    _ grant: EngineGrant, _ body: sending @escaping (any EngineReader) throws -> T
  ) async throws -> T {
    let (state, before) = try store.withLock { store in
      guard !store.isClosed else { throw EngineError.closed }
      store.readers += 1
      return (store.committed, store.interruptions)
    }
    defer { readerLeft() }
    let reader = OracleReader(state, faults) { [self] in isInterrupted(since: before) }
    if faults.contains(.readersFollowCommits) { reader.refresh = { [self] in committed() } }
    defer { reader.end() }
    return try body(reader)
  }

  /// Runs `body` in place on a copy of the committed state, which then becomes the committed state.
  public func write<T: Sendable>(
    _ grant: EngineGrant, _ body: sending @escaping (any EngineWriter) throws -> T
  ) async throws -> T {
    let isAlone = !faults.contains(.writersOverlap)
    if isAlone { try await writers.enter() }
    defer { if isAlone { writers.leave() } }
    let (state, before) = try store.withLock { store in
      guard !store.isClosed else { throw EngineError.closed }
      return (store.committed, store.interruptions)
    }
    let writer = OracleWriter(state, faults) { [self] in isInterrupted(since: before) }
    if faults.contains(.readersSeeUncommitted) { writer.onChange = { [self] in commit($0) } }
    defer { writer.end() }
    let result = try body(writer)
    if !faults.contains(.commitsWhenCancelled) { try Task.checkCancellation() }
    if isInterrupted(since: before), !faults.contains(.commitsWhenInterrupted) { throw CancellationError() }
    commit(writer.state)
    return result
  }

  /// Always throws `unsupported`: there are no files.
  public func backup(_ grant: EngineGrant, to path: String) async throws {
    _ = try openState()
    throw EngineError(.unsupported, .unsupported, "the oracle has no files")
  }

  /// Checks every unique index against the rows.
  public func integrityProblems(_ grant: EngineGrant) async throws -> [String] {
    let state = try openState()
    return state.tables.values.compactMap { table in
      (try? state.checkUnique(table.layout.id)) == nil ? "table \(table.layout.id) violates a unique index" : nil
    }
  }

  /// Refuses the writers in line.
  public func turnAway(_ grant: EngineGrant) { writers.turnAway() }

  /// Makes readers and writers that are lent now throw from their next call on.
  public func interrupt(_ grant: EngineGrant) { store.withLock { $0.interruptions += 1 } }

  private func isInterrupted(since before: Int) -> Bool { store.withLock { $0.interruptions != before } }

  /// Refuses what comes from now on, and returns once everybody who is inside has left.
  public func close(_ grant: EngineGrant) async {
    store.withLock { $0.isClosed = true }
    guard !faults.contains(.closesWithoutWaiting) else { return }
    await writers.enterRegardless()
    writers.leave()
    await withCheckedContinuation { continuation in
      let isQuiet = store.withLock { store in
        if store.readers > 0 { store.waitingForReaders.append(continuation) }
        return store.readers == 0
      }
      if isQuiet { continuation.resume() }
    }
  }

  private func openState() throws -> OracleState {
    try store.withLock { store in
      guard !store.isClosed else { throw EngineError.closed }
      return store.committed
    }
  }

  private func committed() -> OracleState { store.withLock { $0.committed } }

  private func commit(_ state: OracleState) { store.withLock { $0.committed = state } }

  private func readerLeft() {
    let waiting = store.withLock { store in
      store.readers -= 1
      guard store.readers == 0 else { return [CheckedContinuation<Void, Never>]() }
      defer { store.waitingForReaders = [] }
      return store.waitingForReaders
    }
    for continuation in waiting { continuation.resume() }
  }
}
