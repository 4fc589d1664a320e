/// A place for one connection, opened when it is needed first.
///
/// `@unchecked Sendable`: only the task that holds it from a ``Turnstile`` touches it.
final class Lane: @unchecked Sendable {
  private var opened: SQLiteConnection?

  init(_ connection: SQLiteConnection? = nil) { opened = connection }

  /// The connection, opened now if it was not.
  func connection(opening: () throws -> SQLiteConnection) throws -> SQLiteConnection {
    if let opened { return opened }
    let connection = try opening()
    opened = connection
    return connection
  }

  /// Closes the connection, if there is one.
  func close() {
    try? opened?.close()
    opened = nil
  }
}
