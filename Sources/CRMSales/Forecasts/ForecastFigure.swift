public import CRMModel

/// How many records, what they are worth, and what they are worth weighted by their probability.
public struct ForecastFigure: Hashable, Sendable, CustomStringConvertible {
  /// How many records there are, those without an amount too.
  public let count: Int
  /// What they are worth; exact.
  public let amount: Money
  /// Each amount times its probability, added exactly and rounded once, half to even. A record without probability weighs nothing, unless it
  /// is in the category ``ForecastCategory/closed``, where it weighs fully; one that is known to be won always does.
  public let weighted: Money

  /// Number and values: `3 records, 450.00 USD, weighted 225.00 USD`.
  public var description: String {
    "\(count) \(count == 1 ? "record" : "records"), \(amount), weighted \(weighted)"
  }
}

/// The records of one owner, or of a team, in one period, by category.
public struct ForecastAmounts: Hashable, Sendable {
  private let currency: Currency
  private var sums: [ForecastSum]

  init(_ currency: Currency) {
    self.currency = currency
    sums = Array(repeating: ForecastSum(), count: ForecastCategory.inOrder.count)
  }

  /// Whether there is no record in any category.
  public var isEmpty: Bool { sums.allSatisfy { $0.count == 0 } }

  /// One category alone.
  ///
  /// - Throws: `amount_out_of_range` if what it is worth is more than money can say.
  public func single(_ category: ForecastCategory) throws(ValueError) -> ForecastFigure {
    try figure([category])
  }

  /// Several categories together, as a column adds them.
  ///
  /// - Throws: `amount_out_of_range` if what they are worth is more than money can say.
  public func cumulative(_ column: ForecastColumn) throws(ValueError) -> ForecastFigure {
    try figure(column.categories)
  }

  private func figure(_ categories: [ForecastCategory]) throws(ValueError) -> ForecastFigure {
    var total = ForecastSum()
    for category in categories { try total.add(sums[category.place]) }
    guard let minor = Int64(exactly: total.minor) else { throw ForecastSum.outOfRange }
    return ForecastFigure(
      count: total.count, amount: Money(minor: minor, currency),
      weighted: try Money(major: total.weighted, currency, rounding: .halfEven))
  }

  mutating func add(_ sum: ForecastSum, in category: ForecastCategory) throws(ValueError) {
    try sums[category.place].add(sum)
  }

  mutating func add(_ other: ForecastAmounts) throws(ValueError) {
    for index in sums.indices { try sums[index].add(other.sums[index]) }
  }
}

/// What is added up of some records: exact, before anything is rounded.
struct ForecastSum: Hashable, Sendable {
  var count = 0
  /// Minor units; wide, because a part may leave the range that the whole keeps.
  var minor: Int128 = 0
  /// Major units.
  var weighted = ExactDecimal.zero

  mutating func add(_ other: ForecastSum) throws(ValueError) {
    let (count, tooMany) = count.addingReportingOverflow(other.count)
    let (minor, tooMuch) = minor.addingReportingOverflow(other.minor)
    guard !tooMany, !tooMuch else { throw Self.outOfRange }
    let weighted = try weighted.adding(other.weighted)
    self = ForecastSum(count: count, minor: minor, weighted: weighted)
  }

  static var outOfRange: ValueError {
    ValueError(.amountOutOfRange, "the sum is more than an amount of money can be; forecast a shorter period")
  }
}

extension ForecastCategory {
  static let inOrder: [ForecastCategory] = [.omitted, .pipeline, .bestCase, .mostLikely, .commit, .closed]

  /// The category's place among all; of a code that is none, that of ``omitted``.
  var place: Int { Self.inOrder.firstIndex(of: self) ?? 0 }
}
