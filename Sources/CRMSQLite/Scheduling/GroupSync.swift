import CRMStorage
import Synchronization

/// Makes the disk keep commits, many with one synchronisation.
///
/// A writer behind whom others wait commits without a synchronisation of its own, lets the next one begin, and waits here for the disk.
/// The first who waits synchronises, in place, for all who had committed by then; those who commit meanwhile are served by the next
/// one. A transaction stays one of its own: what is shared is the way to the disk, after it was committed.
///
/// Once a synchronisation has failed nobody knows what the disk has, so all that was not kept yet fails, and all later writers with it,
/// until the file is opened anew.
final class GroupSync: Sendable {
  /// A commit, counted from 1.
  typealias Ticket = UInt64

  private enum Turn {
    /// The disk has it.
    case kept
    /// Nobody synchronises, so whoever is told this does.
    case leads
  }

  private typealias Waiter = (ticket: Ticket, resume: CheckedContinuation<Turn, any Error>)

  private struct State {
    /// The last commit.
    var committed: Ticket = 0
    /// The last commit that the disk has for certain.
    var kept: Ticket = 0
    var isRunning = false
    var failure: (any Error)?
    /// In the order in which they came.
    var waiters: [Waiter] = []
    var count = 0
  }

  private let state = Mutex(State())
  private let synchronize: @Sendable () throws -> Void

  /// - Parameter synchronize: Returns when the disk has all that was committed before the call.
  init(_ synchronize: @escaping @Sendable () throws -> Void) { self.synchronize = synchronize }

  /// How often the disk was synchronised.
  var count: Int { state.withLock { $0.count } }

  /// Throws if a synchronisation has failed.
  func check() throws {
    if let failure = state.withLock({ $0.failure }) { throw failure }
  }

  /// Counts a commit that the disk may not have yet; its writer says ``keep(_:while:)`` then.
  func noteCommit() -> Ticket {
    state.withLock { state in
      state.committed += 1
      return state.committed
    }
  }

  /// Returns when the disk has a commit. It is not given up when the task is cancelled.
  ///
  /// - Parameter othersCommit: Whether others are about to commit, who are let go first.
  /// - Throws: What the synchronisation threw.
  func keep(_ ticket: Ticket, while othersCommit: () -> Bool) async throws {
    while try await turn(ticket) == .leads {
      // On one thread, nobody else would ever get to commit before the synchronisation.
      if othersCommit() { await Task.yield() }
      lead()
    }
  }

  private func turn(_ ticket: Ticket) async throws -> Turn {
    try await withCheckedThrowingContinuation { waiter in
      let turn: Result<Turn, any Error>? = state.withLock { state in
        if ticket <= state.kept { return .success(.kept) }
        if let failure = state.failure { return .failure(failure) }
        if state.isRunning {
          state.waiters.append((ticket, waiter))
          return nil
        }
        state.isRunning = true
        return .success(.leads)
      }
      if let turn { waiter.resume(with: turn) }
    }
  }

  /// Synchronises, and wakes all whom it serves and one to lead the others.
  private func lead() {
    let committed = state.withLock { $0.committed }
    let outcome = Result(catching: synchronize)
    let woken = state.withLock { state -> [(waiter: Waiter, turn: Result<Turn, any Error>)] in
      state.count += 1
      state.isRunning = false
      defer { state.waiters.removeAll { waiter in state.failure != nil || waiter.ticket <= state.kept } }
      if case .failure(let error) = outcome {
        state.failure = error
        return state.waiters.map { ($0, .failure(error)) }
      }
      state.kept = max(state.kept, committed)
      var woken: [(waiter: Waiter, turn: Result<Turn, any Error>)] = []
      for waiter in state.waiters where waiter.ticket <= committed { woken.append((waiter, .success(.kept))) }
      if let next = state.waiters.firstIndex(where: { $0.ticket > committed }) {
        woken.append((state.waiters.remove(at: next), .success(.leads)))
        state.isRunning = true
      }
      return woken
    }
    for (waiter, turn) in woken { waiter.resume.resume(with: turn) }
  }
}
