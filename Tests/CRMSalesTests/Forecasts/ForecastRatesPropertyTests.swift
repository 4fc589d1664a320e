import CRMModel
import CRMSales
import CRMSecurity
import CRMTestStores
import CRMTesting
import Testing

/// What a forecast of exports has to say, one record after the other in decimals; rounded where a figure is read.
struct ExportOracle {
  private var counts: [String: Int] = [:]
  private var amounts: [String: ExactDecimal] = [:]
  private var weights: [String: ExactDecimal] = [:]
  private let rates: ExchangeRates
  private let seed: UInt64
  /// The currencies that were added, for a look at what was generated.
  private(set) var added: [Currency: Int] = [:]

  init(_ exports: [Export], _ users: [User], in days: DateRange, at rates: ExchangeRates, seed: UInt64) throws {
    (self.rates, self.seed) = (rates, seed)
    for export in exports {
      guard let date = export.due, days.contains(date) else { continue }
      let period = try FiscalCalendar.plain.label(of: .month, containing: date)
      let owner = export.owner
      try add(export, "own \(owner?.description ?? "nobody") \(period)")
      try add(export, "all \(period)")
      if owner == nil { try add(export, "team nobody \(period)") }
      var above = owner
      while let user = above {
        try add(export, "team \(user) \(period)")
        above = users.first { $0.id == user }?.manager
      }
      if let currency = export.price?.currency { added[currency, default: 0] += 1 }
    }
  }

  private mutating func add(_ export: Export, _ place: String) throws {
    let category = export.state ?? .omitted
    let key = "\(place) \(category.rawValue)"
    counts[key, default: 0] += 1
    guard let price = export.price else { return }
    let worth = try price.amount.multiplied(by: #require(rates.rate(of: price.currency)))
    amounts[key] = try (amounts[key] ?? 0).adding(worth)
    let weight = export.chance?.fraction ?? (category == .closed ? 1 : 0)
    weights[key] = try (weights[key] ?? 0).adding(worth.multiplied(by: weight))
  }

  private func check(_ found: ForecastAmounts, _ place: String) throws {
    func money(_ sum: ExactDecimal?) throws -> Money { try Money(major: sum ?? 0, rates.target, rounding: .halfEven) }
    for option in ForecastCategory.options {
      let key = "\(place) \(option.code)"
      let figure = try found.single(ForecastCategory(rawValue: option.code))
      #expect(figure.count == counts[key] ?? 0, "\(key), seed \(seed)")
      #expect(try figure.amount == money(amounts[key]), "\(key), seed \(seed)")
      #expect(try figure.weighted == money(weights[key]), "\(key), seed \(seed)")
    }
    for column in ForecastColumn.allCases {
      let keys = column.categories.map { "\(place) \($0.rawValue)" }
      let figure = try found.cumulative(column)
      #expect(figure.count == keys.reduce(0) { $0 + (counts[$1] ?? 0) }, "\(place), seed \(seed)")
      #expect(try figure.amount == money(.sum(keys.map { amounts[$0] ?? 0 })), "\(place), seed \(seed)")
      #expect(try figure.weighted == money(.sum(keys.map { weights[$0] ?? 0 })), "\(place), seed \(seed)")
    }
  }

  /// Compares every cell.
  func check(_ forecast: Forecast) throws {
    for row in forecast.rows {
      let user = row.user?.description ?? "nobody"
      for (period, cell) in zip(forecast.periods, row.cells) {
        try check(cell.own, "own \(user) \(period.label)")
        try check(cell.team, "team \(user) \(period.label)")
      }
    }
    for (period, total) in zip(forecast.periods, forecast.total) { try check(total, "all \(period.label)") }
  }
}

@Suite struct `A forecast of made-up exports` {
  private static func users(_ session: Session, _ random: SeededGenerator) async throws -> ([User], SeededGenerator) {
    try await session.write { tx in
      var random = random
      var users: [User] = []
      for index in 0..<(2 + random.number(below: 8)) {
        let manager = index > 0 && random.happens(80) ? users[random.number(below: index)].id : nil
        users.append(try tx.insert(User { ($0.displayName, $0.manager) = ("U\(index)", manager) }))
      }
      return (users, random)
    }
  }

  @Test(arguments: StoreKind.allCases, [21, 22, 23, 24, 25, 26] as [UInt64])
  func `says what adding up record by record says`(_ kind: StoreKind, _ seed: UInt64) async throws {
    try await kind.withSession(modules: [Trade()]) { _, session in
      let target = Export.currencies[Int(seed) % Export.currencies.count]
      let (users, random) = try await Self.users(session, SeededGenerator(seed: seed))
      let rates = try await session.write { tx in
        var random = random
        for _ in 0..<400 { try tx.insert(Export.random(&random, owners: users.map(\.id))) }
        return try ExchangeRates.random(to: target, &random)
      }
      let days = try DateRange(from: CalendarDate("2025-02-10"), to: CalendarDate("2025-11-20"))
      let (forecast, exports) = try await session.read { snapshot in
        (try snapshot.forecast(of: Export.self, in: days, by: .month, at: rates), try snapshot.fetch(Export.query))
      }
      let oracle = try ExportOracle(exports, users, in: days, at: rates, seed: seed)
      #expect(Set(forecast.rows.compactMap(\.user)) == Set(users.map(\.id)), "seed \(seed)")
      try oracle.check(forecast)
      // Every currency takes part, and so do exports without amount.
      for currency in Export.currencies {
        #expect(oracle.added[currency, default: 0] > 10, "\(currency), seed \(seed)")
      }
      #expect(exports.count { $0.price == nil } > 10, "seed \(seed)")
    }
  }

  @Test(arguments: StoreKind.allCases, [31, 32, 33] as [UInt64])
  func `that is kept says after every change what adding up anew says`(_ kind: StoreKind, _ seed: UInt64) async throws {
    try await kind.withSession(modules: [Trade()]) { _, session in
      let (users, generator) = try await Self.users(session, SeededGenerator(seed: seed))
      var random = generator
      let owners = users.map(\.id)
      let rates = try ExchangeRates.random(to: .eur, &random)
      let days = try DateRange(from: CalendarDate("2025-01-01"), to: CalendarDate("2026-01-01"))
      let kept = session.maintainedForecast(of: Export.self, in: days, by: .month, at: rates)
      var ids: [Export.ID] = []
      for step in 0..<50 {
        (ids, random) = try await session.write { [ids, random] tx in
          var (ids, random) = (ids, random)
          for _ in 0...random.number(below: 3) {
            switch random.number(below: 5) {
            case 0 where !ids.isEmpty: try tx.delete(ids.remove(at: random.number(below: ids.count)))
            case 1 where !ids.isEmpty, 2 where !ids.isEmpty:
              try tx.update(ids[random.number(below: ids.count)]) { $0.change(&random, owners: owners) }
            default: ids.append(try tx.insert(Export.random(&random, owners: owners)).id)
            }
          }
          return (ids, random)
        }
        let followed = try await kept.current()
        let anew = try await session.read { try $0.forecast(of: Export.self, in: days, by: .month, at: rates) }
        #expect(followed == anew, "step \(step), seed \(seed)")
      }
      let exports = try await session.fetch(Export.query)
      try ExportOracle(exports, users, in: days, at: rates, seed: seed).check(try await kept.current())
      #expect(await kept.recomputations == 1, "seed \(seed)")
      #expect(try await kept.verify(), "seed \(seed)")
    }
  }
}
