import CRMModel
import Synchronization

/// An engine that keeps everything in memory, in columns.
///
/// A state is a value that is never changed once it is committed: readers take it and never wait, a transaction works on a copy that shares
/// all that it does not touch, and ``fork()`` gives an independent engine at once. Nothing outlives the engine.
public final class MemoryEngine: StorageEngine {
  private struct Core {
    var state: MemoryState
    var isClosed = false
    /// How many reads and writes run, waiting ones included.
    var active = 0
    var closers: [CheckedContinuation<Void, Never>] = []
  }

  private let core: Mutex<Core>
  private let writers = WriterQueue()
  private let interruptions = InterruptionCount()

  /// Whether the engine refuses writes.
  public let isReadOnly: Bool

  /// Always `memory`.
  public var name: String { "memory" }

  /// An engine without tables.
  ///
  /// - Parameter isReadOnly: Whether writes are refused.
  public convenience init(isReadOnly: Bool = false) { self.init(MemoryState(), isReadOnly: isReadOnly) }

  private init(_ state: MemoryState, isReadOnly: Bool) {
    core = Mutex(Core(state: state))
    self.isReadOnly = isReadOnly
  }

  /// A writable engine with the same committed state, from now on independent of this one.
  ///
  /// - Throws: ``EngineError`` `closed`.
  /// - Complexity: O(1), whatever the size.
  public func fork() throws -> MemoryEngine {
    let state = try core.withLock { core in
      if core.isClosed { throw EngineError.closed }
      return core.state
    }
    return MemoryEngine(state, isReadOnly: false)
  }

  /// Runs `body` on the state committed last, in place and without waiting for anybody.
  ///
  /// - Throws: What `body` throws; ``EngineError`` `closed`.
  public func read<T: Sendable>(
    _ grant: EngineGrant, _ body: sending @escaping (any EngineReader) throws -> T
  ) async throws -> T {
    let reader = MemoryReader(try begin(), interruptions)
    defer {
      _ = reader.end()
      finish()
    }
    return try body(reader)
  }

  /// Runs `body` on a copy of the state, alone among writers, and makes it the engine's when `body` returns.
  ///
  /// Writers wait in the order they came, without a thread.
  ///
  /// - Throws: What `body` throws; `CancellationError` if the task is cancelled before the commit; ``EngineError`` `readOnly` or `closed`.
  ///   Nothing has happened then.
  public func write<T: Sendable>(
    _ grant: EngineGrant, _ body: sending @escaping (any EngineWriter) throws -> T
  ) async throws -> T {
    _ = try begin()
    defer { finish() }
    if isReadOnly { throw EngineError.readOnly }
    try await writers.enter()
    defer { writers.leave() }
    try Task.checkCancellation()
    let writer = MemoryWriter(core.withLock { $0.state }, interruptions)
    defer { _ = writer.end() }
    let result = try body(writer)
    try Task.checkCancellation()
    try writer.checkInterruption()
    if let state = writer.end() { core.withLock { $0.state = state } }
    return result
  }

  /// Always throws: there are no files.
  public func backup(_ grant: EngineGrant, to path: String) async throws {
    _ = try begin()
    defer { finish() }
    throw EngineError(.unsupported, .unsupported, "a store in memory has no file to back up")
  }

  /// Checks ids and indexes against the rows of the state committed last.
  ///
  /// - Complexity: O(*n* log *n*) in the rows of all tables.
  public func integrityProblems(_ grant: EngineGrant) async throws -> [String] {
    let state = try begin()
    defer { finish() }
    return state.tables.values.sorted { $0.layout.id < $1.layout.id }.flatMap { $0.problems() }
  }

  /// Throws ``EngineError/suspended`` at the writers in line.
  public func turnAway(_ grant: EngineGrant) { writers.turnAway(EngineError.suspended) }

  /// Makes readers and writers that are lent now throw `CancellationError` from their next call on.
  public func interrupt(_ grant: EngineGrant) { interruptions.interrupt() }

  /// Waits for readers and writers, those in line included, then forgets everything; closing twice is harmless.
  public func close(_ grant: EngineGrant) async {
    await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
      let isIdle = core.withLock { core in
        core.isClosed = true
        if core.active > 0 { core.closers.append(continuation) } else { core.state = MemoryState() }
        return core.active == 0
      }
      if isIdle { continuation.resume() }
    }
  }

  private func begin() throws -> MemoryState {
    try core.withLock { core in
      if core.isClosed { throw EngineError.closed }
      core.active += 1
      return core.state
    }
  }

  private func finish() {
    let closers = core.withLock { core in
      core.active -= 1
      guard core.active == 0, core.isClosed else { return [CheckedContinuation<Void, Never>]() }
      core.state = MemoryState()
      defer { core.closers = [] }
      return core.closers
    }
    for closer in closers { closer.resume() }
  }
}
