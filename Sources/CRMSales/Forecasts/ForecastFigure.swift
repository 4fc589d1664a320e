public import CRMModel

/// How many records, what they are worth, and what they are worth weighted by their probability.
public struct ForecastFigure: Hashable, Sendable, CustomStringConvertible {
  /// How many records there are, those without an amount too.
  public let count: Int
  /// What they are worth, added exactly. At rates it is rounded once, half to even.
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
public struct ForecastAmounts: Sendable {
  let line: ForecastLine
  let period: Int
  let unit: ForecastUnit

  private var sums: ArraySlice<ForecastSum> { line[period] }

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
    let sums = sums
    if !sums.isEmpty {
      for category in categories { try total.add(sums[sums.startIndex + category.place]) }
    }
    guard let minor = unit.amount(total.amount), let weighted = unit.weighted(total.weighted) else {
      throw ForecastSum.outOfRange
    }
    return ForecastFigure(
      count: total.count, amount: Money(minor: minor, unit.currency), weighted: Money(minor: weighted, unit.currency))
  }
}

extension ForecastAmounts: Hashable {
  /// Whether two have the same records' numbers and worths in each category.
  public static func == (left: ForecastAmounts, right: ForecastAmounts) -> Bool {
    left.unit == right.unit && (left.sums == right.sums || left.isZero && right.isZero)
  }

  /// Feeds what is compared.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(unit)
    if !isZero { hasher.combine(sums) }
  }

  /// Whether there is nothing, be it that there never was or that it was taken away again.
  private var isZero: Bool { sums.allSatisfy { $0 == ForecastSum() } }
}

extension ForecastCategory {
  static let inOrder: [ForecastCategory] = [.omitted, .pipeline, .bestCase, .mostLikely, .commit, .closed]

  /// The category's place among all; of a code that is none, that of ``omitted``.
  var place: Int { Self.inOrder.firstIndex(of: self) ?? 0 }
}
