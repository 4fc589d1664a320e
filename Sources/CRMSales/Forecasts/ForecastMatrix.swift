internal import CRMModel

/// Sums by row, period and category.
///
/// A row has storage of its own, so that a change copies the rows that it touches and no others.
struct ForecastMatrix: Sendable {
  let periods: Int
  private(set) var lines: [ForecastLine]
  /// How many amounts are in none of the sums because nobody said at what rate, by currency.
  private(set) var unrated: [Currency: Int64] = [:]

  init(rows: Int, periods: Int) {
    self.periods = periods
    lines = Array(repeating: ForecastLine(), count: rows)
  }

  /// Adds sums to a row.
  mutating func add(_ line: ForecastLine, _ row: Int) throws(ValueError) { try lines[row].add(line) }

  /// Counts amounts that have no rate, or takes them away again.
  mutating func count(unrated: [Currency: Int64], isTaken: Bool) {
    for (currency, count) in unrated {
      let total = self.unrated[currency, default: 0] + (isTaken ? -count : count)
      self.unrated[currency] = total == 0 ? nil : total
    }
  }

  /// Puts what a row of another matrix has into a row.
  mutating func put(_ line: ForecastLine, in row: Int) { lines[row] = line }

  /// Adds everything in a row to another row.
  mutating func add(row: Int, to other: Int) throws(ValueError) {
    let line = lines[row]
    try lines[other].add(line)
  }
}

/// The sums of one row. Only periods that have something take room for their categories.
struct ForecastLine: Sendable {
  /// For each period where its sums begin, -1 if it has none; empty as long as none has.
  private var starts: [Int32] = []
  private var sums: [ForecastSum] = []
  /// How many records there are in all of it.
  private var count = 0

  private static let categories = ForecastCategory.inOrder.count

  /// Nothing yet.
  init() {}

  /// Room for the sums of some of so many periods.
  init(periods: Int, told: Int) {
    if told > 0 { starts = Array(repeating: -1, count: periods) }
    sums.reserveCapacity(told * Self.categories)
  }

  /// Whether there is no record.
  var isEmpty: Bool { count == 0 }

  /// The sums of a period, one a category; none if it has nothing.
  subscript(period: Int) -> ArraySlice<ForecastSum> {
    let start = starts.indices.contains(period) ? Int(starts[period]) : -1
    return start < 0 ? [] : sums[start..<start + Self.categories]
  }

  /// Has the sums of a period that has none, one a category.
  mutating func put(_ told: ArraySlice<ForecastSum>, in period: Int) {
    starts[period] = Int32(truncatingIfNeeded: sums.count)
    sums += told
    for sum in told { count += sum.count }
  }

  mutating func add(_ other: ForecastLine) throws(ValueError) {
    if sums.isEmpty {
      self = other
      return
    }
    for (period, from) in other.starts.enumerated() where from >= 0 {
      let start = start(period, of: other.starts.count)
      for place in 0..<Self.categories { try sums[start + place].add(other.sums[Int(from) + place]) }
    }
    count += other.count
  }

  /// Where the sums of a period begin, which get room if they have none.
  private mutating func start(_ period: Int, of periods: Int) -> Int {
    if starts.isEmpty { starts = Array(repeating: -1, count: periods) }
    if starts[period] < 0 {
      starts[period] = Int32(truncatingIfNeeded: sums.count)
      sums.append(contentsOf: repeatElement(ForecastSum(), count: Self.categories))
    }
    return Int(starts[period])
  }
}
