internal import CRMModel
internal import CRMSecurity

/// A forecast of one state, with what it takes to follow later changes.
struct KeptForecast: Sendable {
  private let question: ForecastQuestion
  private let roll: ForecastRollUp
  /// What everybody and every team has.
  private var matrix: ForecastMatrix
  private var usersMark: QueryMark
  private var mark: QueryMark
  private(set) var forecast: Forecast
  /// Whether everything was added up for it.
  private(set) var isComputed = true

  /// Adds everything up.
  init(
    _ snapshot: Snapshot, of entity: EntityName, in days: DateRange, by unit: PeriodUnit?, where condition: Condition?
  ) throws(StoreError) {
    roll = ForecastRollUp(
      try snapshot.derived(from: ForecastTree.query) { () throws(StoreError) in try ForecastTree(snapshot) })
    question = try ForecastQuestion(snapshot, entity, in: days, by: unit, where: condition)
    matrix = roll.matrix(periods: question.periods.periods.count)
    let roll = roll
    try question.add(try snapshot.columns(question.query), to: &matrix) { [roll.row(of: $0)] }
    do throws(ValueError) {
      try roll.addTeams(to: &matrix)
    } catch {
      throw StoreError(error, entity: entity)
    }
    forecast = roll.forecast(entity, question.periods.periods, matrix, question.unit)
    usersMark = try snapshot.mark(ForecastTree.query)
    mark = try snapshot.mark(question.query)
  }

  /// The forecast of a later state, if it can be told from this one.
  func following(_ snapshot: Snapshot) throws(StoreError) -> KeptForecast? {
    guard case .nothing = try snapshot.change(of: ForecastTree.query, since: usersMark) else { return nil }
    var next = self
    next.isComputed = false
    switch try snapshot.change(of: question.query, since: mark) {
    case .unknown: return nil
    case .nothing: break
    case .groups(let removed, let added):
      let roll = roll
      let rows = { (owner: User.ID?) in
        let row = roll.row(of: owner)
        return [row] + roll.above(row)
      }
      try question.add(removed, to: &next.matrix, isTaken: true, rows: rows)
      try question.add(added, to: &next.matrix, rows: rows)
      next.forecast = roll.forecast(question.entity, question.periods.periods, next.matrix, question.unit)
    }
    next.usersMark = try snapshot.mark(ForecastTree.query)
    next.mark = try snapshot.mark(question.query)
    return next
  }
}
