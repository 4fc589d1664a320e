internal import CRMModel

/// What is to be forecast.
struct ForecastRequest: Sendable {
  let entity: EntityName
  let days: DateRange
  /// What the days are cut into; nil for one period.
  let unit: PeriodUnit?
  /// At what rates amounts become one currency; nil if they are of one.
  let rates: ExchangeRates?
  let managers: ForecastHierarchy
  /// The moment as of which the records count; nil for now.
  let moment: Instant?
  let condition: Condition?
}
