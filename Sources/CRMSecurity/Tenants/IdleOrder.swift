import CRMModel

/// The tenants that nobody uses, in the order in which they came to that.
struct IdleOrder<Key: Hashable & Sendable> {
  private var entries: [(key: Key, number: Int)] = []
  private var start = 0
  private var numbers: [Key: (number: Int, since: Instant)] = [:]
  private var next = 0

  /// How many there are.
  var count: Int { numbers.count }

  /// The one that was used least recently.
  ///
  /// - Complexity: O(1), amortized over what was added.
  var first: Key? {
    mutating get {
      while start < entries.count {
        let entry = entries[start]
        if numbers[entry.key]?.number == entry.number { return entry.key }
        start += 1
      }
      entries.removeAll(keepingCapacity: true)
      start = 0
      return nil
    }
  }

  mutating func add(_ key: Key, since moment: Instant) {
    // What was taken out lies about until it comes to the front.
    if entries.count > 2 * numbers.count + 16 { sweep() }
    next += 1
    numbers[key] = (next, moment)
    entries.append((key, next))
  }

  mutating func remove(_ key: Key) { numbers[key] = nil }

  /// Those that came to it at a moment or before, in their order.
  ///
  /// - Complexity: O(*n*).
  func keys(since moment: Instant) -> [Key] {
    entries[start...].filter { entry in
      guard let kept = numbers[entry.key], kept.number == entry.number else { return false }
      return kept.since <= moment
    }.map(\.key)
  }

  /// All of them, in their order.
  var keys: [Key] { entries[start...].filter { numbers[$0.key]?.number == $0.number }.map(\.key) }

  private mutating func sweep() {
    let numbers = numbers
    entries.removeSubrange(..<start)
    start = 0
    entries.removeAll { numbers[$0.key]?.number != $0.number }
  }
}
