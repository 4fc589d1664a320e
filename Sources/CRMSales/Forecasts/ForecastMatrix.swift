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

/// Sums by row, period and category, one beside the other.
struct ForecastMatrix: Sendable {
  let periods: Int
  let currency: Currency
  /// Weighted sums are in minor units times ten to the power of minus this.
  let scale: Int
  private(set) var sums: [ForecastSum]

  private static var categories: Int { ForecastCategory.inOrder.count }

  init(rows: Int, periods: Int, scale: Int, _ currency: Currency) {
    self.periods = periods
    self.scale = scale
    self.currency = currency
    sums = Array(repeating: ForecastSum(), count: rows * periods * Self.categories)
  }

  mutating func add(_ sum: ForecastSum, _ row: Int, _ period: Int, category place: Int) throws(ValueError) {
    try sums[(row * periods + period) * Self.categories + place].add(sum)
  }

  /// Adds everything in a row to another row.
  mutating func add(row: Int, to other: Int) throws(ValueError) {
    let width = periods * Self.categories
    for place in 0..<width where sums[row * width + place].count > 0 {
      try sums[other * width + place].add(sums[row * width + place])
    }
  }

  func isEmpty(_ row: Int) -> Bool {
    let width = periods * Self.categories
    return sums[row * width..<(row + 1) * width].allSatisfy { $0.count == 0 }
  }

  func amounts(_ row: Int, _ period: Int) -> ForecastAmounts {
    ForecastAmounts(matrix: self, start: (row * periods + period) * Self.categories)
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
