internal import CRMModel
internal import Dispatch
internal import Synchronization

/// The groups of a ``ForecastQuestion``, column by column, with what their keys mean.
struct ForecastGroups: Sendable {
  /// The owners.
  let owners: [User.ID?]
  /// How many amounts have no worth because nobody said at what rate, by currency.
  let unrated: [Currency: Int64]

  /// Which of the owners each group has.
  private let ownerCodes: [Int32]
  /// The places of the periods, -1 for none; nil if there is one period.
  private let periods: ForecastKey<Int>?
  /// The places of the categories; the first field that tells one counts.
  private let categories: [ForecastKey<Int?>]
  /// What a group's worth is multiplied by, in the unit of weighted sums; the first field that tells it counts.
  private let weights: [ForecastKey<Int64?>]
  /// Whether it is won, and whether it is decided.
  private let outcome: (won: ForecastKey<Bool>, decided: ForecastKey<Bool>)?
  /// What an amount is multiplied by to get into the figures' unit, nil for one that has no rate; nil if it is in it.
  private let factors: ForecastKey<Int128?>?
  private let counts: [Int64]
  private let sums: [Int128]
  private let worths: [Int64]
  private let places: Places

  /// The places of categories that are not told by a field, and the weight of what is certain.
  private struct Places: Sendable {
    let omitted = ForecastCategory.omitted.place
    let closed = ForecastCategory.closed.place
    /// The category of what is decided: neither won nor lost, lost, won, both.
    let outcomes: [Int?]
    let certain: Int64

    init(_ outcome: ForecastOutcome, _ unit: ForecastUnit) {
      outcomes = [(false, false), (false, true), (true, false), (true, true)].map { won, decided in
        outcome.category(isWon: won, isDecided: decided)?.place
      }
      // In percent's unit, a hundred of them.
      certain = Int64(clamping: ForecastUnit.power(of: unit.weightDecimals) ?? .max)
    }
  }

  /// Says what the groups mean; nil for columns that are not the question's.
  ///
  /// - Throws: ``ErrorCode/amountOutOfRange`` for a rate that is more than can be multiplied with; ``ErrorCode/unknownCurrency`` for amounts
  ///   whose currency is none.
  init?(
    _ found: ResultColumns, _ meaning: ForecastMeaning, _ periods: ForecastPeriods, _ unit: ForecastUnit
  ) throws(ValueError) {
    var columns = found.columns[...]
    func key<Meaning>(_ meaning: (FieldValue) -> Meaning) -> ForecastKey<Meaning>? {
      guard case .coded(let values, let codes)? = columns.popFirst() else { return nil }
      return ForecastKey(meanings: values.map(meaning), codes: codes)
    }
    guard let owner = key(\.user) else { return nil }
    (owners, ownerCodes) = (owner.meanings, owner.codes)
    self.periods = meaning.hasPeriods ? key { periods.place(of: $0) ?? -1 } : nil
    categories = meaning.category.paths.compactMap { _ in key { meaning.category.place(of: $0) } }
    weights = (0..<meaning.probabilities).compactMap { _ in key { $0.weight(unit.weightDecimals - 2) } }
    let told = meaning.outcome.paths.compactMap { _ in key { $0 == .boolean(true) } }
    outcome = told.first.flatMap { won in told.last.map { (won, $0) } }
    let currencies = meaning.hasCurrency ? key(\.currency) : nil
    guard case .counts(let counts)? = columns.popFirst(), case .sums(let sums, let worths, _)? = columns.popFirst()
    else { return nil }
    (self.counts, self.sums, self.worths) = (counts, sums, worths)
    if let conversion = meaning.conversion {
      (factors, unrated) = try conversion.factors(of: currencies, for: worths)
    } else {
      (factors, unrated) = (nil, [:])
    }
    places = Places(meaning.outcome, unit)
  }

  /// What each of the owners has: the groups of some more of them are added up on each core.
  ///
  /// - Parameters:
  ///   - count: How many periods there are.
  ///   - isTaken: Whether the sums are taken away instead.
  /// - Throws: ``ErrorCode/amountOutOfRange`` if a sum is more than can be added.
  /// - Complexity: O(groups + owners x periods).
  func lines(periods count: Int, isTaken: Bool) throws(ValueError) -> [ForecastLine] {
    let (order, starts) = byOwner()
    let parts = Self.parts(starts)
    guard parts.count > 1 else { return try self.lines(of: 0..<owners.count, count, isTaken, order, starts) }
    let results = Mutex<[Int: Result<[ForecastLine], ValueError>]>([:])
    DispatchQueue.concurrentPerform(iterations: parts.count) { part in
      let result = Result { () throws(ValueError) in try self.lines(of: parts[part], count, isTaken, order, starts) }
      results.withLock { $0[part] = result }
    }
    let done = results.withLock { $0 }
    var lines: [ForecastLine] = []
    for part in parts.indices { if let result = done[part] { lines += try result.get() } }
    return lines
  }

  private func lines(
    of owners: Range<Int>, _ count: Int, _ isTaken: Bool, _ order: [Int32], _ starts: [Int]
  ) throws(ValueError) -> [ForecastLine] {
    var gathering = ForecastGathering(periods: count)
    var lines: [ForecastLine] = []
    lines.reserveCapacity(owners.count)
    for owner in owners {
      for place in starts[owner]..<starts[owner + 1] {
        let group = Int(order[place])
        let period = periods?[group] ?? 0
        if period < 0 { continue }
        let category = category(group)
        var sum = try sum(group, category)
        if isTaken { sum = try sum.opposite }
        try gathering.add(sum, period, category: category.place)
      }
      lines.append(gathering.take())
    }
    return lines
  }

  /// So many groups that it pays to give them to another core.
  private static let fewGroups = 1_024

  /// Cuts the owners into ranges of about as many groups, where there are many.
  private static func parts(_ starts: [Int]) -> [Range<Int>] {
    let groups = starts.last ?? 0
    let count = max(1, min(16, groups / fewGroups))
    let ends = (1..<count).map { part in starts.firstIndex { $0 >= groups * part / count } ?? starts.count - 1 }
    return zip([0] + ends, ends + [starts.count - 1]).map { $0..<$1 }
  }

  /// The groups of one owner after the other, and where those of each begin and the last one's end.
  ///
  /// - Complexity: O(groups + owners).
  private func byOwner() -> (order: [Int32], starts: [Int]) {
    var starts = Array(repeating: 0, count: owners.count + 1)
    for owner in ownerCodes { starts[Int(owner) + 1] += 1 }
    for owner in owners.indices { starts[owner + 1] += starts[owner] }
    var next = starts
    var order = Array(repeating: 0 as Int32, count: ownerCodes.count)
    for (group, owner) in ownerCodes.enumerated() {
      order[next[Int(owner)]] = Int32(truncatingIfNeeded: group)
      next[Int(owner)] += 1
    }
    return (order, starts)
  }

  /// The place of a group's category, and whether what it is worth is certain.
  private func category(_ group: Int) -> (place: Int, isCertain: Bool) {
    if let outcome, let place = places.outcomes[(outcome.won[group] ? 2 : 0) + (outcome.decided[group] ? 1 : 0)] {
      // What is won is no longer likely, it is.
      return (place, place == places.closed)
    }
    for key in categories { if let place = key[group] { return (place, false) } }
    return (places.omitted, false)
  }

  private func weight(_ group: Int, _ category: (place: Int, isCertain: Bool)) -> Int64 {
    if !category.isCertain { for key in weights { if let weight = key[group] { return weight } } }
    return category.place == places.closed ? places.certain : 0
  }

  /// What one group adds.
  private func sum(_ group: Int, _ category: (place: Int, isCertain: Bool)) throws(ValueError) -> ForecastSum {
    var sum = ForecastSum(count: Int(counts[group]))
    if worths[group] == 0 { return sum }
    if let factors {
      guard let factor = factors[group] else { return sum }
      sum.amount = try Self.product(sums[group], factor)
    } else {
      sum.amount = sums[group]
    }
    let weight = weight(group, category)
    if let minor = Int64(exactly: sum.amount) {
      let (high, low) = minor.multipliedFullWidth(by: weight)
      sum.weighted = Int128(high) << 64 | Int128(low)
    } else {
      sum.weighted = try Self.product(sum.amount, Int128(weight))
    }
    return sum
  }

  private static func product(_ one: Int128, _ other: Int128) throws(ValueError) -> Int128 {
    let (product, overflow) = one.multipliedReportingOverflow(by: other)
    if overflow { throw ForecastSum.outOfRange }
    return product
  }
}

/// A key of some groups: what each of its values means, and which of them each group has.
struct ForecastKey<Meaning: Sendable>: Sendable {
  let meanings: [Meaning]
  let codes: [Int32]

  @inline(__always)
  subscript(group: Int) -> Meaning { meanings[Int(codes[group])] }
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

  /// The currency that a code means; nil for no code.
  fileprivate var currency: Currency? { if case .text(let code) = self { try? Currency(code) } else { nil } }

  /// A percent in the last of so many decimals; nil for none.
  fileprivate func weight(_ decimals: Int) -> Int64? {
    isNull ? nil : Percent(fieldValue: self).flatMap { try? $0.points.scaledExactly(to: decimals) }
  }
}
