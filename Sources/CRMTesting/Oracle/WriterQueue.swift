internal import Synchronization

/// Lets one task in at a time, in the order of arrival, without blocking a thread.
final class WriterQueue: Sendable {
  private let state = Mutex(State())

  private struct State {
    var isTaken = false
    var nextTicket = 0
    var waiting: [(ticket: Int, continuation: CheckedContinuation<Bool, Never>)] = []
    /// Tickets whose task was cancelled before it stood in the queue.
    var cancelled: Set<Int> = []
  }

  /// Returns when the caller is alone; every return is followed by one ``leave()``.
  ///
  /// - Throws: `CancellationError` if the task is cancelled while it waits; it is then not inside.
  func enter() async throws {
    try Task.checkCancellation()
    let ticket = takeTicket()
    let isInside = await withTaskCancellationHandler {
      await wait(ticket)
    } onCancel: {
      cancel(ticket)
    }
    state.withLock { _ = $0.cancelled.remove(ticket) }
    guard isInside else { throw CancellationError() }
  }

  /// As ``enter()``, for somebody who has to get in even when cancelled.
  func enterRegardless() async { _ = await wait(takeTicket()) }

  /// Lets the next one in.
  func leave() {
    let next = state.withLock { state -> CheckedContinuation<Bool, Never>? in
      guard !state.waiting.isEmpty else {
        state.isTaken = false
        return nil
      }
      return state.waiting.removeFirst().continuation
    }
    next?.resume(returning: true)
  }

  private func takeTicket() -> Int {
    state.withLock { state in
      state.nextTicket += 1
      return state.nextTicket
    }
  }

  private func wait(_ ticket: Int) async -> Bool {
    await withCheckedContinuation { continuation in
      let answer = state.withLock { state -> Bool? in
        if state.cancelled.contains(ticket) { return false }
        if !state.isTaken {
          state.isTaken = true
          return true
        }
        state.waiting.append((ticket, continuation))
        return nil
      }
      if let answer { continuation.resume(returning: answer) }
    }
  }

  private func cancel(_ ticket: Int) {
    let continuation = state.withLock { state -> CheckedContinuation<Bool, Never>? in
      guard let place = state.waiting.firstIndex(where: { $0.ticket == ticket }) else {
        state.cancelled.insert(ticket)
        return nil
      }
      return state.waiting.remove(at: place).continuation
    }
    continuation?.resume(returning: false)
  }
}
