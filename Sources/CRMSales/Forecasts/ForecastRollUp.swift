internal import CRMModel

/// The rows of a forecast's matrix, and how they are added up the tree of managers.
struct ForecastRollUp {
  private let tree: ForecastTree

  init(_ tree: ForecastTree) { self.tree = tree }

  private var users: Int { tree.nodes.count }
  /// The row of what nobody owns whom the tree knows.
  private var unassigned: Int { users }
  /// The row of a user's team.
  private func team(_ place: Int) -> Int { users + 1 + place }
  /// The row of ``unassigned`` with the teams whose manager the tree does not know.
  private var strays: Int { 2 * users + 1 }
  private var total: Int { 2 * users + 2 }

  /// Sums for every row.
  func matrix(periods: Int, scale: Int, _ currency: Currency) -> ForecastMatrix {
    ForecastMatrix(rows: 2 * users + 3, periods: periods, scale: scale, currency)
  }

  /// The row of what an owner has.
  func row(of owner: User.ID?) -> Int { tree.place(of: owner) ?? unassigned }

  /// The rows of all who work here or have figures, with those above them, and the total.
  func forecast(
    _ entity: EntityName, _ periods: [ForecastPeriod], _ own: consuming ForecastMatrix
  ) throws(ValueError) -> Forecast {
    var matrix = own
    for place in 0..<users { try matrix.add(row: place, to: team(place)) }
    try matrix.add(row: unassigned, to: strays)
    var isShown = tree.nodes.map(\.isActive)
    // Whoever reports to somebody stands behind him, so from the back every team is complete when its manager gets it.
    for (place, node) in tree.nodes.enumerated().reversed() {
      let manager = tree.place(of: node.manager)
      if !matrix.isEmpty(team(place)) { isShown[place] = true }
      if isShown[place], let manager { isShown[manager] = true }
      try matrix.add(row: team(place), to: manager.map(team) ?? (place >= tree.firstStray ? strays : total))
    }
    try matrix.add(row: strays, to: total)
    let sums = matrix
    func lines(_ places: Range<Int>) -> [ForecastRow] {
      places.compactMap { place in
        let node = tree.nodes[place]
        guard isShown[place] else { return nil }
        return ForecastRow(
          user: node.user, name: node.name, manager: node.manager, depth: node.depth, matrix: sums, own: place,
          team: team(place))
      }
    }
    var rows = lines(0..<tree.firstStray)
    let below = lines(tree.firstStray..<users)
    if !below.isEmpty || !sums.isEmpty(unassigned) {
      rows.append(
        ForecastRow(
          user: nil, name: "unassigned", manager: nil, depth: 0, matrix: sums, own: unassigned, team: strays))
      rows += below
    }
    return Forecast(
      entity: entity, periods: periods, rows: rows, total: periods.indices.map { sums.amounts(total, $0) })
  }
}
