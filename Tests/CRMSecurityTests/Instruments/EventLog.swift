import CRMSecurity
import Synchronization

/// Gathers what an instrument is told.
final class EventLog: Sendable {
  private let events = Mutex<[StatementEvent]>([])

  func add(_ event: StatementEvent) { events.withLock { $0.append(event) } }
  func clear() { events.withLock { $0 = [] } }

  /// Everything told since the last clearing, in order.
  var all: [StatementEvent] { events.withLock { $0 } }
}
