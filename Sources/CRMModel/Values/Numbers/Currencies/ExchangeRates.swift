/// What amounts of several currencies are worth in one of them.
///
///     let rates = try ExchangeRates(to: .eur, constant: [.usd: ExactDecimal("0.92"), .jpy: ExactDecimal("0.0061")])
///
/// A rate is what one major unit of a currency is worth in major units of the target; the target itself is worth 1. The
/// rates are constant, the same for every day, as a report "in constant currency" has them: what it says changes with
/// the records and not with the market.
public struct ExchangeRates: Hashable, Sendable {
  /// The currency that amounts are turned into.
  public let target: Currency
  private let constant: [Currency: ExactDecimal]

  /// Names rates that are the same for every day.
  ///
  /// - Parameters:
  ///   - target: The currency that amounts are turned into.
  ///   - constant: What one major unit of a currency is worth in major units of the target, above 0; the target may be
  ///     left out.
  /// - Throws: ``ValueError`` with code `bad_rate` for a rate that is not above 0, and for a target that is not worth
  ///   1.
  /// - Complexity: O(*n*) in the number of rates.
  public init(to target: Currency, constant: [Currency: ExactDecimal]) throws(ValueError) {
    for (currency, rate) in constant.sorted(by: { $0.key < $1.key }) {
      guard rate > .zero else {
        throw ValueError(.badRate, "the rate of \(currency) is above 0", input: rate.description)
      }
      guard currency != target || rate == .one else {
        throw ValueError(.badRate, "the rate of \(currency) to itself is 1", input: rate.description)
      }
    }
    self.target = target
    self.constant = constant.merging([target: .one]) { _, one in one }
  }

  /// The currencies that have a rate, the target among them, in the order of their codes.
  public var currencies: [Currency] { constant.keys.sorted() }

  /// What one major unit of a currency is worth in major units of the target; nil if nobody has said.
  public func rate(of currency: Currency) -> ExactDecimal? { constant[currency] }
}

extension ExchangeRates {
  /// How many decimals of the target's minor unit it takes to say exactly what whole minor units of some currencies are
  /// worth: 0...22.
  ///
  /// A currency without rate is left out.
  public func decimals(for currencies: some Sequence<Currency>) -> Int {
    currencies.compactMap(decimals).reduce(0, max)
  }

  /// The whole number that minor units of a currency are multiplied by, to get their worth in the target's minor units
  /// with some decimals.
  ///
  ///     try ExchangeRates(to: .eur, constant: [.jpy: ExactDecimal("0.0061")]).factor(of: .jpy, decimals: 2)      // 61
  ///
  /// So sums of several currencies are added exactly, and rounded once.
  ///
  /// - Parameter decimals: At least what ``decimals(for:)`` says of the currency.
  /// - Returns: Nil if the currency has no rate.
  /// - Throws: ``ValueError`` with code `invalid_scale` if there are too few decimals, or `amount_out_of_range` if 128
  ///   bits do not hold the factor.
  /// - Complexity: O(`decimals`).
  public func factor(of currency: Currency, decimals: Int) throws(ValueError) -> Int128? {
    guard let rate = constant[currency], let fewest = self.decimals(of: currency) else { return nil }
    guard decimals >= fewest else { throw ValueError(.invalidScale, "\(currency) takes \(fewest) decimals") }
    guard decimals <= fewest + PowerOfTen.greatestExponent else {
      throw .amountOutOfRange(input: rate.description)
    }
    let power = Int128(truncatingIfNeeded: PowerOfTen.of(decimals - fewest))
    let (factor, overflow) = rate.coefficient.multipliedReportingOverflow(by: power)
    if overflow { throw .amountOutOfRange(input: rate.description) }
    return factor
  }

  /// What ``decimals(for:)`` says of one currency; below 0 if its minor unit is worth whole tens of the target's.
  private func decimals(of currency: Currency) -> Int? {
    constant[currency].map { $0.scale + currency.minorUnits - target.minorUnits }
  }
}

extension ExchangeRates: Codable {
  private enum CodingKeys: String, CodingKey {
    case target = "to"
    case constant
  }

  /// Reads `{"to":"EUR","constant":{"USD":"0.92"}}`.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let target = try container.decode(Currency.self, forKey: .target)
    let texts = try container.decode([String: ExactDecimal].self, forKey: .constant)
    do throws(ValueError) {
      var constant: [Currency: ExactDecimal] = [:]
      for (code, rate) in texts { constant[try Currency(code)] = rate }
      try self.init(to: target, constant: constant)
    } catch {
      throw DecodingError.corrupted(by: error, at: container.codingPath + [CodingKeys.constant])
    }
  }

  /// Writes `{"to":"EUR","constant":{"USD":"0.92"}}`, without the target's own rate.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(target, forKey: .target)
    let others = constant.filter { $0.key != target }.map { ($0.key.code, $0.value) }
    try container.encode(Dictionary(others, uniquingKeysWith: { first, _ in first }), forKey: .constant)
  }
}
