import CRM

extension SessionContender {
  func groupByStage() async throws -> Reduction {
    let query = Opportunity.query.group { ($0.stage.reference, $0.count, $0.amount.sum, $0.amount.maximum) }
    let rows = try await session.fetch(query)
    return {
      var digest = Digest()
      for (stage, count, sum, greatest) in rows {
        digest.add(
          stage?.rawValue, nil, Int64(count), sum?.minorAmount ?? 0,
          text: UInt64(bitPattern: greatest?.minorAmount ?? -1))
      }
      return digest
    }
  }

  func groupByOwnerAndMonth() async throws -> Reduction {
    let query = Opportunity.query.group {
      ($0.owner.reference, $0.closeDate.start(of: .month), $0.count, $0.amount.sum, $0.amount.maximum)
    }
    let rows = try await session.fetch(query)
    return {
      var digest = Digest()
      for (owner, month, count, sum, greatest) in rows {
        digest.add(
          owner?.rawValue, month.map { Int64($0.daysSinceEpoch) }, Int64(count), sum?.minorAmount ?? 0,
          text: UInt64(bitPattern: greatest?.minorAmount ?? -1))
      }
      return digest
    }
  }

  func distinctCount() async throws -> Reduction {
    let rows = try await session.fetch(Opportunity.query.group { $0.account.reference.distinctCount })
    return { Digest(count: rows.first ?? 0) }
  }

  func forecast() async throws -> Reduction {
    let days = try Self.year
    let forecast = try await session.read { try $0.forecast(of: Opportunity.self, in: days, by: .month) }
    return { try SessionContender.digest(forecast) }
  }

  func keepForecast() async throws {
    maintained = try session.maintainedForecast(of: Opportunity.self, in: try Self.year, by: .month)
    _ = try await maintained?.current()
  }

  func forecastAfterChange(_ round: Int) async throws -> Reduction {
    try await changeAmount(round)
    return try await forecastKept()
  }

  func changeAmount(_ round: Int) async throws {
    let amount = Money(minor: PeerWorld.changedAmount(round), .usd)
    _ = try await session.update(ids[0]) { $0.amount = amount }
  }

  func forecastKept() async throws -> Reduction {
    guard let maintained else { throw NotMeasured() }
    let forecast = try await maintained.current()
    return { try SessionContender.digest(forecast) }
  }

  private static var year: DateRange {
    get throws {
      try DateRange(
        from: CalendarDate(year: PeerWorld.year, month: 1, day: 1),
        to: CalendarDate(year: PeerWorld.year + 1, month: 1, day: 1))
    }
  }

  private static let categories: [ForecastCategory] = [.omitted, .pipeline, .bestCase, .mostLikely, .commit, .closed]

  static func digest(_ forecast: Forecast) throws -> Digest {
    var digest = Digest()
    for row in forecast.rows {
      for (period, cell) in row.cells.enumerated() where !cell.team.isEmpty {
        for (place, category) in categories.enumerated() {
          let figure = try cell.team.single(category)
          digest.add(
            row.user?.rawValue, period * categories.count + place, count: Int64(figure.count),
            amount: figure.amount.minorAmount, weighted: figure.weighted.minorAmount)
        }
      }
    }
    return digest
  }
}
