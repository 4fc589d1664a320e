public import CRMModel

/// What is expected, by owner and period and category, rolled up the tree of managers.
///
///     let forecast = try await session.read { snapshot in
///       try snapshot.forecast(of: Opportunity.self, in: year, by: .quarter)
///     }
///     for row in forecast.rows {
///       print(row.name, try row.cells[0].team.cumulative(.commit).amount)
///     }
public struct Forecast: Hashable, Sendable {
  /// What was forecast.
  public let entity: EntityName
  /// At what rates amounts were turned into the figures' currency; nil if they are in it.
  public let rates: ExchangeRates?
  /// The periods, in order.
  public let periods: [ForecastPeriod]
  /// The users as the tree has them: each before those who report to him, and those of one manager by name. Then, if there are any, a row
  /// without user for the records of nobody whom the tree knows, and below it the teams whose manager the tree does not know.
  public let rows: [ForecastRow]
  /// Everything together, a cell a period.
  public let total: [ForecastAmounts]

  /// The row of a user; nil if it has none.
  public subscript(user: User.ID) -> ForecastRow? { rows.first { $0.user == user } }

  /// The row for what nobody owns whom the tree knows, its team being those whose manager the tree does not know: one who is not there, or whom
  /// the principal may not see. Nil if there is neither.
  public var unassigned: ForecastRow? { rows.first { $0.user == nil } }
}

/// One period of a forecast.
public struct ForecastPeriod: Hashable, Sendable {
  /// What people call it: `2017-Q4`, or the days if it is no period of the calendar.
  public let label: String
  /// Its days, cut to what was asked for.
  public let days: DateRange
}

/// One user's line of a forecast.
public struct ForecastRow: Sendable {
  /// The user; nil for records that nobody owns whom the tree knows.
  public let user: User.ID?
  /// The user's name, or `unassigned`.
  public let name: String
  /// The one the user reports to; nil at the top of the tree and right below ``Forecast/unassigned``.
  public let manager: User.ID?
  /// How many managers are above.
  public let depth: Int
  let unit: ForecastUnit
  let periods: Int
  let own: ForecastLine
  let team: ForecastLine

  /// A cell a period.
  ///
  /// - Complexity: O(*n*) in the periods.
  public var cells: [ForecastCell] {
    (0..<periods).map { period in
      ForecastCell(
        own: ForecastAmounts(line: own, period: period, unit: unit),
        team: ForecastAmounts(line: team, period: period, unit: unit))
    }
  }
}

extension ForecastRow: Hashable {
  /// Whether two rows are of the same user, with the same cells.
  public static func == (left: ForecastRow, right: ForecastRow) -> Bool {
    left.user == right.user && left.name == right.name && left.manager == right.manager && left.depth == right.depth
      && left.cells == right.cells
  }

  /// Feeds what is compared.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(user)
    hasher.combine(cells)
  }
}

/// What one user has in one period.
public struct ForecastCell: Hashable, Sendable {
  /// The user's own records.
  public let own: ForecastAmounts
  /// The same with those of everybody who reports to the user, directly or not.
  public let team: ForecastAmounts
}
