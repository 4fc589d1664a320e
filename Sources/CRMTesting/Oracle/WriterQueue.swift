internal import CRMStorage
internal import Synchronization

/// Lets one task in at a time, in the order of arrival, without blocking a thread.
final class WriterQueue: Sendable {
  private let state = Mutex(State())

  /// What becomes of waiting.
  private enum Outcome { case inside, cancelled, turnedAway }

  private struct Waiter {
    let ticket: Int
    let mayBeTurnedAway: Bool
    let continuation: CheckedContinuation<Outcome, Never>
  }

  private struct State {
    var isTaken = false
    var nextTicket = 0
    var waiting: [Waiter] = []
    /// Tickets whose task was cancelled before it stood in the queue.
    var cancelled: Set<Int> = []
  }

  /// Returns when the caller is alone; every return is followed by one ``leave()``.
  ///
  /// - Throws: `CancellationError` if the task is cancelled while it waits, `suspended` if it is turned away; it is then
  ///   not inside.
  func enter() async throws {
    try Task.checkCancellation()
    let ticket = takeTicket()
    let outcome = await withTaskCancellationHandler {
      await wait(ticket, mayBeTurnedAway: true)
    } onCancel: {
      cancel(ticket)
    }
    state.withLock { _ = $0.cancelled.remove(ticket) }
    switch outcome {
    case .inside: return
    case .cancelled: throw CancellationError()
    case .turnedAway: throw EngineError.suspended
    }
  }

  /// As ``enter()``, for somebody who has to get in even when cancelled or turned away.
  func enterRegardless() async { _ = await wait(takeTicket(), mayBeTurnedAway: false) }

  /// Refuses everybody who waits by ``enter()``.
  func turnAway() {
    let turnedAway = state.withLock { state in
      defer { state.waiting.removeAll(where: \.mayBeTurnedAway) }
      return state.waiting.filter(\.mayBeTurnedAway)
    }
    for waiter in turnedAway { waiter.continuation.resume(returning: .turnedAway) }
  }

  /// Lets the next one in.
  func leave() {
    let next = state.withLock { state -> CheckedContinuation<Outcome, Never>? in
      guard !state.waiting.isEmpty else {
        state.isTaken = false
        return nil
      }
      return state.waiting.removeFirst().continuation
    }
    next?.resume(returning: .inside)
  }

  private func takeTicket() -> Int {
    state.withLock { state in
      state.nextTicket += 1
      return state.nextTicket
    }
  }

  private func wait(_ ticket: Int, mayBeTurnedAway: Bool) async -> Outcome {
    await withCheckedContinuation { continuation in
      let answer = state.withLock { state -> Outcome? in
        if state.cancelled.contains(ticket) { return .cancelled }
        if !state.isTaken {
          state.isTaken = true
          return .inside
        }
        state.waiting.append(
          Waiter(ticket: ticket, mayBeTurnedAway: mayBeTurnedAway, continuation: continuation))
        return nil
      }
      if let answer { continuation.resume(returning: answer) }
    }
  }

  private func cancel(_ ticket: Int) {
    let continuation = state.withLock { state -> CheckedContinuation<Outcome, Never>? in
      guard let place = state.waiting.firstIndex(where: { $0.ticket == ticket }) else {
        state.cancelled.insert(ticket)
        return nil
      }
      return state.waiting.remove(at: place).continuation
    }
    continuation?.resume(returning: .cancelled)
  }
}
