internal import CRMModel
internal import CRMSecurity

/// Gathers the records of an entity into owner, period and category, by its forecast facet.
struct ForecastReader {
  /// One group of records.
  struct Group {
    var owner: User.ID?
    var period: Int
    var category: ForecastCategory
    var sum: ForecastSum
  }

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

  /// The groups of the records in some periods.
  func groups(
    in days: DateRange, _ periods: ForecastPeriods, by unit: PeriodUnit?, where condition: Formula?
  ) throws(StoreError) -> [Group] {
    guard let amount = parts["amount"]?.paths.first, let date = parts["date"]?.paths.first,
      let owner = parts["owner"]?.paths.first, let category = parts["category"]
    else { return [] }
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
    var found: [Group] = []
    for row in try snapshot.table(query).rows {
      var cells = row[...]
      let owner = cells.popFirst() ?? .null
      guard let period = periods.place(of: unit == nil ? .null : cells.popFirst() ?? .null) else { continue }
      let codes = cells.prefix(category.paths.count)
      let weights = cells.dropFirst(codes.count).prefix(probability.paths.count)
      let decided = outcome.category(of: cells.dropFirst(codes.count + weights.count).prefix(outcome.paths.count))
      do throws(ValueError) {
        let meant = decided ?? category.category(of: codes)
        // What is won is no longer likely.
        let weight = decided == .closed ? nil : weights.first { !$0.isNull }
        let sum = try ForecastSum(row.suffix(2), weight: weight, meant)
        found.append(Group(owner: owner.user, period: period, category: meant, sum: sum))
      } catch {
        throw StoreError(error, entity: schema.name)
      }
    }
    return found
  }

  /// The first value inside some days and the first one after, as the date part compares them.
  private func bounds(_ days: DateRange) throws(StoreError) -> (FieldValue, FieldValue) {
    if isDate { return (.date(days.start), .date(days.end)) }
    return (.instant(try snapshot.start(of: days.start)), .instant(try snapshot.start(of: days.end)))
  }
}

extension FacetPart {
  /// The category that the first code there is means.
  fileprivate func category(of values: ArraySlice<FieldValue>) -> ForecastCategory {
    for case .text(let code) in values { return ForecastCategory(rawValue: codes[code] ?? code) }
    return .omitted
  }
}

extension ForecastSum {
  /// What a group's measures say: how many records, and the sum of their amounts.
  fileprivate init(
    _ measures: ArraySlice<FieldValue>, weight: FieldValue?, _ category: ForecastCategory
  ) throws(ValueError) {
    if case .integer(let number)? = measures.first { count = Int(number) }
    guard case .money(let amount)? = measures.last else { return }
    minor = Int128(amount.minorAmount)
    if let percent = weight.flatMap(Percent.init(fieldValue:)) {
      weighted = try amount.amount.multiplied(by: percent.fraction)
    } else if category == .closed {
      weighted = amount.amount
    }
  }
}

extension FieldValue {
  fileprivate var user: User.ID? {
    if case .reference(let id) = self, id.entity == User.name { User.ID(rawValue: id.rawValue) } else { nil }
  }
}
