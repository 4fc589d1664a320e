internal import CRMModel

/// The rows of a forecast's matrix, and how they are added up the tree of managers.
struct ForecastRollUp {
  let tree: ForecastTree

  init(_ tree: ForecastTree) { self.tree = tree }

  private var users: Int { tree.nodes.count }
  /// The row of what nobody owns whom the tree knows.
  private var unassigned: Int { users }
  /// The row of a user's team.
  private func team(_ place: Int) -> Int { users + 1 + place }
  /// The row of ``unassigned`` with the teams whose manager the tree does not know.
  private var strays: Int { 2 * users + 1 }
  private var total: Int { 2 * users + 2 }

  /// Room for what everybody has.
  func matrix(periods: Int) -> ForecastMatrix { ForecastMatrix(rows: 2 * users + 3, periods: periods) }

  /// The row of what an owner has.
  func row(of owner: User.ID?) -> Int { tree.place(of: owner) ?? unassigned }

  /// The rows that what a row has belongs to as well, up to the total.
  func above(_ row: Int) -> [Int] {
    if row == unassigned { return [strays, total] }
    var rows: [Int] = []
    var place: Int? = row
    while let user = place {
      rows.append(team(user))
      place = tree.nodes[user].managerPlace
      if place == nil, user >= tree.firstStray { rows.append(strays) }
    }
    return rows + [total]
  }

  /// What everybody has, as a matrix of another tree of the same users has it, without teams.
  func own(of matrix: ForecastMatrix, from other: ForecastRollUp) -> ForecastMatrix {
    var own = self.matrix(periods: matrix.periods)
    for (place, node) in other.tree.nodes.enumerated() { own.put(matrix.lines[place], in: row(of: node.user)) }
    own.put(matrix.lines[other.unassigned], in: unassigned)
    return own
  }

  /// Adds what everybody has up to the teams and the total.
  func addTeams(to matrix: inout ForecastMatrix) throws(ValueError) {
    for place in 0..<users { try matrix.add(row: place, to: team(place)) }
    try matrix.add(row: unassigned, to: strays)
    // Whoever reports to somebody stands behind him, so from the back every team is complete when its manager gets it.
    for (place, node) in tree.nodes.enumerated().reversed() {
      try matrix.add(row: team(place), to: node.managerPlace.map(team) ?? (place >= tree.firstStray ? strays : total))
    }
    try matrix.add(row: strays, to: total)
  }

  /// The rows of all who work here or have figures, with those above them, and the total.
  ///
  /// - Parameter matrix: What everybody and every team has.
  func forecast(_ question: ForecastQuestion, _ matrix: ForecastMatrix) -> Forecast {
    let (periods, unit, lines) = (question.periods.periods, question.unit, matrix.lines)
    func row(_ user: User.ID?, _ name: String, _ manager: User.ID?, _ depth: Int, own: Int, team: Int) -> ForecastRow {
      ForecastRow(
        user: user, name: name, manager: manager, depth: depth, unit: unit, periods: periods.count, own: lines[own],
        team: lines[team])
    }
    var isShown = tree.nodes.map(\.isActive)
    for (place, node) in tree.nodes.enumerated().reversed() {
      if !lines[team(place)].isEmpty { isShown[place] = true }
      if isShown[place], let manager = node.managerPlace { isShown[manager] = true }
    }
    func rows(_ places: Range<Int>) -> [ForecastRow] {
      places.compactMap { place in
        let node = tree.nodes[place]
        guard isShown[place] else { return nil }
        return row(node.user, node.name, node.manager, node.depth, own: place, team: team(place))
      }
    }
    var found = rows(0..<tree.firstStray)
    let below = rows(tree.firstStray..<users)
    if !below.isEmpty || !lines[unassigned].isEmpty {
      found.append(row(nil, "unassigned", nil, 0, own: unassigned, team: strays))
      found += below
    }
    return Forecast(
      entity: question.entity, rates: question.meaning.conversion?.rates, periods: periods, rows: found,
      total: periods.indices.map { ForecastAmounts(line: lines[total], period: $0, unit: unit) })
  }
}
