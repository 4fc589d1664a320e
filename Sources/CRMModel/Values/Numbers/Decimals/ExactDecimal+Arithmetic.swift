extension ExactDecimal {
  /// The number with the other sign.
  public var negated: ExactDecimal { ExactDecimal(coefficient: -coefficient, scaleByte: scaleByte) }

  /// The number without its sign.
  public var absolute: ExactDecimal { isNegative ? negated : self }

  /// The exact sum.
  ///
  /// - Throws: ``ValueError`` with code `out_of_range` if the sum has more than 38 digits.
  /// - Complexity: O(1).
  public func adding(_ other: ExactDecimal) throws(ValueError) -> ExactDecimal {
    let scale = max(self.scale, other.scale)
    let (a, aIsTooLong) = coefficient.magnitude.multipliedReportingOverflow(by: PowerOfTen.of(scale - self.scale))
    let (b, bIsTooLong) = other.coefficient.magnitude.multipliedReportingOverflow(
      by: PowerOfTen.of(scale - other.scale))
    // What overflows 128 bits stays above 10^38 even when the other, below 10^38, is taken away.
    guard !aIsTooLong, !bIsTooLong else { throw .decimalOutOfRange() }
    var sum: UInt128
    var isNegative = self.isNegative
    if self.isNegative == other.isNegative {
      let (total, overflow) = a.addingReportingOverflow(b)
      guard !overflow else { throw .decimalOutOfRange() }
      sum = total
    } else if a >= b {
      sum = a - b
    } else {
      sum = b - a
      isNegative = other.isNegative
    }
    return try ExactDecimal(checking: WideMagnitude(high: 0, low: sum), scale: scale, isNegative: isNegative)
  }

  /// The exact difference.
  ///
  /// - Throws: ``ValueError`` with code `out_of_range` if the difference has more than 38 digits.
  /// - Complexity: O(1).
  public func subtracting(_ other: ExactDecimal) throws(ValueError) -> ExactDecimal { try adding(other.negated) }

  /// The exact product.
  ///
  /// - Throws: ``ValueError`` with code `out_of_range` if the product has more than 38 digits or more than 18 after the
  ///   point; ``multiplied(by:scale:rounding:)`` rounds instead.
  /// - Complexity: O(1).
  public func multiplied(by factor: ExactDecimal) throws(ValueError) -> ExactDecimal {
    let product = WideMagnitude(coefficient.magnitude, times: factor.coefficient.magnitude)
    let isNegative = self.isNegative != factor.isNegative
    return try ExactDecimal(checking: product, scale: scale + factor.scale, isNegative: isNegative)
  }

  /// The product, rounded once.
  ///
  /// - Parameters:
  ///   - scale: Digits to keep after the point, 0...18.
  ///   - rule: What becomes of the others.
  /// - Throws: ``ValueError`` with code `invalid_scale`, or `out_of_range` if the product has more than 38 digits.
  /// - Complexity: O(1).
  public func multiplied(
    by factor: ExactDecimal, scale: Int, rounding rule: RoundingRule
  ) throws(ValueError) -> ExactDecimal {
    try Self.checkScale(scale)
    let product = WideMagnitude(coefficient.magnitude, times: factor.coefficient.magnitude)
    let isNegative = self.isNegative != factor.isNegative
    let surplus = self.scale + factor.scale - scale
    guard surplus > 0 else {
      return try ExactDecimal(checking: product, scale: self.scale + factor.scale, isNegative: isNegative)
    }
    let rounded = product.quotient(dividingBy: PowerOfTen.of(surplus), isNegative: isNegative, rounding: rule)
    return try ExactDecimal(checking: rounded, scale: scale, isNegative: isNegative)
  }

  /// The quotient, rounded once.
  ///
  ///     try ExactDecimal(2).divided(by: 3, scale: 4, rounding: .halfEven)      // 0.6667
  ///
  /// - Parameters:
  ///   - scale: Digits to keep after the point, 0...18.
  ///   - rule: What becomes of the others.
  /// - Throws: ``ValueError`` with code `division_by_zero`, `invalid_scale`, or `out_of_range` if the quotient has more
  ///   than 38 digits.
  /// - Complexity: O(1).
  public func divided(
    by divisor: ExactDecimal, scale: Int, rounding rule: RoundingRule
  ) throws(ValueError) -> ExactDecimal {
    try Self.checkScale(scale)
    guard !divisor.isZero else { throw ValueError(.divisionByZero, "a divisor other than 0") }
    let isNegative = self.isNegative != divisor.isNegative
    let shift = scale + divisor.scale - self.scale
    var numerator = WideMagnitude(high: 0, low: coefficient.magnitude)
    var denominator = divisor.coefficient.magnitude
    if shift >= 0 {
      numerator = WideMagnitude(coefficient.magnitude, times: PowerOfTen.of(shift))
    } else {
      let (product, overflow) = denominator.multipliedReportingOverflow(by: PowerOfTen.of(-shift))
      // Above 2^128, while twice the numerator is below: the quotient is zero and a trace.
      denominator = overflow ? .max : product
    }
    let quotient = numerator.quotient(dividingBy: denominator, isNegative: isNegative, rounding: rule)
    return try ExactDecimal(checking: quotient, scale: scale, isNegative: isNegative)
  }

  /// The exact sum of all numbers; 0 if there are none.
  ///
  /// - Throws: ``ValueError`` with code `out_of_range` if a sum on the way has more than 38 digits.
  /// - Complexity: O(*n*).
  public static func sum(_ numbers: some Sequence<ExactDecimal>) throws(ValueError) -> ExactDecimal {
    var sum = ExactDecimal.zero
    for number in numbers { sum = try sum.adding(number) }
    return sum
  }

  private init(coefficient: Int128, scaleByte: UInt8) {
    self.coefficient = coefficient
    self.scaleByte = scaleByte
  }

  private init(checking magnitude: WideMagnitude, scale: Int, isNegative: Bool) throws(ValueError) {
    guard let number = ExactDecimal(exactly: magnitude, scale: scale, isNegative: isNegative) else {
      throw .decimalOutOfRange()
    }
    self = number
  }
}
