/// A whole number of up to 256 bits, not negative: an exact product on its way to a rounded result.
///
/// Every product of two numbers of at most 38 digits fits, so nothing here overflows for the callers in this folder.
struct WideMagnitude {
  let high: UInt128
  let low: UInt128

  init(high: UInt128, low: UInt128) {
    self.high = high
    self.low = low
  }

  init(_ a: UInt128, times b: UInt128) {
    let product = a.multipliedFullWidth(by: b)
    self.init(high: product.high, low: product.low)
  }

  /// The number, if 128 bits hold it.
  var narrow: UInt128? { high == 0 ? low : nil }

  /// Whole quotient and remainder.
  ///
  /// - Parameter divisor: Above zero.
  func quotientAndRemainder(dividingBy divisor: UInt128) -> (quotient: WideMagnitude, remainder: UInt128) {
    if high == 0 {
      let part = low.quotientAndRemainder(dividingBy: divisor)
      return (WideMagnitude(high: 0, low: part.quotient), part.remainder)
    }
    let upper = high.quotientAndRemainder(dividingBy: divisor)
    let lower = divisor.dividingFullWidth((upper.remainder, low))
    return (WideMagnitude(high: upper.quotient, low: lower.quotient), lower.remainder)
  }

  /// The quotient rounded by `rule`.
  ///
  /// - Parameters:
  ///   - divisor: Above zero.
  ///   - isNegative: Whether the number that this is the magnitude of is below zero.
  func quotient(dividingBy divisor: UInt128, isNegative: Bool, rounding rule: RoundingRule) -> WideMagnitude {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    guard remainder != 0 else { return quotient }
    let isOdd = quotient.low & 1 == 1
    guard rule.increments(remainder: remainder, divisor: divisor, isOdd: isOdd, isNegative: isNegative) else {
      return quotient
    }
    let (low, carry) = quotient.low.addingReportingOverflow(1)
    return WideMagnitude(high: quotient.high &+ (carry ? 1 : 0), low: low)
  }
}

/// The powers of ten that 128 bits hold.
enum PowerOfTen {
  /// 10^38, the greatest power of ten below 2^128.
  static let greatestExponent = 38

  private static let powers: [UInt128] = {
    var powers: [UInt128] = [1]
    for exponent in 1...greatestExponent { powers.append(powers[exponent - 1] * 10) }
    return powers
  }()

  /// Ten to the power of `exponent`.
  ///
  /// - Parameter exponent: 0...38; the callers' scales are bounded by 18, so their sums and differences are.
  static func of(_ exponent: Int) -> UInt128 { powers[exponent] }
}
