public import CRMModel
public import CRMSecurity

/// A forecast that is kept: after the first answer only what has changed since is added to it.
///
///     let forecast = session.maintainedForecast(of: Opportunity.self, in: year, by: .month)
///     let now = try await forecast.current()        // adds everything up
///     …                                             // a deal changes
///     let then = try await forecast.current()       // takes the deal away as it was, adds it as it is
///
/// The answer is always that of `Snapshot.forecast(of:in:by:at:managers:asOf:where:)` in the state that is the newest
/// when it is asked for. Changes of users, stages, rights or the schema make it add everything up again, and so do very
/// many changes at once.
public actor MaintainedForecast {
  private let session: Session
  private let request: ForecastRequest
  private var kept: KeptForecast?

  /// How often everything was added up.
  public private(set) var recomputations = 0

  init(_ session: Session, _ request: ForecastRequest) {
    self.session = session
    self.request = request
  }

  /// The forecast of the newest state.
  ///
  /// - Throws: What `Snapshot.forecast(of:in:by:at:managers:asOf:where:)` throws; the next call tries again.
  /// - Complexity: O(users + changed records) if only records have changed since the last call, else that of a forecast.
  public func current() async throws(StoreError) -> Forecast { try await updated().forecast }

  /// The forecast of the newest state, rolled up another tree: no record is asked for again because of it.
  ///
  ///     let planned = try await forecast.current(managers: ForecastHierarchy([ann.id: vera.id]))
  ///
  /// - Throws: What `Snapshot.forecast(of:in:by:at:managers:asOf:where:)` throws; the next call tries again.
  /// - Complexity: O(users x periods) more than ``current()``.
  public func current(managers: ForecastHierarchy) async throws(StoreError) -> Forecast {
    try await updated().forecast(managers: managers)
  }

  private func updated() async throws(StoreError) -> KeptForecast {
    let (known, request) = (kept, request)
    let next = try await read { snapshot in try known?.following(snapshot) ?? KeptForecast(snapshot, request) }
    keep(next)
    return next
  }

  /// Adds everything up anew and compares. The new sums are kept from then on.
  ///
  /// - Returns: Whether what was kept, with the changes since, was the same.
  /// - Throws: What `Snapshot.forecast(of:in:by:at:managers:asOf:where:)` throws.
  public func verify() async throws(StoreError) -> Bool {
    let (known, request) = (kept, request)
    let (next, isSame) = try await read { snapshot in
      let followed = try known?.following(snapshot)
      let anew = try KeptForecast(snapshot, request)
      return (anew, followed.map { $0.forecast == anew.forecast } ?? true)
    }
    keep(next)
    return isSame
  }

  private func read<T: Sendable>(
    _ body: sending @escaping (Snapshot) throws -> T
  ) async throws(StoreError) -> T {
    do { return try await session.read(body) } catch { throw StoreError(wrapping: error) }
  }

  /// Keeps what was read last. If several ask at once, that may be an older state; it is followed from there.
  private func keep(_ next: KeptForecast) {
    if next.isComputed { recomputations += 1 }
    kept = next
  }
}

extension Session {
  /// A forecast that is kept up to date from one call to the next.
  ///
  /// - Parameters:
  ///   - days: The days that are forecast, at least one.
  ///   - unit: What they are cut into, by the workspace's fiscal calendar; nil for one period.
  ///   - rates: At what rates amounts become one currency; nil if they are of one.
  ///   - managers: Who reports to whom.
  ///   - condition: Which records count; nil means all that may be seen.
  public func maintainedForecast<E: Entity>(
    of entity: E.Type, in days: DateRange, by unit: PeriodUnit? = nil, at rates: ExchangeRates? = nil,
    managers: ForecastHierarchy = .users, where condition: ((Fields<E>) -> Condition)? = nil
  ) -> MaintainedForecast {
    maintainedForecast(of: E.name, in: days, by: unit, at: rates, managers: managers, where: condition?(Fields()))
  }

  /// The same of an entity that is known by its name.
  public func maintainedForecast(
    of entity: EntityName, in days: DateRange, by unit: PeriodUnit? = nil, at rates: ExchangeRates? = nil,
    managers: ForecastHierarchy = .users, where condition: Condition? = nil
  ) -> MaintainedForecast {
    let request = ForecastRequest(
      entity: entity, days: days, unit: unit, rates: rates, managers: managers, moment: nil, condition: condition)
    return MaintainedForecast(self, request)
  }
}
