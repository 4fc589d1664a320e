import CRMModel

/// The tenants that nobody uses, in the order in which they came to that.
struct IdleOrder<Key: Hashable & Sendable> {
  private var line = TicketLine<(key: Key, since: Instant)>()
  private var tickets: [Key: UInt64] = [:]
  private var lastTicket: UInt64 = 0

  /// How many there are.
  var count: Int { line.count }

  /// The one that was used least recently.
  ///
  /// - Complexity: O(1).
  var first: Key? { line.first?.element.key }

  mutating func add(_ key: Key, since moment: Instant) {
    remove(key)
    lastTicket += 1
    tickets[key] = lastTicket
    line.insert((key, moment), ticket: lastTicket)
  }

  mutating func remove(_ key: Key) {
    guard let ticket = tickets.removeValue(forKey: key) else { return }
    line.remove(ticket: ticket)
  }

  /// Those that came to it at a moment or before, in their order.
  ///
  /// - Complexity: O(*n*).
  func keys(since moment: Instant) -> [Key] { line.all.filter { $0.element.since <= moment }.map(\.element.key) }

  /// All of them, in their order.
  var keys: [Key] { line.all.map(\.element.key) }
}
