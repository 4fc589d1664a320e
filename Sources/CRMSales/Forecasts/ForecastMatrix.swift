internal import CRMModel

/// What is added up of some records: exact, before anything is rounded.
struct ForecastSum: Hashable, Sendable {
  var count = 0
  /// Minor units; wide, because a part may leave the range that the whole keeps.
  var minor: Int128 = 0
  /// The same, each amount times its weight: in the unit that ``ForecastMatrix/scale`` says.
  var weighted: Int128 = 0

  mutating func add(_ other: ForecastSum) throws(ValueError) {
    let (count, tooMany) = count.addingReportingOverflow(other.count)
    let (minor, tooMuch) = minor.addingReportingOverflow(other.minor)
    let (weighted, tooHeavy) = weighted.addingReportingOverflow(other.weighted)
    guard !tooMany, !tooMuch, !tooHeavy else { throw Self.outOfRange }
    self = ForecastSum(count: count, minor: minor, weighted: weighted)
  }

  static var outOfRange: ValueError {
    ValueError(.amountOutOfRange, "the sum is more than an amount of money can be; forecast a shorter period")
  }
}

/// Sums by row, period and category. Only periods of a row that have something take room for their categories.
struct ForecastMatrix: Sendable {
  let periods: Int
  let currency: Currency
  /// Weighted sums are in minor units times ten to the power of minus this.
  let scale: Int
  /// The sums of one row and period after the other, a sum a category. The first are those of whatever has nothing.
  private(set) var sums: [ForecastSum]
  /// For each period of each row, where its sums begin; 0 if it has nothing.
  private var starts: [Int]

  private static var categories: Int { ForecastCategory.inOrder.count }

  init(rows: Int, periods: Int, scale: Int, _ currency: Currency) {
    self.periods = periods
    self.scale = scale
    self.currency = currency
    sums = Array(repeating: ForecastSum(), count: Self.categories)
    starts = Array(repeating: 0, count: rows * periods)
  }

  mutating func add(_ sum: ForecastSum, _ row: Int, _ period: Int, category place: Int) throws(ValueError) {
    try sums[start(row, period) + place].add(sum)
  }

  /// Where the sums of a row and period begin, which get room if they have none.
  private mutating func start(_ row: Int, _ period: Int) -> Int {
    let place = row * periods + period
    if starts[place] == 0 {
      starts[place] = sums.count
      for _ in 0..<Self.categories { sums.append(ForecastSum()) }
    }
    return starts[place]
  }

  /// Adds everything in a row to another row.
  mutating func add(row: Int, to other: Int) throws(ValueError) {
    for period in 0..<periods {
      let from = starts[row * periods + period]
      if from == 0 { continue }
      let start = start(other, period)
      for place in 0..<Self.categories { try sums[start + place].add(sums[from + place]) }
    }
  }

  func isEmpty(_ row: Int) -> Bool { starts[row * periods..<(row + 1) * periods].allSatisfy { $0 == 0 } }

  func amounts(_ row: Int, _ period: Int) -> ForecastAmounts {
    ForecastAmounts(matrix: self, start: starts[row * periods + period])
  }

  /// A weighted sum in minor units, half to even; nil if it is more than 64 bits hold.
  func rounded(_ weighted: Int128) -> Int64? {
    let unit = Self.power(of: scale)
    let (quotient, remainder) = weighted.quotientAndRemainder(dividingBy: unit)
    let half = (remainder.magnitude * 2).compare(UInt128(unit))
    let isUp = half > 0 || (half == 0 && quotient % 2 != 0)
    return Int64(exactly: isUp ? quotient + (weighted < 0 ? -1 : 1) : quotient)
  }

  /// Ten to the power of a small number.
  static func power(of exponent: Int) -> Int128 { (0..<max(0, exponent)).reduce(1) { power, _ in power * 10 } }
}

extension UInt128 {
  fileprivate func compare(_ other: UInt128) -> Int { self == other ? 0 : self < other ? -1 : 1 }
}
