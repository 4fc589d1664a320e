internal import CRMModel

/// What is added up of some records: exact, before anything is rounded.
struct ForecastSum: Hashable, Sendable {
  var count = 0
  /// In the unit that ``ForecastUnit/decimals`` says; wide, because a part may leave the range that the whole keeps.
  var amount: Int128 = 0
  /// The same, each amount times its weight: in the unit that ``ForecastUnit/weightDecimals`` says.
  var weighted: Int128 = 0

  mutating func add(_ other: ForecastSum) throws(ValueError) {
    let (count, tooMany) = count.addingReportingOverflow(other.count)
    let (amount, tooMuch) = amount.addingReportingOverflow(other.amount)
    let (weighted, tooHeavy) = weighted.addingReportingOverflow(other.weighted)
    guard !tooMany, !tooMuch, !tooHeavy else { throw Self.outOfRange }
    self = ForecastSum(count: count, amount: amount, weighted: weighted)
  }

  /// The same with the opposite sign: what takes it away again.
  var opposite: ForecastSum {
    get throws(ValueError) {
      let (amount, tooMuch) = (0 as Int128).subtractingReportingOverflow(amount)
      let (weighted, tooHeavy) = (0 as Int128).subtractingReportingOverflow(weighted)
      guard !tooMuch, !tooHeavy else { throw Self.outOfRange }
      return ForecastSum(count: -count, amount: amount, weighted: weighted)
    }
  }

  static var outOfRange: ValueError {
    ValueError(.amountOutOfRange, "the sum is more than an amount of money can be; forecast a shorter period")
  }
}
