/// The offsets of one zone over a stretch of years, looked up by bisection.
struct ZoneOffsetTable: Sendable {
  /// A second since 1970-01-01T00:00:00Z and the offset from then on.
  struct Change: Sendable {
    let second: Int64
    let offset: Int
  }

  private let changes: [Change]
  private let end: Int64

  /// - Parameters:
  ///   - changes: In the order of time; the first one starts the table.
  ///   - end: The first second after the table.
  init(_ changes: [Change], until end: Int64) {
    self.changes = changes
    self.end = end
  }

  /// The offset at a second, nil if the table does not cover it.
  ///
  /// - Complexity: O(log *n*) in the number of changes, without allocation.
  func offset(atSecond second: Int64) -> Int? {
    guard second < end, let first = changes.first, first.second <= second else { return nil }
    var low = 0
    var high = changes.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if changes[middle].second <= second { low = middle } else { high = middle }
    }
    return changes[low].offset
  }
}
