internal import CRMModel

/// Room in which the sums of one owner after the other are added up, before they take no more room than they need.
struct ForecastGathering {
  private static let categories = ForecastCategory.inOrder.count

  /// A sum for each period and category.
  private var sums: [ForecastSum]
  private var isTouched: [Bool]

  init(periods: Int) {
    sums = Array(repeating: ForecastSum(), count: periods * Self.categories)
    isTouched = Array(repeating: false, count: periods)
  }

  /// - Parameter place: The category's place among all.
  mutating func add(_ sum: ForecastSum, _ period: Int, category place: Int) throws(ValueError) {
    try sums[period * Self.categories + place].add(sum)
    isTouched[period] = true
  }

  /// What has been added since the last call.
  ///
  /// - Complexity: O(periods).
  mutating func take() -> ForecastLine {
    var line = ForecastLine(periods: isTouched.count, told: isTouched.count { $0 })
    for period in isTouched.indices where isTouched[period] {
      isTouched[period] = false
      let places = period * Self.categories..<(period + 1) * Self.categories
      line.put(sums[places], in: period)
      for place in places { sums[place] = ForecastSum() }
    }
    return line
  }
}
