public import CRMModel
public import CRMSecurity

extension Snapshot {
  /// What is expected of the records of an entity that says how it is forecast (`Facet.forecast`).
  ///
  /// A record belongs to the period that its date lies in, to its owner, and to those above the owner in the tree of managers. One without
  /// date belongs to no period; one without owner, or of an owner whom the tree does not know, stands in a row of its own,
  /// ``Forecast/unassigned``, and so do the teams of managers whom the tree does not know. It knows the users whom the principal may see.
  ///
  /// A record that is decided, as far as its facet says so, is ``ForecastCategory/closed`` if it is won and ``ForecastCategory/omitted`` if not,
  /// whatever category it or its stage has.
  ///
  /// - Parameters:
  ///   - days: The days that are forecast, at least one.
  ///   - unit: What they are cut into, by the workspace's fiscal calendar; nil for one period. Only what lies in `days` counts.
  ///   - rates: At what rates amounts become one currency: added exactly, each figure rounded once, half to even. Nil
  ///     if they are of one.
  ///   - managers: Who reports to whom.
  ///   - moment: Takes the records as they were after the last commit, in the order of commits, whose time is at or
  ///     before this moment. Rights, users, the condition and what "today" means are those of now. Nil for now.
  ///   - condition: Which records count; nil means all that may be seen.
  /// - Throws: ``ErrorCode/facetMissing``; `empty_period`, `too_many_periods` for more than 1,000;
  ///   ``ErrorCode/cyclicReference`` if users report to themselves, with those who do; ``ErrorCode/ratesMissing``
  ///   without rates if amounts are of any currency, ``ErrorCode/rateMissing`` for a currency that occurs and has none;
  ///   ``ErrorCode/amountOutOfRange``; what `change(of:asOf:)` throws where the change log does not tell.
  /// - Complexity: One grouped query, and O(users x periods); as of a moment, what `change(of:asOf:)` takes beside it.
  public func forecast<E: Entity>(
    of entity: E.Type, in days: DateRange, by unit: PeriodUnit? = nil, at rates: ExchangeRates? = nil,
    managers: ForecastHierarchy = .users, asOf moment: Instant? = nil,
    where condition: ((Fields<E>) -> Condition)? = nil
  ) throws(StoreError) -> Forecast {
    try forecast(
      of: E.name, in: days, by: unit, at: rates, managers: managers, asOf: moment, where: condition?(Fields()))
  }

  /// The same of an entity that is known by its name.
  public func forecast(
    of entity: EntityName, in days: DateRange, by unit: PeriodUnit? = nil, at rates: ExchangeRates? = nil,
    managers: ForecastHierarchy = .users, asOf moment: Instant? = nil, where condition: Condition? = nil
  ) throws(StoreError) -> Forecast {
    let request = ForecastRequest(
      entity: entity, days: days, unit: unit, rates: rates, managers: managers, moment: moment, condition: condition)
    return try KeptForecast(self, request).forecast
  }
}

extension ErrorCode {
  /// The entity does not say which of its fields play the parts that a process needs.
  public static let facetMissing = ErrorCode("facet_missing")
  /// Amounts are of any currency, and nobody says at which rates they are added.
  public static let ratesMissing = ErrorCode("rates_missing")
  /// A currency that occurs in amounts has no rate.
  public static let rateMissing = ErrorCode("rate_missing")
}
