extension PeerCase {
  /// Work that comes to figures of all deals.
  static let figures: [PeerCase] = [
    groupByStage, groupByOwnerAndMonth, distinctCount, forecast, forecastAfterChange, forecastKept,
  ]

  /// Count, sum and greatest amount by stage. By hand: one scan of two columns into a hash table; GRDB: SQL.
  private static let groupByStage = PeerCase("group_by_1", isBrief: true) { contender, _ in
    try await contender.groupByStage()
  }

  /// Count, sum and greatest amount by owner and month of the close date.
  private static let groupByOwnerAndMonth = PeerCase("group_by_2") { contender, _ in
    try await contender.groupByOwnerAndMonth()
  }

  /// How many accounts have deals.
  private static let distinctCount = PeerCase("distinct_count", isBrief: true) { contender, _ in
    try await contender.distinctCount()
  }

  /// A year in twelve months: count, amount and weighted amount by user and category, rolled up the tree of managers.
  private static let forecast = PeerCase("forecast", isBrief: true) { contender, _ in try await contender.forecast() }

  /// One deal's amount changed and committed, and the same forecast asked for again. The library keeps it up to date, the others compute it
  /// anew.
  private static let forecastAfterChange = PeerCase(
    "forecast_after_change", changes: true, prepare: { contender, _ in try await contender.keepForecast() }
  ) { contender, round in try await contender.forecastAfterChange(round) }

  /// The same forecast asked for again, with the deal's amount changed before the clock starts.
  private static let forecastKept = PeerCase(
    "forecast_kept", changes: true,
    prepare: { contender, round in
      try await contender.keepForecast()
      try await contender.changeAmount(round)
    }
  ) { contender, _ in try await contender.forecastKept() }
}
