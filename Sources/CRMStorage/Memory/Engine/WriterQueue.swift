import Synchronization

/// Lets one task at a time write; the others wait in the order they came, without blocking a thread.
final class WriterQueue: Sendable {
  private struct Waiter {
    let number: UInt64
    let continuation: CheckedContinuation<Void, any Error>
  }

  private struct Line {
    var isTaken = false
    var waiters: [Waiter] = []
    var nextNumber: UInt64 = 0
  }

  private let line = Mutex(Line())

  /// Waits for its turn.
  ///
  /// - Throws: `CancellationError` if the task is cancelled while it waits; it then has no turn.
  func enter() async throws {
    let number: UInt64? = line.withLock { line in
      if !line.isTaken {
        line.isTaken = true
        return nil
      }
      line.nextNumber &+= 1
      return line.nextNumber
    }
    guard let number else { return }
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
        enqueue(Waiter(number: number, continuation: continuation))
      }
    } onCancel: {
      cancel(number)
    }
  }

  private func enqueue(_ waiter: Waiter) {
    enum Outcome { case enters, waits, isCancelled }
    let outcome: Outcome = line.withLock { line in
      if !line.isTaken {
        line.isTaken = true
        return .enters
      }
      // A cancellation before this point has looked for the waiter in vain.
      if Task.isCancelled { return .isCancelled }
      line.waiters.append(waiter)
      return .waits
    }
    switch outcome {
    case .enters: waiter.continuation.resume()
    case .isCancelled: waiter.continuation.resume(throwing: CancellationError())
    case .waits: break
    }
  }

  private func cancel(_ number: UInt64) {
    let waiter: Waiter? = line.withLock { line in
      line.waiters.firstIndex { $0.number == number }.map { line.waiters.remove(at: $0) }
    }
    waiter?.continuation.resume(throwing: CancellationError())
  }

  /// Throws at everybody who waits.
  func turnAway(_ error: any Error) {
    let waiters = line.withLock { line in
      defer { line.waiters = [] }
      return line.waiters
    }
    for waiter in waiters { waiter.continuation.resume(throwing: error) }
  }

  /// Ends the turn and gives it to the next.
  func leave() {
    let next: Waiter? = line.withLock { line in
      if line.waiters.isEmpty {
        line.isTaken = false
        return nil
      }
      return line.waiters.removeFirst()
    }
    next?.continuation.resume()
  }
}
