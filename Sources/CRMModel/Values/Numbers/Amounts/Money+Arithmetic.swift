extension Money {
  /// The sum.
  ///
  /// - Throws: ``ValueError`` with code `currency_mismatch` or `amount_out_of_range`.
  public func adding(_ other: Money) throws(ValueError) -> Money {
    try requireCurrency(of: other)
    let (sum, overflow) = minorAmount.addingReportingOverflow(other.minorAmount)
    guard !overflow else { throw .amountOutOfRange() }
    return Money(minor: sum, currency)
  }

  /// The difference.
  ///
  /// - Throws: ``ValueError`` with code `currency_mismatch` or `amount_out_of_range`.
  public func subtracting(_ other: Money) throws(ValueError) -> Money {
    try requireCurrency(of: other)
    let (difference, overflow) = minorAmount.subtractingReportingOverflow(other.minorAmount)
    guard !overflow else { throw .amountOutOfRange() }
    return Money(minor: difference, currency)
  }

  /// The amount with the other sign.
  ///
  /// - Throws: ``ValueError`` with code `amount_out_of_range` for the one amount, -2^63 minor units, that has no
  ///   opposite.
  public func negated() throws(ValueError) -> Money { try Money.zero(currency).subtracting(self) }

  /// The amount without its sign.
  ///
  /// - Throws: As ``negated()``.
  public func absolute() throws(ValueError) -> Money { isNegative ? try negated() : self }

  /// The amount `count` times. Exact.
  ///
  /// - Throws: ``ValueError`` with code `amount_out_of_range`.
  public func multiplied(by count: Int) throws(ValueError) -> Money {
    let (product, overflow) = minorAmount.multipliedReportingOverflow(by: Int64(count))
    guard !overflow else { throw .amountOutOfRange() }
    return Money(minor: product, currency)
  }

  /// The product, computed exactly and rounded once to minor units.
  ///
  /// - Throws: ``ValueError`` with code `amount_out_of_range`.
  public func multiplied(by factor: ExactDecimal, rounding rule: RoundingRule) throws(ValueError) -> Money {
    try scaled(by: factor, dividedBy: PowerOfTen.of(factor.scale), rounding: rule)
  }

  /// The quotient, rounded once to minor units; ``split(into:)`` loses no minor unit.
  ///
  /// - Throws: ``ValueError`` with code `division_by_zero` or `amount_out_of_range`.
  public func divided(by divisor: ExactDecimal, rounding rule: RoundingRule) throws(ValueError) -> Money {
    guard !divisor.isZero else { throw ValueError(.divisionByZero, "a divisor other than 0") }
    let isNegative = self.isNegative != divisor.isNegative
    let numerator = WideMagnitude(UInt128(minorAmount.magnitude), times: PowerOfTen.of(divisor.scale))
    let quotient = numerator.quotient(
      dividingBy: divisor.coefficient.magnitude, isNegative: isNegative, rounding: rule)
    return try Money(minorMagnitude: quotient, isNegative: isNegative, currency)
  }

  /// A percentage of the amount, rounded once to minor units.
  ///
  ///     try Money.eur(200).percent(19, rounding: .halfUp)      // 38.00 EUR
  ///
  /// - Throws: ``ValueError`` with code `amount_out_of_range`.
  public func percent(_ percent: Percent, rounding rule: RoundingRule) throws(ValueError) -> Money {
    let points = percent.points
    return try scaled(by: points, dividedBy: PowerOfTen.of(points.scale + 2), rounding: rule)
  }

  /// How many times `other` this amount is: a share, a margin, a growth.
  ///
  /// - Parameter scale: Digits to keep after the point, 0...18.
  /// - Throws: ``ValueError`` with code `currency_mismatch`, `division_by_zero` or `invalid_scale`.
  public func ratio(to other: Money, scale: Int, rounding rule: RoundingRule) throws(ValueError) -> ExactDecimal {
    try requireCurrency(of: other)
    return try ExactDecimal(minorAmount).divided(by: ExactDecimal(other.minorAmount), scale: scale, rounding: rule)
  }

  /// The sum of all amounts; nothing in `currency` if there are none.
  ///
  /// Only the result has to fit in 64 bits, not the sums on the way, so the order does not matter.
  ///
  /// - Throws: ``ValueError`` with code `currency_mismatch` if an amount has another currency than `currency`, or
  ///   `amount_out_of_range`.
  /// - Complexity: O(*n*).
  public static func sum(_ amounts: some Sequence<Money>, in currency: Currency) throws(ValueError) -> Money {
    var sum: Int128 = 0
    for amount in amounts {
      guard amount.currency == currency else { throw .currencyMismatch(currency, amount.currency) }
      // Wrapping would take 2^64 amounts.
      sum &+= Int128(amount.minorAmount)
    }
    guard let minor = Int64(exactly: sum) else { throw .amountOutOfRange() }
    return Money(minor: minor, currency)
  }

  /// The amount times the factor's coefficient, divided by `divisor`.
  private func scaled(
    by factor: ExactDecimal, dividedBy divisor: UInt128, rounding rule: RoundingRule
  ) throws(ValueError) -> Money {
    let isNegative = self.isNegative != factor.isNegative
    let product = WideMagnitude(UInt128(minorAmount.magnitude), times: factor.coefficient.magnitude)
    let rounded = product.quotient(dividingBy: divisor, isNegative: isNegative, rounding: rule)
    return try Money(minorMagnitude: rounded, isNegative: isNegative, currency)
  }

  private init(minorMagnitude: WideMagnitude, isNegative: Bool, _ currency: Currency) throws(ValueError) {
    guard let narrow = minorMagnitude.narrow, let magnitude = Int128(exactly: narrow),
      let minor = Int64(exactly: isNegative ? -magnitude : magnitude)
    else { throw .amountOutOfRange() }
    self.init(minor: minor, currency)
  }
}
