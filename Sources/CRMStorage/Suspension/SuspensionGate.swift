internal import Synchronization

/// Where each call to an engine goes in and out: it counts them, and turns them away while somebody wants the store to be
/// suspended.
final class SuspensionGate: Sendable {
  private struct Watcher {
    let continuation: CheckedContinuation<Void, Never>
    var timer: Task<Void, Never>?
  }

  private struct State {
    /// The openers there are; only they can want anything.
    var openers: Set<StoreOpener> = []
    var lastOpener: UInt64 = 0
    var suspenders: Set<StoreOpener> = []
    var running = 0
    var lastPass: UInt64 = 0
    /// The calls up to this one were interrupted, if they still ran.
    var interrupted: UInt64 = 0
    var watchers: [UInt64: Watcher] = [:]
    var lastWatcher: UInt64 = 0

    mutating func resume(for opener: StoreOpener) -> Bool { suspenders.remove(opener) != nil && suspenders.isEmpty }
  }

  private let state = Mutex(State())
  /// Held while calls are turned away or interrupted, and while the store is resumed: what begins after a resumption is not
  /// hit any more. Taken before ``state``.
  private let strike = Mutex(())

  /// Whether anybody wants the store to be suspended.
  var isSuspended: Bool { state.withLock { !$0.suspenders.isEmpty } }

  /// Lets a call in, unless the store is suspended. Each call that came in says ``leave()``.
  ///
  /// - Returns: The call's number, for ``wasInterrupted(_:)``.
  func enter() throws(EngineError) -> UInt64 {
    try state.withLock { (state) throws(EngineError) in
      guard state.suspenders.isEmpty else { throw .suspended }
      state.running += 1
      state.lastPass += 1
      return state.lastPass
    }
  }

  /// Lets a call begin whose turn has come, unless the store was suspended while it waited.
  func begin() throws(EngineError) {
    if isSuspended { throw .suspended }
  }

  /// Notes that a call is over.
  func leave() {
    let watchers = state.withLock { state -> [Watcher] in
      state.running -= 1
      guard state.running == 0 else { return [] }
      defer { state.watchers = [:] }
      return Array(state.watchers.values)
    }
    for watcher in watchers {
      watcher.timer?.cancel()
      watcher.continuation.resume()
    }
  }

  /// Notes that all calls that run now are interrupted.
  func interrupt() { state.withLock { $0.interrupted = $0.lastPass } }

  /// Whether a call ran when calls were interrupted.
  func wasInterrupted(_ pass: UInt64) -> Bool { state.withLock { pass <= $0.interrupted } }

  /// Counts one opener more. Each number is given once.
  func add() -> StoreOpener {
    state.withLock { state in
      state.lastOpener += 1
      let opener = StoreOpener(number: state.lastOpener)
      state.openers.insert(opener)
      return opener
    }
  }

  /// Forgets an opener and what it wanted, for good; true if calls are let in again by that.
  func remove(_ opener: StoreOpener) -> Bool {
    strike.withLock { _ in
      state.withLock { state in
        state.openers.remove(opener)
        return state.resume(for: opener)
      }
    }
  }

  /// Turns calls away from now on, for an opener who wants that.
  ///
  /// - Throws: `closed` for an opener that was removed: nobody would let calls in again.
  func suspend(for opener: StoreOpener) throws(EngineError) {
    try state.withLock { state throws(EngineError) in
      guard state.openers.contains(opener) else { throw .closed }
      state.suspenders.insert(opener)
    }
  }

  /// Whether an opener who wanted the store to be suspended still does.
  func isSuspended(for opener: StoreOpener) -> Bool { state.withLock { $0.suspenders.contains(opener) } }

  /// Runs `body`, which must not wait, if an opener who wanted the store to be suspended still does; it cannot be resumed meanwhile.
  ///
  /// - Returns: Whether it ran.
  func whileSuspended(for opener: StoreOpener, _ body: () -> Void) -> Bool {
    strike.withLock { _ in
      guard isSuspended(for: opener) else { return false }
      body()
      return true
    }
  }

  /// Lets calls in again as far as one opener is concerned; true if nobody else wants otherwise and this one did.
  func resume(for opener: StoreOpener) -> Bool {
    strike.withLock { _ in state.withLock { $0.resume(for: opener) } }
  }

  /// Waits until nothing runs, but no longer than a time.
  ///
  /// - Parameter heedsCancellation: Whether the end of the task is the end of the wait.
  /// - Returns: Whether nothing runs.
  func idle(within time: Duration, heedsCancellation: Bool) async -> Bool {
    let id = state.withLock { state in
      state.lastWatcher += 1
      return state.lastWatcher
    }
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let waits = state.withLock { state in
          guard state.running > 0, time > .zero, !(heedsCancellation && Task.isCancelled) else { return false }
          let timer = Task { [weak self] in
            guard (try? await Task.sleep(for: time)) != nil else { return }
            self?.wake(id)
          }
          state.watchers[id] = Watcher(continuation: continuation, timer: timer)
          return true
        }
        if !waits { continuation.resume() }
      }
    } onCancel: {
      if heedsCancellation { wake(id) }
    }
    return state.withLock { $0.running == 0 }
  }

  private func wake(_ id: UInt64) {
    let watcher = state.withLock { $0.watchers.removeValue(forKey: id) }
    watcher?.timer?.cancel()
    watcher?.continuation.resume()
  }
}

/// One of those who have opened a store in this process, told from all others there ever are.
package struct StoreOpener: Hashable, Sendable {
  fileprivate let number: UInt64
}
