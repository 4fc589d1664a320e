internal import CRMModel

/// The groups of a ``ForecastQuestion``, column by column, with what their keys mean.
struct ForecastGroups {
  /// The owners, and which of them each group has.
  let owners: [User.ID?]
  let ownerCodes: [Int32]
  /// The first days of the periods, and which of them each group has; nil for one period.
  let periods: [FieldValue]?
  let periodCodes: [Int32]
  /// The place of each group's category.
  let categories: [Int8]
  /// What each group's worth is multiplied by, in the unit of weighted sums.
  private let weights: [Int64]
  private let counts: [Int64]
  private let sums: [Int128]
  private let worths: [Int64]
  /// How many amounts have no worth because nobody said at what rate, by currency.
  let unrated: [Currency: Int64]

  /// Says what the groups mean; nil for columns that are not the question's.
  ///
  /// - Throws: ``ErrorCode/amountOutOfRange`` if what they are worth is more than can be added.
  init?(_ found: ResultColumns, _ meaning: ForecastMeaning, _ unit: ForecastUnit) throws(ValueError) {
    var columns = found.columns[...]
    func key() -> (values: [FieldValue], codes: [Int32])? {
      guard case .coded(let values, let codes)? = columns.popFirst() else { return nil }
      return (values, codes)
    }
    guard let owner = key() else { return nil }
    (owners, ownerCodes) = (owner.values.map(\.user), owner.codes)
    if meaning.hasPeriods {
      guard let period = key() else { return nil }
      (periods, periodCodes) = (period.values, period.codes)
    } else {
      (periods, periodCodes) = (nil, [])
    }
    // The first field that tells it counts.
    var categories = FirstTold<Int8>(found.count)
    for _ in meaning.category.paths {
      guard let (values, codes) = key() else { return nil }
      categories.take(values.map { meaning.category.place(of: $0).map { Int8($0) } }, codes)
    }
    var weights = FirstTold<Int64>(found.count)
    for _ in 0..<meaning.probabilities {
      guard let (values, codes) = key() else { return nil }
      weights.take(values.map { $0.weight(unit.weightDecimals - 2) }, codes)
    }
    var told: [(values: [Bool], codes: [Int32])] = []
    for _ in meaning.outcome.paths {
      guard let (values, codes) = key() else { return nil }
      told.append((values.map { $0 == .boolean(true) }, codes))
    }
    let currencies = meaning.hasCurrency ? key() : nil
    if meaning.hasCurrency, currencies == nil { return nil }
    guard case .counts(let counts)? = columns.popFirst(), case .sums(let sums, let worths, _)? = columns.popFirst()
    else { return nil }
    (self.counts, self.worths) = (counts, worths)
    if let conversion = meaning.conversion {
      (self.sums, unrated) = try conversion.converted(sums, worths, currencies)
    } else {
      (self.sums, unrated) = (sums, [:])
    }

    var places = categories.values(or: Int8(ForecastCategory.omitted.place))
    let closed = Int8(ForecastCategory.closed.place)
    // In percent's unit, a hundred of them.
    let full = Int64(clamping: ForecastUnit.power(of: unit.weightDecimals) ?? .max)
    var factors = weights.values(or: .min)
    for group in 0..<found.count {
      // What is won is no longer likely, it is.
      if let (won, codes) = told.first, let (decided, others) = told.last,
        let category = meaning.outcome.category(
          isWon: won[Int(codes[group])], isDecided: decided[Int(others[group])])
      {
        places[group] = Int8(category.place)
        if category == .closed { factors[group] = .min }
      }
      if factors[group] == .min { factors[group] = places[group] == closed ? full : 0 }
    }
    self.categories = places
    self.weights = factors
  }

  /// The groups of one owner after the other, and where those of each begin and the last one's end.
  ///
  /// - Complexity: O(groups + owners).
  func byOwner() -> (order: [Int], starts: [Int]) {
    var starts = Array(repeating: 0, count: owners.count + 1)
    for owner in ownerCodes { starts[Int(owner) + 1] += 1 }
    for owner in owners.indices { starts[owner + 1] += starts[owner] }
    var next = starts
    var order = Array(repeating: 0, count: ownerCodes.count)
    for (group, owner) in ownerCodes.enumerated() {
      order[next[Int(owner)]] = group
      next[Int(owner)] += 1
    }
    return (order, starts)
  }

  /// What one group adds.
  func sum(_ group: Int) throws(ValueError) -> ForecastSum {
    var sum = ForecastSum(count: Int(counts[group]))
    if worths[group] == 0 { return sum }
    sum.amount = sums[group]
    if let minor = Int64(exactly: sums[group]) {
      let (high, low) = minor.multipliedFullWidth(by: weights[group])
      sum.weighted = Int128(high) << 64 | Int128(low)
    } else {
      let (weighted, overflow) = sums[group].multipliedReportingOverflow(by: Int128(weights[group]))
      if overflow { throw ForecastSum.outOfRange }
      sum.weighted = weighted
    }
    return sum
  }
}

/// For each group what the first of some fields tells that tells anything.
private struct FirstTold<Value> {
  private var values: [Value?]

  init(_ count: Int) { values = Array(repeating: nil, count: count) }

  /// Asks the next field: what each of its values tells, and which value each group has.
  mutating func take(_ meanings: [Value?], _ codes: [Int32]) {
    for group in values.indices where values[group] == nil { values[group] = meanings[Int(codes[group])] }
  }

  func values(or missing: Value) -> [Value] { values.map { $0 ?? missing } }
}

extension FacetPart {
  /// The place of the category that a code means; nil for no code.
  fileprivate func place(of value: FieldValue) -> Int? {
    guard case .text(let code) = value else { return nil }
    return ForecastCategory(rawValue: codes[code] ?? code).place
  }
}

extension FieldValue {
  fileprivate var user: User.ID? {
    if case .reference(let id) = self, id.entity == User.name { User.ID(rawValue: id.rawValue) } else { nil }
  }

  /// A percent in the last of so many decimals; nil for none.
  fileprivate func weight(_ decimals: Int) -> Int64? {
    isNull ? nil : Percent(fieldValue: self).flatMap { try? $0.points.scaledExactly(to: decimals) }
  }
}
