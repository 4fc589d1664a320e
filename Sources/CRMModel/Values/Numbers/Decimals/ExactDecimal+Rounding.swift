extension ExactDecimal {
  /// The nearest number with at most `scale` digits after the point, by `rule`.
  ///
  ///     try ExactDecimal("2.345").rounded(toScale: 2, .halfEven)      // 2.34
  ///     try ExactDecimal(1250).rounded(toScale: -2, .halfEven)        // 1200
  ///
  /// - Parameter scale: Digits to keep after the point; below zero rounds to tens, hundreds and so on. From 18 on
  ///   nothing changes.
  /// - Throws: ``ValueError`` with code `out_of_range` if the result has more than 38 digits, which only a scale below
  ///   zero can cause.
  /// - Complexity: O(1).
  public func rounded(toScale scale: Int, _ rule: RoundingRule) throws(ValueError) -> ExactDecimal {
    guard scale < self.scale, !isZero else { return self }
    // Compared before subtracting, because a scale may be as low as Int goes.
    guard scale >= -PowerOfTen.greatestExponent, self.scale - scale <= PowerOfTen.greatestExponent else {
      guard rule.incrementsTrace(isNegative: isNegative) else { return .zero }
      return try ExactDecimal(units: 1, scale: scale, isNegative: isNegative)
    }
    let divisor = PowerOfTen.of(self.scale - scale)
    let wide = WideMagnitude(high: 0, low: coefficient.magnitude)
    let quotient = wide.quotient(dividingBy: divisor, isNegative: isNegative, rounding: rule)
    return try ExactDecimal(units: quotient.low, scale: scale, isNegative: isNegative)
  }

  /// The number times 10^`scale`, rounded: the stored integer of a field with `scale` decimals.
  ///
  ///     try ExactDecimal("1.255").scaled(to: 2, rounding: .halfEven)      // 126
  ///
  /// - Parameter scale: The field's number of decimals, 0...18.
  /// - Throws: ``ValueError`` with code `invalid_scale`, or `out_of_range` if 64 bits do not hold the result.
  /// - Complexity: O(1).
  public func scaled(to scale: Int, rounding rule: RoundingRule) throws(ValueError) -> Int64 {
    try Self.checkScale(scale)
    return try storedInteger(of: try rounded(toScale: scale, rule), scale: scale)
  }

  /// The number times 10^`scale`, if it has no more decimals than that.
  ///
  /// - Parameter scale: The field's number of decimals, 0...18.
  /// - Throws: ``ValueError`` with code `invalid_scale`, `too_many_decimals`, or `out_of_range` if 64 bits do not hold
  ///   the result.
  /// - Complexity: O(1).
  public func scaledExactly(to scale: Int) throws(ValueError) -> Int64 {
    try Self.checkScale(scale)
    guard self.scale <= scale else {
      throw ValueError(.tooManyDecimals, "at most \(scale) digits after the point", input: description)
    }
    return try storedInteger(of: self, scale: scale)
  }

  private func storedInteger(of number: ExactDecimal, scale: Int) throws(ValueError) -> Int64 {
    let factor = Int128(truncatingIfNeeded: PowerOfTen.of(scale - number.scale))
    let (stored, overflow) = number.coefficient.multipliedReportingOverflow(by: factor)
    guard !overflow, let value = Int64(exactly: stored) else {
      throw .outOfRange("a number that 64 bits hold with \(scale) decimals", input: number.description)
    }
    return value
  }

  /// Makes `units` / 10^`scale`, where `units` is below or equal 10^38.
  private init(units: UInt128, scale: Int, isNegative: Bool) throws(ValueError) {
    let power = 0 - max(-PowerOfTen.greatestExponent, min(0, scale))
    let magnitude = WideMagnitude(units, times: PowerOfTen.of(power))
    guard let number = ExactDecimal(exactly: magnitude, scale: max(0, scale), isNegative: isNegative) else {
      throw .decimalOutOfRange()
    }
    self = number
  }
}
