internal import CRMModel

/// How the amounts of a forecast get into one currency: exactly, in so many decimals of its minor unit that no rate
/// needs more.
struct ForecastConversion: Sendable {
  let rates: ExchangeRates
  /// The decimals of the target's minor unit.
  let decimals: Int
  /// The currency of all amounts; nil if each has its own.
  private let fixed: Currency?

  init(_ rates: ExchangeRates, from fixed: Currency?) {
    self.rates = rates
    self.fixed = fixed
    decimals = rates.decimals(for: fixed.map { [$0] } ?? rates.currencies)
  }

  /// What amounts are multiplied by.
  ///
  /// - Parameters:
  ///   - currencies: The currency of each sum, nil for what is none; nil if all have one.
  ///   - counts: How many amounts each sum is of.
  /// - Returns: The factor of each sum, nil without a rate, and how many amounts of which currencies have none.
  /// - Throws: ``ErrorCode/amountOutOfRange``; ``ErrorCode/unknownCurrency`` for amounts whose currency is none.
  func factors(
    of currencies: ForecastKey<Currency?>?, for counts: [Int64]
  ) throws(ValueError) -> (factors: ForecastKey<Int128?>, unrated: [Currency: Int64]) {
    let known = currencies?.meanings ?? [fixed]
    let codes = currencies?.codes ?? Array(repeating: 0, count: counts.count)
    var amounts = Array(repeating: 0 as Int64, count: known.count)
    for (code, count) in zip(codes, counts) { amounts[Int(code)] += count }
    var factors: [Int128?] = []
    var unrated: [Currency: Int64] = [:]
    for (currency, amounts) in zip(known, amounts) {
      // There may be codes that no sum has.
      guard amounts > 0 else {
        factors.append(nil)
        continue
      }
      guard let currency else {
        throw ValueError(.unknownCurrency, "there are amounts in a currency that ISO 4217 does not list")
      }
      let factor = try rates.factor(of: currency, decimals: decimals)
      if factor == nil { unrated[currency, default: 0] += amounts }
      factors.append(factor)
    }
    return (ForecastKey(meanings: factors, codes: codes), unrated)
  }
}
