import CRMModel
import CRMSales
import CRMSecurity
import CRMTestStores
import CRMTesting
import Testing

@Suite struct `A forecast of made-up worlds` {
  /// What a forecast has to say, computed from one record after the other.
  private struct Naive {
    var amounts: [String: Int64] = [:]
    var counts: [String: Int] = [:]
    var weights: [String: ExactDecimal] = [:]

    mutating func add(_ deal: Opportunity, _ stage: PipelineStage?, to user: String, period: String) throws {
      let isLost = stage?.isClosed == true && stage?.isWon == false
      let open = deal.forecastCategory ?? stage?.forecastCategory ?? .omitted
      let category = stage?.isWon == true ? .closed : isLost ? .omitted : open
      let key = "\(user) \(period) \(category)"
      counts[key, default: 0] += 1
      guard let amount = deal.amount else { return }
      amounts[key, default: 0] += amount.minorAmount
      let chance = stage?.isWon == true ? .hundred : deal.probability ?? stage?.defaultProbability
      let weight = chance?.fraction ?? (category == .closed ? 1 : 0)
      weights[key] = try (weights[key] ?? .zero).adding(amount.amount.multiplied(by: weight))
    }
  }

  @Test(arguments: StoreKind.allCases, [11, 12, 13, 14] as [UInt64])
  func `says what adding up record by record says`(_ kind: StoreKind, _ seed: UInt64) async throws {
    try await kind.withSession(modules: [.sales]) { _, session in
      let users = try await session.write { tx in
        var random = SeededGenerator(seed: seed)
        let userCount = 2 + random.number(below: 12)
        var users: [User] = []
        for index in 0..<userCount {
          let manager = index > 0 && random.happens(80) ? users[random.number(below: index)].id : nil
          users.append(try tx.insert(User { ($0.displayName, $0.manager) = ("U\(index)", manager) }))
        }
        let (_, stages) = try SalesModule.standardPipeline(in: tx)
        let first = try CalendarDate("2025-01-01")
        for _ in 0..<300 {
          let deal = Opportunity {
            $0.name = "D"
            $0.stage = random.happens(95) ? stages[random.number(below: stages.count)].id : nil
            $0.owner = random.happens(90) ? users[random.number(below: users.count)].id : nil
            $0.amount = random.happens(85) ? Money(minor: Int64(random.number(below: 1_000_001)), .usd) : nil
            $0.probability = random.happens(30) ? Percent(integerLiteral: random.number(below: 101)) : nil
            $0.forecastCategory =
              random.happens(20)
              ? ForecastCategory(rawValue: ForecastCategory.options[random.number(below: 6)].code) : nil
            $0.closeDate = random.happens(90) ? try? first.adding(days: random.number(below: 420)) : nil
          }
          try tx.insert(deal)
        }
        return users
      }
      let days = try DateRange(from: CalendarDate("2025-02-10"), to: CalendarDate("2025-11-20"))
      let (forecast, deals, stages) = try await session.read { snapshot in
        let forecast = try snapshot.forecast(of: Opportunity.self, in: days, by: .month)
        return (forecast, try snapshot.fetch(Opportunity.query), try snapshot.fetch(PipelineStage.query))
      }
      var own = Naive()
      var team = Naive()
      for deal in deals {
        guard let date = deal.closeDate, days.contains(date) else { continue }
        let period = try FiscalCalendar.plain.label(of: .month, containing: date)
        let stage = stages.first { $0.id == deal.stage }
        try own.add(deal, stage, to: "\(deal.owner?.description ?? "nobody")", period: period)
        try team.add(deal, stage, to: "all", period: period)
        var above = deal.owner
        if above == nil { try team.add(deal, stage, to: "nobody", period: period) }
        while let user = above {
          try team.add(deal, stage, to: "\(user)", period: period)
          above = users.first { $0.id == user }?.manager
        }
      }
      func check(_ amounts: ForecastAmounts, _ naive: Naive, _ user: String, _ period: String) throws {
        for option in ForecastCategory.options {
          let category = ForecastCategory(rawValue: option.code)
          let key = "\(user) \(period) \(category)"
          let figure = try amounts.single(category)
          #expect(figure.count == naive.counts[key] ?? 0, "\(key), seed \(seed)")
          #expect(figure.amount.minorAmount == naive.amounts[key] ?? 0, "\(key), seed \(seed)")
          let weighted = try Money(major: naive.weights[key] ?? .zero, .usd, rounding: .halfEven)
          #expect(figure.weighted == weighted, "\(key), seed \(seed)")
        }
      }
      #expect(Set(forecast.rows.compactMap(\.user)) == Set(users.map(\.id)))
      for row in forecast.rows {
        let user = row.user?.description ?? "nobody"
        for (period, cell) in zip(forecast.periods, row.cells) {
          try check(cell.own, own, user, period.label)
          try check(cell.team, team, user, period.label)
        }
      }
      for (period, total) in zip(forecast.periods, forecast.total) { try check(total, team, "all", period.label) }
      #expect(own.counts.values.reduce(0, +) > 100, "seed \(seed)")
    }
  }
}
