import CRMModel
import CRMStorage
import GRDBSQLite
import Synchronization

/// Carries a task's cancellation to the connection that works for it, and to no other.
///
/// The lock makes sure that a cancellation which comes late never interrupts the next user of the connection.
final class Interruption: Sendable {
  private struct State {
    // A connection's handle may be used for sqlite3_interrupt from any thread while the connection is open.
    nonisolated(unsafe) var connection: OpaquePointer?
  }

  private let state = Mutex(State())
  private let cancelled = Atomic(false)

  /// Whether the task was cancelled.
  var isCancelled: Bool { cancelled.load(ordering: .relaxed) }

  /// Throws `CancellationError` if the task was cancelled.
  func check() throws {
    if isCancelled { throw CancellationError() }
  }

  /// From now on, a cancellation interrupts what runs on this connection.
  func arm(_ connection: OpaquePointer) { state.withLock { $0.connection = connection } }

  /// From now on, a cancellation interrupts nothing.
  func disarm() { state.withLock { $0.connection = nil } }

  /// Cancels.
  func cancel() {
    cancelled.store(true, ordering: .relaxed)
    state.withLock { state in
      if let connection = state.connection { sqlite3_interrupt(connection) }
    }
  }
}
