import CRMStorage
import Synchronization

/// Hands out a fixed set of things, one holder each, first come first served; whoever waits is suspended, no thread is blocked.
///
/// A task that is cancelled while it waits leaves the queue and throws `CancellationError`.
final class Turnstile<Thing: Sendable>: Sendable {
  private typealias Waiter = CheckedContinuation<Thing, any Error>

  private struct State {
    var idle: [Thing]
    var waiters: [Int: Waiter] = [:]
    /// Tickets from `serving` up to, not including, `issued` are out; those of cancelled waiters are no longer in `waiters`.
    var serving = 0
    var issued = 0
    var isClosing = false
    var isClosed = false
    var afterClose: [CheckedContinuation<Void, Never>] = []

    mutating func nextWaiter() -> Waiter? {
      while serving < issued {
        let ticket = serving
        serving += 1
        if let waiter = waiters.removeValue(forKey: ticket) { return waiter }
      }
      return nil
    }
  }

  private let count: Int
  private let state: Mutex<State>

  init(_ things: [Thing]) {
    count = things.count
    state = Mutex(State(idle: things.reversed()))
  }

  /// How many tasks wait.
  var waiting: Int { state.withLock { $0.waiters.count } }

  /// Whether nobody holds anything.
  var isIdle: Bool { state.withLock { $0.idle.count == count } }

  /// Takes a thing, waiting for one if all are out. Give it back with ``release(_:)``.
  ///
  /// - Throws: `CancellationError`, or ``EngineError`` `closed` once ``drain()`` has begun.
  func acquire() async throws -> Thing {
    try Task.checkCancellation()
    let taken: Thing? = try state.withLock { state throws(EngineError) in
      guard !state.isClosing else { throw .closed }
      return state.idle.popLast()
    }
    if let taken { return taken }
    let ticket = state.withLock { state in
      state.issued += 1
      return state.issued - 1
    }
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { waiter in
        enqueue(waiter, ticket, refusesWhenClosing: true)
        // A cancellation before the entry found nobody to wake.
        if Task.isCancelled { abandon(ticket) }
      }
    } onCancel: {
      abandon(ticket)
    }
  }

  /// Takes all things that nobody holds, without waiting; none once ``drain()`` has begun. Give each back with ``release(_:)``.
  func takeIdle() -> [Thing] {
    state.withLock { state in
      guard !state.isClosing else { return [] }
      defer { state.idle = [] }
      return state.idle
    }
  }

  private func abandon(_ ticket: Int) {
    state.withLock { $0.waiters.removeValue(forKey: ticket) }?.resume(throwing: CancellationError())
  }

  private func enqueue(_ waiter: Waiter, _ ticket: Int, refusesWhenClosing: Bool) {
    let outcome: Result<Thing, any Error>? = state.withLock { state in
      if refusesWhenClosing, state.isClosing { return .failure(EngineError.closed) }
      if let thing = state.idle.popLast() { return .success(thing) }
      // A thing that came back since the ticket was issued found nobody under it.
      state.serving = min(state.serving, ticket)
      state.waiters[ticket] = waiter
      return nil
    }
    if let outcome { waiter.resume(with: outcome) }
  }

  /// Throws at everybody who waits for a thing.
  func turnAway(_ error: any Error) {
    let turnedAway = state.withLock { state in
      defer { state.waiters = [:] }
      return state.waiters
    }
    for (_, waiter) in turnedAway.sorted(by: { $0.key < $1.key }) { waiter.resume(throwing: error) }
  }

  /// Gives a thing back, to the task that has waited longest.
  func release(_ thing: Thing) {
    let waiter = state.withLock { state in
      let waiter = state.nextWaiter()
      if waiter == nil { state.idle.append(thing) }
      return waiter
    }
    waiter?.resume(returning: thing)
  }

  /// Refuses newcomers, waits for all that came before, and takes everything for good.
  ///
  /// - Returns: The things; nil for all callers but the first, who return once ``finish()`` was called.
  func drain() async -> [Thing]? {
    let isFirst = state.withLock { state in
      defer { state.isClosing = true }
      return !state.isClosing
    }
    guard isFirst else {
      await withCheckedContinuation { waiter in
        let isClosed = state.withLock { state in
          if !state.isClosed { state.afterClose.append(waiter) }
          return state.isClosed
        }
        if isClosed { waiter.resume() }
      }
      return nil
    }
    var things: [Thing] = []
    while things.count < count {
      let ticket = state.withLock { state in
        state.issued += 1
        return state.issued - 1
      }
      let thing = try? await withCheckedThrowingContinuation { enqueue($0, ticket, refusesWhenClosing: false) }
      if let thing { things.append(thing) }
    }
    return things
  }

  /// Lets those return who wait for the end of ``drain()``.
  func finish() {
    let waiters = state.withLock { state in
      state.isClosed = true
      defer { state.afterClose = [] }
      return state.afterClose
    }
    for waiter in waiters { waiter.resume() }
  }
}
