import CRMModel
import CRMStorage
internal import Synchronization

/// Tells observers that something was committed, after it was; many commits while an observer is busy become one.
///
/// Observers wait for a sequence number higher than the last they saw; nothing of a commit passes through here but its number and
/// the tables it touched.
final class CommitHub: Sendable {
  fileprivate struct Waiter {
    let id: UInt64
    let tables: Set<TableID>
    let after: Int64
    let resume: CheckedContinuation<Int64?, Never>
  }

  fileprivate struct Settling {
    let id: UInt64
    let targets: [UInt64: Int64]
    let resume: CheckedContinuation<Void, Never>
  }

  fileprivate struct State {
    var newest: Int64 = 0
    /// The number of the last commit that touched each table.
    var touched: [TableID: Int64] = [:]
    var waiters: [Waiter] = []
    var nextID: UInt64 = 1
    var isClosed = false
    /// How often the store went on after it was suspended.
    var resumptions = 0
    var observers: [UInt64: (tables: Set<TableID>, seen: Int64)] = [:]
    var settling: [Settling] = []
  }

  private let state = Mutex(State())

  func publish(_ sequence: Int64, _ tables: Set<TableID>) {
    let ready = state.withLock { state -> [Waiter] in
      state.newest = max(state.newest, sequence)
      for table in tables { state.touched[table] = max(state.touched[table] ?? 0, sequence) }
      let ready = state.waiters.filter { State.newest(of: $0.tables, in: state.touched) > $0.after }
      state.waiters.removeAll { waiter in ready.contains { $0.id == waiter.id } }
      return ready
    }
    for waiter in ready { waiter.resume.resume(returning: sequence) }
  }

  /// Begins to count an observer for ``settled()``.
  func register(_ tables: Set<TableID>) -> UInt64 {
    state.withLock { state in
      let id = state.takeID()
      state.observers[id] = (tables, -1)
      return id
    }
  }

  /// Stops counting an observer.
  func unregister(_ observer: UInt64) {
    let done = state.withLock { state in
      state.observers[observer] = nil
      return state.takeSettled()
    }
    for waiting in done { waiting.resume() }
  }

  /// The number of the last commit that touched any of the tables; what a read that begins now sees at least.
  func newest(of tables: Set<TableID>) -> Int64 { state.withLock { State.newest(of: tables, in: $0.touched) } }

  /// Notes that an observer has delivered everything up to a commit.
  func delivered(_ sequence: Int64, to observer: UInt64) {
    let done = state.withLock { state in
      if let entry = state.observers[observer] { state.observers[observer] = (entry.tables, max(entry.seen, sequence)) }
      return state.takeSettled()
    }
    for waiting in done { waiting.resume() }
  }

  /// Returns when every observer that is being iterated has delivered all that was committed before the call, or the task is cancelled.
  func settled() async {
    let id = state.withLock { $0.takeID() }
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let isDone = state.withLock { state in
          let targets = state.observers.mapValues { State.newest(of: $0.tables, in: state.touched) }
          if state.isClosed || Task.isCancelled || state.has(delivered: targets) { return true }
          state.settling.append(Settling(id: id, targets: targets, resume: continuation))
          return false
        }
        if isDone { continuation.resume() }
      }
    } onCancel: {
      let waiting = state.withLock { state -> Settling? in
        guard let index = state.settling.firstIndex(where: { $0.id == id }) else { return nil }
        return state.settling.remove(at: index)
      }
      waiting?.resume.resume()
    }
  }

  /// How often the store went on after it was suspended.
  var resumptions: Int { state.withLock { $0.resumptions } }

  /// Makes all who wait look again: the store was suspended, and other processes may have written.
  func resume() {
    let waiters = state.withLock { state in
      state.resumptions += 1
      defer { state.waiters = [] }
      return state.waiters
    }
    for waiter in waiters { waiter.resume.resume(returning: waiter.after) }
  }

  /// Waits until the store has gone on more than so many times, unless it does already; false when the workspace is closed or the task
  /// cancelled.
  ///
  /// - Parameter goesOn: Whether nothing is suspended. It is asked once the wait has begun: what is resumed before is seen by it, what
  ///   is resumed later ends the wait.
  func resumption(after resumptions: Int, unless goesOn: () -> Bool) async -> Bool {
    await next(after: .max, tables: [], resumptions: resumptions, unless: goesOn) != nil
  }

  /// Waits for a commit after `sequence` that touched one of the tables, or until the store has gone on more than so many times; nil when
  /// the workspace is closed or the task cancelled.
  ///
  /// - Parameter isInVain: Whether the wait that has begun is to end at once.
  func next(
    after sequence: Int64, tables: Set<TableID>, resumptions: Int, unless isInVain: () -> Bool = { false }
  ) async -> Int64? {
    let id = state.withLock { $0.takeID() }
    return await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let ready = state.withLock { state -> Int64?? in
          if state.isClosed || Task.isCancelled { return .some(nil) }
          let newest = State.newest(of: tables, in: state.touched)
          if newest > sequence || state.resumptions > resumptions { return .some(newest) }
          state.waiters.append(Waiter(id: id, tables: tables, after: sequence, resume: continuation))
          return nil
        }
        if let ready { continuation.resume(returning: ready) } else if isInVain() { wake(id, sequence) }
      }
    } onCancel: {
      wake(id, nil)
    }
  }

  private func wake(_ id: UInt64, _ sequence: Int64?) {
    let waiter = state.withLock { state -> Waiter? in
      guard let index = state.waiters.firstIndex(where: { $0.id == id }) else { return nil }
      return state.waiters.remove(at: index)
    }
    waiter?.resume.resume(returning: sequence)
  }

  func close() {
    let (waiters, settling) = state.withLock { state in
      state.isClosed = true
      defer { (state.waiters, state.settling) = ([], []) }
      return (state.waiters, state.settling)
    }
    for waiter in waiters { waiter.resume.resume(returning: nil) }
    for waiting in settling { waiting.resume.resume() }
  }
}

extension CommitHub.State {
  fileprivate mutating func takeID() -> UInt64 {
    nextID += 1
    return nextID
  }

  fileprivate static func newest(of tables: Set<TableID>, in touched: [TableID: Int64]) -> Int64 {
    tables.reduce(0) { max($0, touched[$1] ?? 0) }
  }

  /// Whether every observer that is still there has delivered what it is wanted to.
  fileprivate func has(delivered targets: [UInt64: Int64]) -> Bool {
    targets.allSatisfy { observer, wanted in (observers[observer]?.seen ?? wanted) >= wanted }
  }

  /// Takes out those who wait for nothing more.
  fileprivate mutating func takeSettled() -> [CheckedContinuation<Void, Never>] {
    let waiting = settling
    settling = waiting.filter { !has(delivered: $0.targets) }
    return waiting.filter { has(delivered: $0.targets) }.map(\.resume)
  }
}
