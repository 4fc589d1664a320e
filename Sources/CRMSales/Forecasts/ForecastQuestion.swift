internal import CRMModel
internal import CRMSecurity

/// What is asked of the records of an entity for a forecast: one grouped query, by the entity's forecast facet.
struct ForecastQuestion: Sendable {
  let entity: EntityName
  let periods: ForecastPeriods
  let unit: ForecastUnit
  /// The groups that are asked for.
  let query: Query
  /// What the groups mean.
  let meaning: ForecastMeaning

  /// Looks the facet up and puts the question.
  ///
  /// - Throws: ``ErrorCode/unknownEntity``; ``ErrorCode/facetMissing`` if the entity does not say how it is forecast;
  ///   ``ErrorCode/ratesMissing``; what ``ForecastPeriods`` throws.
  init(_ snapshot: Snapshot, _ request: ForecastRequest) throws(StoreError) {
    let catalog = snapshot.schema
    let (entity, days) = (request.entity, request.days)
    let parts = try Self.parts(of: entity, catalog)
    guard let amount = parts["amount"]?.paths.first, let date = parts["date"]?.paths.first,
      let owner = parts["owner"]?.paths.first, let category = parts["category"]
    else { throw Self.missing(entity) }
    do throws(ValueError) {
      periods = try ForecastPeriods(days, by: request.unit, snapshot.calendar)
    } catch {
      throw StoreError(error)
    }
    let probability = parts["probability"]?.paths ?? []
    let decimals = probability.map { path in
      if case .percent(let scale)? = catalog.type(of: path, from: entity) { scale } else { 0 }
    }
    var currency: Currency? = catalog.currency
    if case .money(let of) = catalog.type(of: amount, from: entity) {
      if case .fixed(let fixed) = of { currency = fixed }
      if of == .any { currency = nil }
    }
    let conversion = request.rates.map { ForecastConversion($0, from: currency) }
    guard let figures = conversion?.rates.target ?? currency else { throw Self.ratesMissing(amount, of: entity) }
    // A percent is a hundredth.
    unit = ForecastUnit(
      currency: figures, decimals: conversion?.decimals ?? 0, weightDecimals: (decimals.max() ?? 0) + 2)
    meaning = ForecastMeaning(
      hasPeriods: request.unit != nil, category: category, probabilities: probability.count,
      outcome: ForecastOutcome(parts), hasCurrency: currency == nil, conversion: conversion)
    self.entity = entity

    var query = Query(entity)
    let isDate = catalog.type(of: date, from: entity) == .date
    let start: FieldValue = isDate ? .date(days.start) : .instant(try snapshot.start(of: days.start))
    let end: FieldValue = isDate ? .date(days.end) : .instant(try snapshot.start(of: days.end))
    var conditions: [Formula] = [
      .compare(.greaterOrEqual, .field(date), .literal(start)), .compare(.less, .field(date), .literal(end)),
    ]
    if let condition = request.condition { conditions.append(condition) }
    query.condition = .and(conditions)
    query = query.group(by: owner)
    if let period = request.unit { query = query.group(by: date, period) }
    for path in category.paths + probability + meaning.outcome.paths { query = query.group(by: path) }
    if meaning.hasCurrency { query = query.group(by: amount.appending(FieldPath("currency"))) }
    self.query = query.measure(.count).measure(.sum, amount)
  }

  /// Adds the records of some groups up.
  ///
  /// - Parameters:
  ///   - isTaken: Whether they are taken away instead.
  ///   - rows: The rows of the matrix to which something of an owner is added.
  func add(
    _ found: ResultColumns, to matrix: inout ForecastMatrix, isTaken: Bool = false, rows: (User.ID?) -> [Int]
  ) throws(StoreError) {
    do throws(ValueError) {
      guard let groups = try ForecastGroups(found, meaning, periods, unit) else { return }
      matrix.count(unrated: groups.unrated, isTaken: isTaken)
      let lines = try groups.lines(periods: matrix.periods, isTaken: isTaken)
      for (owner, line) in zip(groups.owners, lines) where !line.isEmpty {
        for row in rows(owner) { try matrix.add(line, row) }
      }
    } catch {
      throw StoreError(error, entity: entity)
    }
  }

  /// Adds what everybody has up to the teams and the total.
  func addTeams(to matrix: inout ForecastMatrix, _ roll: ForecastRollUp) throws(StoreError) {
    do throws(ValueError) {
      try roll.addTeams(to: &matrix)
    } catch {
      throw StoreError(error, entity: entity)
    }
  }

  /// Sees to it that every amount in some sums had a rate.
  ///
  /// - Throws: ``ErrorCode/rateMissing`` with the currencies that have none.
  func checkRates(of matrix: ForecastMatrix) throws(StoreError) {
    let currencies = matrix.unrated.keys.sorted()
    guard !currencies.isEmpty else { return }
    let violations = currencies.map { currency in
      Violation(.rateMissing, "there are amounts in \(currency), which has no rate to \(unit.currency)", entity: entity)
    }
    throw StoreError(
      .invalid, .rateMissing,
      "amounts in \(currencies.map(\.code).joined(separator: ", ")) have no rate to \(unit.currency); name one for each",
      violations: violations)
  }

  private static func ratesMissing(_ amount: FieldPath, of entity: EntityName) -> StoreError {
    StoreError(
      .invalid, .ratesMissing,
      "amounts of \(entity) are of any currency: say at which rates they are forecast, "
        + "`at: ExchangeRates(to: …, constant: […])`",
      violations: [
        Violation(
          .ratesMissing, "\(amount) is of any currency, and no rates are given", entity: entity,
          field: amount.words.first.map { FieldName($0) })
      ])
  }

  private static func parts(of entity: EntityName, _ catalog: Catalog) throws(StoreError) -> [String: FacetPart] {
    guard let schema = catalog[entity], !schema.isRetired else {
      throw StoreError(
        .invalid, .unknownEntity, "no entity \(entity)",
        violations: [Violation(.unknownEntity, "no entity of this name", entity: entity)])
    }
    guard let facet = schema.facet(.forecast) else { throw missing(entity) }
    return facet.parts
  }

  private static func missing(_ entity: EntityName) -> StoreError {
    StoreError(
      .invalid, .facetMissing, "\(entity) does not say how it is forecast: declare `Facet.forecast(…)` in its schema",
      violations: [Violation(.facetMissing, "no facet forecast", entity: entity)])
  }
}

/// What the keys of a forecast's groups mean, in the order in which they are asked for: owner, period, categories,
/// probabilities, outcome, currency.
struct ForecastMeaning: Sendable {
  let hasPeriods: Bool
  let category: FacetPart
  /// How many fields tell the probability.
  let probabilities: Int
  let outcome: ForecastOutcome
  /// Whether each amount has a currency of its own.
  let hasCurrency: Bool
  /// How amounts get into the figures' currency; nil if they are in it.
  let conversion: ForecastConversion?
}
