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

  /// What sums of amounts are worth.
  ///
  /// - Parameters:
  ///   - counts: How many amounts each sum is of.
  ///   - currencies: The codes that there are, and which of them each sum has; nil if all have one currency.
  /// - Returns: The worth of each, 0 without a rate, and how many amounts of which currencies have none.
  /// - Throws: ``ErrorCode/amountOutOfRange``; ``ErrorCode/unknownCurrency`` for amounts whose currency is none.
  func converted(
    _ sums: [Int128], _ counts: [Int64], _ currencies: (values: [FieldValue], codes: [Int32])?
  ) throws(ValueError) -> (worths: [Int128], unrated: [Currency: Int64]) {
    let known = currencies.map { $0.values.map(\.currency) } ?? [fixed]
    // Looked up where they are needed, as there may be codes that no sum has.
    var factors: [Currency: Int128?] = [:]
    var worths = Array(repeating: 0 as Int128, count: sums.count)
    var unrated: [Currency: Int64] = [:]
    for place in sums.indices where counts[place] > 0 {
      guard let currency = known[currencies.map { Int($0.codes[place]) } ?? 0] else {
        throw ValueError(.unknownCurrency, "there are amounts in a currency that ISO 4217 does not list")
      }
      let factor: Int128?
      if let looked = factors[currency] {
        factor = looked
      } else {
        factor = try rates.factor(of: currency, decimals: decimals)
        factors[currency] = .some(factor)
      }
      guard let factor else {
        unrated[currency, default: 0] += counts[place]
        continue
      }
      let (worth, overflow) = sums[place].multipliedReportingOverflow(by: factor)
      if overflow { throw ForecastSum.outOfRange }
      worths[place] = worth
    }
    return (worths, unrated)
  }
}

extension FieldValue {
  /// The currency that a code means; nil for no code.
  fileprivate var currency: Currency? { if case .text(let code) = self { try? Currency(code) } else { nil } }
}
