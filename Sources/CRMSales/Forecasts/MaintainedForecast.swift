public import CRMModel
public import CRMSecurity

/// A forecast that is kept: after the first answer only what has changed since is added to it.
///
///     let forecast = session.maintainedForecast(of: Opportunity.self, in: year, by: .month)
///     let now = try await forecast.current()        // adds everything up
///     …                                             // a deal changes
///     let then = try await forecast.current()       // takes the deal away as it was, adds it as it is
///
/// The answer is always that of `Snapshot.forecast(of:in:by:where:)` in the state that is the newest when it is asked for. Changes of users, stages, rights
/// or the schema make it add everything up again, and so do very many changes at once.
public actor MaintainedForecast {
  private let session: Session
  private let entity: EntityName
  private let days: DateRange
  private let unit: PeriodUnit?
  private let condition: Condition?
  private var kept: KeptForecast?

  /// How often everything was added up.
  public private(set) var recomputations = 0

  init(_ session: Session, _ entity: EntityName, in days: DateRange, by unit: PeriodUnit?, where condition: Condition?)
  {
    self.session = session
    self.entity = entity
    self.days = days
    self.unit = unit
    self.condition = condition
  }

  /// The forecast of the newest state.
  ///
  /// - Throws: What `Snapshot.forecast(of:in:by:where:)` throws; the next call tries again.
  /// - Complexity: O(users + changed records) if only records have changed since the last call, else that of a forecast.
  public func current() async throws(StoreError) -> Forecast {
    let (known, entity, days, unit, condition) = (kept, entity, days, unit, condition)
    let next = try await read { snapshot in
      try known?.following(snapshot) ?? KeptForecast(snapshot, of: entity, in: days, by: unit, where: condition)
    }
    keep(next)
    return next.forecast
  }

  /// Adds everything up anew and compares. The new sums are kept from then on.
  ///
  /// - Returns: Whether what was kept, with the changes since, was the same.
  /// - Throws: What `Snapshot.forecast(of:in:by:where:)` throws.
  public func verify() async throws(StoreError) -> Bool {
    let (known, entity, days, unit, condition) = (kept, entity, days, unit, condition)
    let (next, isSame) = try await read { snapshot in
      let followed = try known?.following(snapshot)
      let anew = try KeptForecast(snapshot, of: entity, in: days, by: unit, where: condition)
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
  ///   - condition: Which records count; nil means all that may be seen.
  public func maintainedForecast<E: Entity>(
    of entity: E.Type, in days: DateRange, by unit: PeriodUnit? = nil,
    where condition: ((Fields<E>) -> Condition)? = nil
  ) -> MaintainedForecast {
    maintainedForecast(of: E.name, in: days, by: unit, where: condition?(Fields()))
  }

  /// The same of an entity that is known by its name.
  public func maintainedForecast(
    of entity: EntityName, in days: DateRange, by unit: PeriodUnit? = nil, where condition: Condition? = nil
  ) -> MaintainedForecast {
    MaintainedForecast(self, entity, in: days, by: unit, where: condition)
  }
}
