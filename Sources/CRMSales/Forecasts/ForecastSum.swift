internal import CRMModel

/// What is added up of some records: exact, before anything is rounded.
struct ForecastSum: Hashable, Sendable {
  var count = 0
  /// Minor units; wide, because a part may leave the range that the whole keeps.
  var minor: Int128 = 0
  /// The same, each amount times its weight: in the unit that ``ForecastUnit/scale`` says.
  var weighted: Int128 = 0

  mutating func add(_ other: ForecastSum) throws(ValueError) {
    let (count, tooMany) = count.addingReportingOverflow(other.count)
    let (minor, tooMuch) = minor.addingReportingOverflow(other.minor)
    let (weighted, tooHeavy) = weighted.addingReportingOverflow(other.weighted)
    guard !tooMany, !tooMuch, !tooHeavy else { throw Self.outOfRange }
    self = ForecastSum(count: count, minor: minor, weighted: weighted)
  }

  /// The same with the opposite sign: what takes it away again.
  var opposite: ForecastSum {
    get throws(ValueError) {
      let (minor, tooMuch) = (0 as Int128).subtractingReportingOverflow(minor)
      let (weighted, tooHeavy) = (0 as Int128).subtractingReportingOverflow(weighted)
      guard !tooMuch, !tooHeavy else { throw Self.outOfRange }
      return ForecastSum(count: -count, minor: minor, weighted: weighted)
    }
  }

  static var outOfRange: ValueError {
    ValueError(.amountOutOfRange, "the sum is more than an amount of money can be; forecast a shorter period")
  }
}

/// What the sums of a forecast are in.
struct ForecastUnit: Hashable, Sendable {
  let currency: Currency
  /// Weighted sums are in minor units times ten to the power of minus this.
  let scale: Int

  /// A weighted sum in minor units, half to even; nil if it is more than 64 bits hold.
  func rounded(_ weighted: Int128) -> Int64? {
    let unit = Self.power(of: scale)
    let (quotient, remainder) = weighted.quotientAndRemainder(dividingBy: unit)
    let twice = remainder.magnitude * 2
    let isUp = twice > unit.magnitude || (twice == unit.magnitude && quotient % 2 != 0)
    return Int64(exactly: isUp ? quotient + (weighted < 0 ? -1 : 1) : quotient)
  }

  /// Ten to the power of a small number.
  static func power(of exponent: Int) -> Int128 { (0..<max(0, exponent)).reduce(1) { power, _ in power * 10 } }
}
