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
  func converted(
    _ sums: [Int128], _ counts: [Int64], _ currencies: (values: [FieldValue], codes: [Int32])?
  ) throws(ValueError) -> (worths: [Int128], unrated: [Currency: Int64]) {
    let known = currencies.map { $0.values.map(\.currency) } ?? [fixed]
    var factors: [Int128?] = []
    for currency in known {
      if let currency {
        factors.append(try rates.factor(of: currency, decimals: decimals))
      } else {
        factors.append(nil)
      }
    }
    var worths: [Int128] = []
    worths.reserveCapacity(sums.count)
    var unrated: [Currency: Int64] = [:]
    for (place, sum) in sums.enumerated() {
      let code = currencies.map { Int($0.codes[place]) } ?? 0
      var worth: Int128 = 0
      if counts[place] > 0 {
        if let factor = factors[code] {
          let (product, overflow) = sum.multipliedReportingOverflow(by: factor)
          if overflow { throw ForecastSum.outOfRange }
          worth = product
        } else if let currency = known[code] {
          unrated[currency, default: 0] += counts[place]
        }
      }
      worths.append(worth)
    }
    return (worths, unrated)
  }
}

extension FieldValue {
  /// The currency that a code means; nil for no code.
  fileprivate var currency: Currency? { if case .text(let code) = self { try? Currency(code) } else { nil } }
}
