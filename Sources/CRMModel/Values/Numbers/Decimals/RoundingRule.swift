/// What becomes of the digits that do not fit.
///
/// Closed for ever. No operation has a default: rounding is always named at the call. The names are those of the
/// General Decimal Arithmetic specification (Cowlishaw), as are the results.
///
///                2.5   -2.5    2.6   -2.4
///     halfUp       3     -3      3     -2
///     halfEven     2     -2      3     -2
///     halfDown     2     -2      3     -2
///     up           3     -3      3     -3
///     down         2     -2      2     -2
///     ceiling      3     -2      3     -2
///     floor        2     -3      2     -3
public enum RoundingRule: String, Hashable, Sendable, Codable, CaseIterable {
  /// To the nearest; a tie goes away from zero. The commercial rule.
  case halfUp = "half_up"
  /// To the nearest; a tie goes to the even neighbour. The banker's rule, without drift over many values.
  case halfEven = "half_even"
  /// To the nearest; a tie goes towards zero.
  case halfDown = "half_down"
  /// Away from zero.
  case up
  /// Towards zero: cuts off.
  case down
  /// Towards positive infinity.
  case ceiling
  /// Towards negative infinity.
  case floor
}

extension RoundingRule {
  /// Whether a magnitude with a remainder above zero becomes one greater.
  ///
  /// - Parameters:
  ///   - remainder: Above zero and below `divisor`.
  ///   - isOdd: Whether the quotient that was cut off is odd.
  ///   - isNegative: Whether the number is below zero.
  func increments(remainder: UInt128, divisor: UInt128, isOdd: Bool, isNegative: Bool) -> Bool {
    // Compared with what is missing to the divisor, because twice the remainder may not fit.
    let missing = divisor - remainder
    switch self {
    case .halfUp: return remainder >= missing
    case .halfDown: return remainder > missing
    case .halfEven: return remainder > missing || (remainder == missing && isOdd)
    case .up: return true
    case .down: return false
    case .ceiling: return !isNegative
    case .floor: return isNegative
    }
  }

  /// Whether a magnitude above zero and far below one half becomes one.
  func incrementsTrace(isNegative: Bool) -> Bool {
    increments(remainder: 1, divisor: 3, isOdd: false, isNegative: isNegative)
  }
}
