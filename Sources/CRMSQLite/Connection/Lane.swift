import Synchronization

/// A place for one connection, opened when it is needed first.
///
/// `@unchecked Sendable`: only the task that holds it from a ``Turnstile`` touches it, except ``interrupt()``, whose
/// state has a lock of its own.
final class Lane: @unchecked Sendable {
  private var opened: SQLiteConnection?
  private let working = Mutex<Interruption?>(nil)

  init(_ connection: SQLiteConnection? = nil) { opened = connection }

  /// The connection, opened now if it was not.
  func connection(opening: () throws -> SQLiteConnection) throws -> SQLiteConnection {
    if let opened { return opened }
    let connection = try opening()
    opened = connection
    return connection
  }

  /// Notes what the lane's work is interrupted by; nil when the work is over.
  func work(under interruption: Interruption?) { working.withLock { $0 = interruption } }

  /// Interrupts the work, whoever does it.
  func interrupt() { working.withLock { $0 }?.cancel() }

  /// Closes the connection, if there is one.
  func close() {
    try? opened?.close()
    opened = nil
  }
}
