internal import CRMModel

/// What the sums of a forecast are in.
struct ForecastUnit: Hashable, Sendable {
  let currency: Currency
  /// Sums are in minor units times ten to the power of minus this: 0, unless rates have decimals.
  let decimals: Int
  /// Weights are in ones times ten to the power of minus this, and so are weighted sums beside ``decimals``.
  let weightDecimals: Int

  /// A sum in minor units, half to even; nil if it is more than 64 bits hold.
  func amount(_ sum: Int128) -> Int64? { Self.rounded(sum, decimals) }

  /// A weighted sum in minor units, half to even; nil if it is more than 64 bits hold.
  func weighted(_ sum: Int128) -> Int64? { Self.rounded(sum, decimals + weightDecimals) }

  private static func rounded(_ sum: Int128, _ decimals: Int) -> Int64? {
    if decimals == 0 { return Int64(exactly: sum) }
    // Half of the next power is more than 128 bits hold.
    guard let unit = power(of: decimals) else { return 0 }
    let (quotient, remainder) = sum.quotientAndRemainder(dividingBy: unit)
    let twice = remainder.magnitude * 2
    let isUp = twice > unit.magnitude || (twice == unit.magnitude && quotient % 2 != 0)
    return Int64(exactly: isUp ? quotient + (sum < 0 ? -1 : 1) : quotient)
  }

  /// Ten to the power of a number from 0 on; nil if it is more than 128 bits hold, from 39 on.
  static func power(of exponent: Int) -> Int128? {
    exponent > 38 ? nil : (0..<max(0, exponent)).reduce(1) { power, _ in power * 10 }
  }
}
