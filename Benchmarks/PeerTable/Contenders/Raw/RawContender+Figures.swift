import CRawSQLite

extension RawContender {
  func groupByStage() throws -> Reduction {
    var groups = raw_groups()
    try check(raw_groups_by_stage(store, &groups))
    return reduction(groups)
  }

  func groupByOwnerAndMonth() throws -> Reduction {
    var groups = raw_groups()
    try check(raw_groups_by_owner_and_month(store, &groups))
    return reduction(groups)
  }

  func distinctCount() throws -> Reduction {
    var count: Int64 = 0
    try check(raw_count_accounts_with_deals(store, &count))
    return { [count] in Digest(count: Int(count)) }
  }

  func forecast() throws -> Reduction {
    var forecast = raw_forecast()
    try check(raw_make_forecast(store, Int64(PeerWorld.year), 1, &forecast))
    return { [forecast] in
      var forecast = forecast
      defer { raw_free_forecast(&forecast) }
      return RawContender.digest(forecast)
    }
  }

  func forecastAfterChange(_ round: Int) throws -> Reduction {
    try changeAmount(round)
    return try forecast()
  }

  func changeAmount(_ round: Int) throws {
    try check(raw_update_amount(store, ids[0], PeerWorld.changedAmount(round)))
  }

  private func reduction(_ groups: raw_groups) -> Reduction {
    {
      var groups = groups
      defer { raw_free_groups(&groups) }
      var digest = Digest()
      for group in UnsafeBufferPointer(start: groups.slots, count: Int(groups.room)) where group.used != 0 {
        digest.add(
          optional(group.first), optional(group.second), group.count, group.sum,
          text: UInt64(bitPattern: group.greatest == .min ? -1 : group.greatest))
      }
      return digest
    }
  }

  static func digest(_ forecast: raw_forecast) -> Digest {
    var digest = Digest()
    let team = MemoryLayout<raw_forecast_row>.offset(of: \.team) ?? 0
    for index in 0..<Int(forecast.count) {
      let row = UnsafeRawPointer(forecast.rows + index)
      let figures = (row + team).assumingMemoryBound(to: raw_figure.self)
      let user = optional(forecast.rows[index].user)
      for cell in 0..<Int(RAW_PERIODS * RAW_CATEGORIES) {
        let figure = figures[cell]
        digest.add(
          user, cell, count: figure.count, amount: figure.amount, weighted: Rounding.minor(figure.weighted))
      }
    }
    return digest
  }
}

/// Rounding as the library's forecasts do it.
enum Rounding {
  /// Minor units of minor units times per cent, half to even.
  static func minor(_ weighted: Int64) -> Int64 {
    let (whole, rest) = weighted.quotientAndRemainder(dividingBy: 100)
    if rest > 50 || (rest == 50 && whole % 2 != 0) { return whole + 1 }
    return whole
  }
}
