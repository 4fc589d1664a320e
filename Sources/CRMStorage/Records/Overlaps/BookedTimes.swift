/// What is booked of one calendar, as far as it matters to some intervals that are asked about.
///
/// An interval that is not empty overlaps `[start, end)` unless it begins at `end` or later, or has ended by `start`; one
/// that has ended by then has begun before `end` too. So the intervals booked that overlap are as many as have begun
/// before `end`, less those that have ended by `start`: two counts, each kept in a tree of running totals.
struct BookedTimes {
  /// The beginnings of the intervals asked about, ascending.
  private let starts: [Int64]
  /// Their ends, ascending.
  private let ends: [Int64]
  private var begun: RunningCounts
  private var ended: RunningCounts

  /// An empty calendar.
  ///
  /// - Parameter intervals: All that will be asked about, none of them empty.
  /// - Complexity: O(*n* log *n*).
  init(askedAbout intervals: [Range<Int64>]) {
    starts = intervals.map(\.lowerBound).sorted()
    ends = intervals.map(\.upperBound).sorted()
    begun = RunningCounts(count: intervals.count)
    ended = RunningCounts(count: intervals.count)
  }

  /// From the first beginning to the last end asked about; nil if nothing is.
  var span: Range<Int64>? {
    guard let first = starts.first, let last = ends.last else { return nil }
    return first..<last
  }

  /// Books an interval that is not empty.
  ///
  /// - Complexity: O(log *n*), whatever is booked already.
  mutating func book(_ interval: Range<Int64>) {
    // It counts for those that end after it has begun, and is discounted for those that begin when it has ended.
    begun.add(at: ends.firstPlace { $0 > interval.lowerBound })
    ended.add(at: starts.firstPlace { $0 >= interval.upperBound })
  }

  /// Whether something is booked within one of the intervals asked about.
  ///
  /// - Complexity: O(log *n*).
  func isTaken(_ interval: Range<Int64>) -> Bool {
    let before = begun.total(through: ends.firstPlace { $0 >= interval.upperBound })
    return before > ended.total(through: starts.firstPlace { $0 >= interval.lowerBound })
  }
}

/// Counts at places, and their totals from the first place on: the binary indexed tree of P. M. Fenwick, "A new data
/// structure for cumulative frequency tables" (Software: Practice and Experience 24, 1994).
private struct RunningCounts {
  /// Position *i* holds the total of the places from *i* less its lowest bit up to, not including, *i*.
  private var totals: [Int]

  init(count: Int) { totals = Array(repeating: 0, count: count + 1) }

  /// Adds one at a place; nothing beyond the last.
  mutating func add(at place: Int) {
    var index = place + 1
    while index < totals.count {
      totals[index] += 1
      index += index & -index
    }
  }

  func total(through place: Int) -> Int {
    var index = min(place + 1, totals.count - 1)
    var total = 0
    while index > 0 {
      total += totals[index]
      index -= index & -index
    }
    return total
  }
}

extension [Int64] {
  /// The first place from which on a condition holds; it must hold for a tail of the array and nothing before.
  fileprivate func firstPlace(where holds: (Int64) -> Bool) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if holds(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
