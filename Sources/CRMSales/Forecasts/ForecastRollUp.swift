internal import CRMModel

/// Adds groups of records up, for each user and each team.
struct ForecastRollUp {
  private let tree: ForecastTree
  private let empty: ForecastAmounts
  private var own: [[ForecastAmounts]]
  private var unassigned: [ForecastAmounts]

  init(_ tree: ForecastTree, periods: Int, _ currency: Currency) {
    self.tree = tree
    empty = ForecastAmounts(currency)
    unassigned = Array(repeating: empty, count: periods)
    own = Array(repeating: unassigned, count: tree.nodes.count)
  }

  mutating func add(_ group: ForecastReader.Group) throws(ValueError) {
    if let place = tree.place(of: group.owner) {
      try own[place][group.period].add(group.sum, in: group.category)
    } else {
      try unassigned[group.period].add(group.sum, in: group.category)
    }
  }

  /// The rows of all who work here or have figures, with those above them, and the total.
  func forecast(_ entity: EntityName, _ periods: [ForecastPeriod]) throws(ValueError) -> Forecast {
    var team = own
    var strays = unassigned
    var total = Array(repeating: empty, count: periods.count)
    var isShown = tree.nodes.map(\.isActive)
    // Whoever reports to somebody stands behind him, so from the back every team is complete when its manager gets it.
    for (place, node) in tree.nodes.enumerated().reversed() {
      if team[place].contains(where: { !$0.isEmpty }) { isShown[place] = true }
      if isShown[place], let manager = tree.place(of: node.manager) { isShown[manager] = true }
      for period in periods.indices {
        if let manager = tree.place(of: node.manager) {
          try team[manager][period].add(team[place][period])
        } else if place >= tree.firstStray {
          try strays[period].add(team[place][period])
        } else {
          try total[period].add(team[place][period])
        }
      }
    }
    for period in periods.indices { try total[period].add(strays[period]) }
    func lines(_ places: Range<Int>) -> [ForecastRow] {
      places.compactMap { place in
        let node = tree.nodes[place]
        guard isShown[place] else { return nil }
        let cells = zip(own[place], team[place]).map { ForecastCell(own: $0, team: $1) }
        return ForecastRow(user: node.user, name: node.name, manager: node.manager, depth: node.depth, cells: cells)
      }
    }
    var rows = lines(0..<tree.firstStray)
    let below = lines(tree.firstStray..<tree.nodes.count)
    if !below.isEmpty || unassigned.contains(where: { !$0.isEmpty }) {
      let cells = zip(unassigned, strays).map { ForecastCell(own: $0, team: $1) }
      rows.append(ForecastRow(user: nil, name: "unassigned", manager: nil, depth: 0, cells: cells))
      rows += below
    }
    return Forecast(entity: entity, periods: periods, rows: rows, total: total)
  }
}
