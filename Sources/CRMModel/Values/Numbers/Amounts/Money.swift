/// An exact amount: a whole number of minor units (cents) and its currency.
///
/// An integer literal is major units, `Money.usd(48_000)`; a fraction is a text, `try Money("12.34", .usd)`, or minor
/// units, `Money(minor: 1234, .usd)`; a `Double` does not compile. Amounts are equal if units and currency are:
/// 0 USD is not 0 EUR.
///
/// Nothing converts or orders different currencies in silence. So money is not `Comparable`: ``compare(to:)`` and all
/// arithmetic throw `currency_mismatch` where currencies differ. Whatever may lose a fraction of a minor unit asks for
/// a ``RoundingRule``. Amounts beyond 64 bits of minor units throw `amount_out_of_range`.
///
/// Twelve bytes (stride 16) without a reference, because amounts are decoded by the million.
public struct Money: Hashable, Sendable, BitwiseCopyable {
  /// The amount in minor units: 1234 for 12.34 USD, 1234 for 1234 JPY.
  public let minorAmount: Int64
  /// The currency, which also says how many decimals there are.
  public let currency: Currency

  /// Makes an amount from minor units.
  public init(minor minorAmount: Int64, _ currency: Currency) {
    self.minorAmount = minorAmount
    self.currency = currency
  }

  /// Makes an amount from major units that have no more decimals than the currency.
  ///
  /// - Throws: ``ValueError`` with code `too_many_decimals` or `amount_out_of_range`.
  /// - Complexity: O(1).
  public init(exactly major: ExactDecimal, _ currency: Currency) throws(ValueError) {
    guard major.scale <= currency.minorUnits else {
      throw .tooManyDecimals(for: currency, input: major.description)
    }
    try self.init(major: major, currency, rounding: .down)
  }

  /// Makes an amount from major units, rounded to minor units.
  ///
  /// - Throws: ``ValueError`` with code `amount_out_of_range`.
  /// - Complexity: O(1).
  public init(major: ExactDecimal, _ currency: Currency, rounding rule: RoundingRule) throws(ValueError) {
    do {
      self.init(minor: try major.scaled(to: currency.minorUnits, rounding: rule), currency)
    } catch {
      throw .amountOutOfRange(input: major.description)
    }
  }

  /// Nothing, in a currency.
  public static func zero(_ currency: Currency) -> Money { Money(minor: 0, currency) }

  /// The amount in major units, exactly.
  public var amount: ExactDecimal {
    ExactDecimal(
      trimming: UInt128(minorAmount.magnitude), scale: currency.minorUnits, isNegative: minorAmount < 0)
  }

  /// Whether the amount is 0.
  public var isZero: Bool { minorAmount == 0 }
  /// Whether the amount is above 0.
  public var isPositive: Bool { minorAmount > 0 }
  /// Whether the amount is below 0.
  public var isNegative: Bool { minorAmount < 0 }
}

extension Money {
  /// How one amount stands to another.
  public enum Ordering: Hashable, Sendable {
    /// The first is the smaller.
    case less
    /// Both are the same.
    case equal
    /// The first is the greater.
    case greater
  }

  /// How this amount stands to `other`.
  ///
  /// - Throws: ``ValueError`` with code `currency_mismatch`.
  public func compare(to other: Money) throws(ValueError) -> Ordering {
    try requireCurrency(of: other)
    if minorAmount == other.minorAmount { return .equal }
    return minorAmount < other.minorAmount ? .less : .greater
  }

  func requireCurrency(of other: Money) throws(ValueError) {
    guard currency == other.currency else { throw .currencyMismatch(currency, other.currency) }
  }
}
