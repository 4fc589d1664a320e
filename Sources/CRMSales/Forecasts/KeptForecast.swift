internal import CRMModel
internal import CRMSecurity

/// A forecast of one state, with what it takes to follow later changes.
struct KeptForecast: Sendable {
  private let request: ForecastRequest
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
  init(_ snapshot: Snapshot, _ request: ForecastRequest) throws(StoreError) {
    self.request = request
    let roll = ForecastRollUp(try ForecastTree.current(snapshot, request.managers))
    self.roll = roll
    question = try ForecastQuestion(snapshot, request)
    matrix = roll.matrix(periods: question.periods.periods.count)
    try question.add(try snapshot.columns(question.query), to: &matrix) { [roll.row(of: $0)] }
    if let moment = request.moment,
      case .groups(let then, let now) = try snapshot.change(of: question.query, asOf: moment)
    {
      try question.add(now, to: &matrix, isTaken: true) { [roll.row(of: $0)] }
      try question.add(then, to: &matrix) { [roll.row(of: $0)] }
    }
    try question.checkRates(of: matrix)
    try question.addTeams(to: &matrix, roll)
    forecast = roll.forecast(question, matrix)
    usersMark = try snapshot.mark(ForecastUsers.query)
    mark = try snapshot.mark(question.query)
  }

  /// The forecast of a later state, if it can be told from this one.
  func following(_ snapshot: Snapshot) throws(StoreError) -> KeptForecast? {
    guard case .nothing = try snapshot.change(of: ForecastUsers.query, since: usersMark) else { return nil }
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
      try question.checkRates(of: next.matrix)
      next.forecast = roll.forecast(question, next.matrix)
    }
    next.usersMark = try snapshot.mark(ForecastUsers.query)
    next.mark = try snapshot.mark(question.query)
    return next
  }

  /// The same records up another tree of the same users.
  ///
  /// - Throws: ``ErrorCode/cyclicReference``.
  /// - Complexity: O(users x periods); nothing is read.
  func forecast(managers: ForecastHierarchy) throws(StoreError) -> Forecast {
    if managers == request.managers { return forecast }
    let other = ForecastRollUp(try ForecastTree(roll.tree.users, managers))
    var own = other.own(of: matrix, from: roll)
    try question.addTeams(to: &own, other)
    return other.forecast(question, own)
  }
}
