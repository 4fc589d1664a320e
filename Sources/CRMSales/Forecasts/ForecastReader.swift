internal import CRMModel
internal import CRMSecurity

/// Gathers the records of an entity by owner, period and category, by its forecast facet.
struct ForecastReader {
  private let snapshot: Snapshot
  private let schema: EntitySchema
  private let parts: [String: FacetPart]
  /// The currency of all amounts.
  let currency: Currency
  /// Whether records belong to a period by a date, and not by a moment.
  private let isDate: Bool

  /// Looks the facet up.
  ///
  /// - Throws: ``ErrorCode/unknownEntity``; ``ErrorCode/facetMissing`` if the entity does not say how it is forecast.
  init(_ snapshot: Snapshot, _ entity: EntityName) throws(StoreError) {
    guard let schema = snapshot.schema[entity], !schema.isRetired else {
      throw StoreError(
        .invalid, .unknownEntity, "no entity \(entity)",
        violations: [Violation(.unknownEntity, "no entity of this name", entity: entity)])
    }
    guard let facet = schema.facet(.forecast) else {
      throw StoreError(
        .invalid, .facetMissing, "\(entity) does not say how it is forecast: declare `Facet.forecast(…)` in its schema",
        violations: [Violation(.facetMissing, "no facet forecast", entity: entity)])
    }
    self.snapshot = snapshot
    self.schema = schema
    parts = facet.parts
    let paths = facet.parts.mapValues { $0.paths.first ?? FieldPath(words: []) }
    if let path = paths["amount"], case .money(.fixed(let fixed)) = snapshot.schema.type(of: path, from: entity) {
      currency = fixed
    } else {
      currency = snapshot.schema.currency
    }
    isDate = paths["date"].flatMap { snapshot.schema.type(of: $0, from: entity) } == .date
  }

  /// The decimals of weights, as fractions.
  var scale: Int {
    let types = (parts["probability"]?.paths ?? []).map { snapshot.schema.type(of: $0, from: schema.name) }
    let decimals = types.map { type in if case .percent(let scale)? = type { scale } else { 0 } }
    // A percent is a hundredth.
    return (decimals.max() ?? 0) + 2
  }

  /// Adds the records in some periods up.
  ///
  /// - Parameter row: The row of the matrix for an owner.
  func add(
    to matrix: inout ForecastMatrix, in days: DateRange, _ periods: ForecastPeriods, by unit: PeriodUnit?,
    where condition: Formula?, row: (User.ID?) -> Int
  ) throws(StoreError) {
    guard let amount = parts["amount"]?.paths.first, let date = parts["date"]?.paths.first,
      let owner = parts["owner"]?.paths.first, let category = parts["category"]
    else { return }
    let probability = parts["probability"] ?? FacetPart([])
    let outcome = ForecastOutcome(parts)
    var query = Query(schema.name)
    let (start, end) = try bounds(days)
    var conditions: [Formula] = [
      .compare(.greaterOrEqual, .field(date), .literal(start)), .compare(.less, .field(date), .literal(end)),
    ]
    if let condition { conditions.append(condition) }
    query.condition = .and(conditions)
    query = query.group(by: owner)
    if let unit { query = query.group(by: date, unit) }
    for path in category.paths + probability.paths + outcome.paths { query = query.group(by: path) }
    query = query.measure(.count).measure(.sum, amount)
    let found = try snapshot.columns(query)
    var keys = found.columns[...]
    let rows = ForecastKey(keys.popFirst()) { row($0.user) }
    let places = unit == nil ? nil : ForecastKey(keys.popFirst()) { periods.place(of: $0) ?? -1 }
    let categories = category.paths.map { _ in ForecastKey(keys.popFirst()) { category.place(of: $0) } }
    let decimals = matrix.scale - 2
    let weights = probability.paths.map { _ in ForecastKey(keys.popFirst()) { ForecastWeight($0, decimals) } }
    let outcomes = outcome.paths.map { _ in ForecastKey(keys.popFirst()) { $0 == .boolean(true) } }
    guard case .counts(let counts)? = keys.popFirst(), case .sums(let sums, let worths, _)? = keys.popFirst() else {
      return
    }
    let full = ForecastMatrix.power(of: matrix.scale)
    do throws(ValueError) {
      for group in 0..<found.count {
        let period = places?[group] ?? 0
        if period < 0 { continue }
        let decided = outcome.category(isWon: outcomes.first?[group], isDecided: outcomes.last?[group])
        let meant = decided?.place ?? categories.lazy.compactMap { $0[group] }.first ?? ForecastCategory.omitted.place
        var sum = ForecastSum(count: Int(counts[group]))
        if worths[group] > 0 {
          sum.minor = sums[group]
          // What is won is no longer likely.
          let weight = decided == .closed ? nil : weights.lazy.compactMap { $0[group].known }.first
          let unit = weight ?? (meant == ForecastCategory.closed.place ? full : 0)
          let (weighted, overflow) = sums[group].multipliedReportingOverflow(by: unit)
          if overflow { throw ForecastSum.outOfRange }
          sum.weighted = weighted
        }
        try matrix.add(sum, rows[group], period, category: meant)
      }
    } catch {
      throw StoreError(error, entity: schema.name)
    }
  }

  /// The first value inside some days and the first one after, as the date part compares them.
  private func bounds(_ days: DateRange) throws(StoreError) -> (FieldValue, FieldValue) {
    if isDate { return (.date(days.start), .date(days.end)) }
    return (.instant(try snapshot.start(of: days.start)), .instant(try snapshot.start(of: days.end)))
  }
}

/// What each value of one key means, looked up by group.
private struct ForecastKey<Meaning> {
  private let meanings: [Meaning]
  private let codes: [Int32]

  init(_ column: ResultColumns.Column?, _ meaning: (FieldValue) -> Meaning) {
    switch column {
    case .coded(let values, let codes):
      meanings = values.map(meaning)
      self.codes = codes
    case .values(let values):
      meanings = values.map(meaning)
      codes = values.indices.map { Int32(truncatingIfNeeded: $0) }
    default:
      meanings = []
      codes = []
    }
  }

  subscript(group: Int) -> Meaning { meanings[Int(codes[group])] }
}

/// What the worth of a group is multiplied by, as far as one field tells.
private enum ForecastWeight {
  /// The field has no value: the next one may have.
  case open
  /// In the unit of weighted sums.
  case told(Int128)

  var known: Int128? { if case .told(let units) = self { units } else { nil } }

  init(_ value: FieldValue, _ decimals: Int) {
    let percent = value.isNull ? nil : Percent(fieldValue: value)
    let units = percent.flatMap { try? $0.points.scaledExactly(to: decimals) }
    self = units.map { .told(Int128($0)) } ?? .open
  }
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
}
