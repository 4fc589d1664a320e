import CRMModel
import CRMSales
import CRMSecurity
import CRMStorage
import CRMTestStores
import CRMTesting
import Testing

@Suite struct `A forecast as of a moment` {
  private static func year() throws -> DateRange {
    try DateRange(from: CalendarDate("2025-01-01"), to: CalendarDate("2026-01-01"))
  }

  private static func deal(_ name: String, _ amount: Int32) -> Opportunity {
    Opportunity {
      ($0.name, $0.amount, $0.forecastCategory) = (name, .usd(amount), .commit)
      $0.closeDate = try? CalendarDate("2025-06-10")
    }
  }

  private static func forecast(_ session: Session, _ moment: Instant?) async throws -> Forecast {
    let year = try year()
    return try await session.read { try $0.forecast(of: Opportunity.self, in: year, by: .month, asOf: moment) }
  }

  private static func amount(_ session: Session, _ moment: Instant?) async throws -> Money {
    try await forecast(session, moment).total.reduce(.usd(0)) { try $0.adding(try $1.single(.commit).amount) }
  }

  // MARK: What it says

  private struct World {
    var users: [User.ID] = []
    var stages: [PipelineStage.ID] = []
    var deals: [Opportunity.ID] = []
    var binned: [Opportunity.ID] = []
    var exports: [Export.ID] = []

    mutating func fill(_ tx: WriteTransaction, _ random: inout SeededGenerator) throws {
      for index in 0..<5 {
        let manager = index == 0 ? nil : users[(index - 1) / 2]
        users.append(try tx.insert(User { ($0.displayName, $0.manager) = ("U\(index)", manager) }).id)
      }
      stages = try SalesModule.standardPipeline(in: tx).stages.map(\.id)
      for _ in 0..<30 {
        deals.append(try tx.insert(deal(&random)).id)
        exports.append(try tx.insert(Export.random(&random, owners: users)).id)
      }
    }

    func deal(_ random: inout SeededGenerator) -> Opportunity {
      var deal = Opportunity()
      deal.name = "D"
      change(&deal, &random)
      return deal
    }

    func change(_ deal: inout Opportunity, _ random: inout SeededGenerator) {
      if random.happens(50) { deal.stage = random.happens(90) ? random.pick(stages) : nil }
      if random.happens(50) { deal.owner = random.happens(90) ? random.pick(users) : nil }
      if random.happens(50) {
        deal.amount = random.happens(85) ? Money(minor: Int64(random.number(below: 1_000_001)), .usd) : nil
      }
      if random.happens(50) {
        deal.probability = random.happens(30) ? Percent(integerLiteral: random.number(below: 101)) : nil
      }
      if random.happens(50) { deal.forecastCategory = random.happens(20) ? .commit : nil }
      if random.happens(50) { deal.closeDate = try? CalendarDate("2024-12-01").adding(days: random.number(below: 420)) }
    }

    /// What one commit does: to deals and exports, and to what the forecast does not read.
    mutating func disturb(_ tx: WriteTransaction, _ random: inout SeededGenerator) throws {
      for _ in 0...random.number(below: 3) {
        let place = random.number(below: max(deals.count, 1))
        switch random.number(below: 12) {
        case 0...2 where !deals.isEmpty:
          try tx.update(deals[place]) { [self] deal in change(&deal, &random) }
        case 3 where !deals.isEmpty: try tx.update(deals[place]) { $0.nextStep = "Call" }
        case 4, 5: deals.append(try tx.insert(deal(&random)).id)
        case 6 where !deals.isEmpty:
          binned.append(deals.remove(at: place))
          try tx.delete(binned[binned.count - 1])
        case 7 where !binned.isEmpty:
          deals.append(binned.remove(at: random.number(below: binned.count)))
          try tx.restore(deals[deals.count - 1])
        case 8 where !deals.isEmpty: try tx.removePermanently(deals.remove(at: place))
        case 9: try tx.insert(Account { $0.name = "Acme" })
        // A stage that a deal may get, and a stage's name, which is not read.
        case 10:
          let name = "S\(random.number(below: 1_000_000_000))"
          let pipeline = try tx.find(stages[0]).pipeline
          let stage = try tx.insert(
            PipelineStage { ($0.name, $0.pipeline, $0.forecastCategory) = (name, pipeline, .bestCase) })
          stages.append(stage.id)
          try tx.update(stages[random.number(below: stages.count)]) { $0.name = "\(name)b" }
        default:
          let id = exports[random.number(below: exports.count)]
          try tx.update(id) { $0.change(&random, owners: users) }
        }
      }
    }
  }

  @Test(arguments: StoreKind.allCases, [51, 52, 53, 54, 55, 56] as [UInt64])
  func `is the one that was given then`(_ kind: StoreKind, _ seed: UInt64) async throws {
    let clock = FixedClock()
    try await kind.withSession(modules: [.sales, Trade()], clock: clock) { _, session in
      var random = SeededGenerator(seed: seed)
      let year = try Self.year()
      let rates = try ExchangeRates.random(to: .eur, &random)
      var world = World()
      (world, random) = try await session.write { [random] tx in
        var (world, random) = (World(), random)
        try world.fill(tx, &random)
        return (world, random)
      }
      func asked(_ moment: Instant?) async throws -> [Forecast] {
        try await session.read { snapshot in
          [
            try snapshot.forecast(of: Opportunity.self, in: year, by: .month, asOf: moment),
            try snapshot.forecast(of: Export.self, in: year, by: .quarter, at: rates, asOf: moment),
            try snapshot.forecast(of: Opportunity.self, in: year, asOf: moment) { $0.amount > .usd(3_000) },
          ]
        }
      }
      var given: [(moment: Instant, forecasts: [Forecast])] = []
      for _ in 0..<40 {
        given.append((clock.now, try await asked(nil)))
        // Some commits have the same moment; the last of them counts.
        if random.happens(80) {
          try clock.advance(by: .seconds(Int32(1 + random.number(below: 100_000))))
        } else {
          given.removeLast()
        }
        (world, random) = try await session.write { [world, random] tx in
          var (world, random) = (world, random)
          try world.disturb(tx, &random)
          return (world, random)
        }
      }
      var isOther = 0
      let now = try await asked(nil)
      for (place, (moment, forecasts)) in given.enumerated() {
        #expect(try await asked(moment) == forecasts, "\(place), seed \(seed)")
        // Until the next commit it stays the same.
        let next = place + 1 < given.count ? given[place + 1].moment : clock.now
        let later = Instant(microsecondsSinceEpoch: next.microsecondsSinceEpoch - 1)
        #expect(try await asked(later) == forecasts, "\(place), seed \(seed)")
        if forecasts != now { isOther += 1 }
      }
      #expect(try await asked(clock.now) == now, "seed \(seed)")
      #expect(try await asked(clock.now.adding(.days(9))) == now, "seed \(seed)")
      #expect(isOther > 20, "seed \(seed)")
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `goes up the tree of today, or a given one`(_ kind: StoreKind) async throws {
    let clock = FixedClock()
    try await kind.withSession(modules: [.sales], clock: clock) { _, session in
      let users = try await session.insert(["Ann", "Bob"].map { name in User { $0.displayName = name } })
      let (ann, bob) = (users[0].id, users[1].id)
      var deal = Self.deal("A", 5)
      deal.owner = bob
      try await session.insert(deal)
      let then = clock.now
      try clock.advance(by: .days(1))
      try await session.update(where: Opportunity.query) { $0.amount = .usd(7) }
      try await session.update(bob) { $0.manager = ann }
      let year = try Self.year()
      func team(_ managers: ForecastHierarchy) async throws -> Money? {
        try await session.read {
          try $0.forecast(of: Opportunity.self, in: year, managers: managers, asOf: then)[ann]?.cells[0].team.single(
            .commit
          )
          .amount
        }
      }
      #expect(try await team(.users) == .usd(5))
      #expect(try await team(ForecastHierarchy([:])) == .usd(0))
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `goes by the order of commits where the clock went back`(_ kind: StoreKind) async throws {
    let clock = FixedClock()
    try await kind.withSession(modules: [.sales], clock: clock) { _, session in
      let start = clock.now
      // Commits at 0, 20, 10 and 30 seconds.
      var moments: [Instant] = []
      for seconds in [0, 20, 10, 30] as [Int32] {
        clock.set(to: try start.adding(.seconds(seconds)))
        try await session.insert(Self.deal("D", 1))
        moments.append(clock.now)
      }
      #expect(try await Self.amount(session, moments[0]) == .usd(1))
      // The third is the last one at or before 10 seconds, and the second was before it.
      #expect(try await Self.amount(session, moments[2]) == .usd(3))
      #expect(try await Self.amount(session, moments[1]) == .usd(3))
      #expect(try await Self.amount(session, moments[3]) == .usd(4))
      #expect(try await Self.amount(session, start.adding(.seconds(9))) == .usd(1))
      #expect(try await Self.amount(session, start.adding(.seconds(-1))) == .usd(0))
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `takes back many more changes than are followed`(_ kind: StoreKind) async throws {
    let clock = FixedClock()
    try await kind.withSession(modules: [.sales], clock: clock) { _, session in
      _ = try await session.insert((0..<5_000).map { Self.deal("D\($0)", 1) })
      let then = clock.now
      try clock.advance(by: .seconds(1))
      try await session.update(where: Opportunity.query) { $0.amount = .usd(2) }
      _ = try await session.insert((0..<5_000).map { Self.deal("E\($0)", 1) })
      #expect(try await Self.amount(session, then) == .usd(5_000))
      #expect(try await Self.amount(session, nil) == .usd(15_000))
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `needs no rate that was not needed then`(_ kind: StoreKind) async throws {
    let clock = FixedClock()
    try await kind.withSession(modules: [Trade()], clock: clock) { _, session in
      let export = try await session.insert(
        Export { ($0.price, $0.due, $0.state) = (.usd(3), try? CalendarDate("2025-06-10"), .commit) })
      let dollars = clock.now
      try clock.advance(by: .seconds(1))
      try await session.update(export.id) { $0.price = .gbp(3) }
      let pounds = clock.now
      try clock.advance(by: .seconds(1))
      try await session.update(export.id) { $0.price = nil }
      let year = try Self.year()
      let rates = try ExchangeRates(to: .usd, constant: [:])
      func amount(_ moment: Instant?) async throws -> Money {
        try await session.read {
          try $0.forecast(of: Export.self, in: year, at: rates, asOf: moment).total[0].single(.commit).amount
        }
      }
      #expect(try await amount(nil) == .usd(0))
      #expect(try await amount(dollars) == .usd(3))
      let error = await #expect(throws: StoreError.self) { try await amount(pounds) }
      #expect(error?.code == .rateMissing)
      try clock.advance(by: .seconds(1))
      try await session.update(export.id) { $0.price = .gbp(4) }
      #expect(try await amount(dollars) == .usd(3))
    }
  }

  // MARK: Where the log does not tell

  @Test(arguments: StoreKind.allCases)
  func `is refused where commits since were forgotten`(_ kind: StoreKind) async throws {
    let clock = FixedClock()
    try await kind.withSession(modules: [.sales], clock: clock) { _, session in
      var moments: [Instant] = []
      for _ in 0..<4 {
        try clock.advance(by: .seconds(1))
        try await session.insert(Self.deal("D", 1))
        moments.append(clock.now)
      }
      let last = try #require(try await session.changes(after: 0).last?.sequence)
      try await session.forgetChanges(through: last - 2)
      // The entry of the second commit is gone, so nobody knows when it was.
      for moment in moments[0...1] {
        let error = await #expect(throws: StoreError.self) { try await Self.amount(session, moment) }
        #expect((error?.kind, error?.code) == (.notFound, .changesExpired))
      }
      #expect(try await Self.amount(session, moments[2]) == .usd(3))
      #expect(try await Self.amount(session, moments[3]) == .usd(4))
      try await session.forgetChanges(through: last)
      let error = await #expect(throws: StoreError.self) { try await Self.amount(session, clock.now) }
      #expect(error?.code == .changesExpired)
      #expect(try await Self.amount(session, nil) == .usd(4))
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `is refused where the schema has changed since, and inside a transaction`(_ kind: StoreKind) async throws {
    let clock = FixedClock()
    try await kind.withSession(modules: [.sales], clock: clock) { _, session in
      try await session.insert(Self.deal("D", 1))
      let then = clock.now
      try clock.advance(by: .seconds(1))
      try await session.alter { schema in schema[Account.self].add(.boolean("vip"), label: "VIP") }
      let error = await #expect(throws: StoreError.self) { try await Self.amount(session, then) }
      #expect((error?.kind, error?.code) == (.unsupported, .asOfUntold))
      #expect(error?.message.contains("schema") == true)
      #expect(try await Self.amount(session, clock.now) == .usd(1))
      let year = try Self.year()
      let inside = await #expect(throws: StoreError.self) {
        try await session.write { [now = clock.now] tx in
          _ = try tx.forecast(of: Opportunity.self, in: year, asOf: now)
        }
      }
      #expect((inside?.kind, inside?.code) == (.unsupported, .asOfUntold))
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `is refused where a stage has changed since in what the forecast reads of it`(_ kind: StoreKind) async throws {
    let clock = FixedClock()
    try await kind.withSession(modules: [.sales], clock: clock) { _, session in
      let stage = try await session.write { tx in
        let stage = try SalesModule.standardPipeline(in: tx).stages[0].id
        var deal = Self.deal("D", 1)
        deal.stage = stage
        try tx.insert(deal)
        return stage
      }
      let then = clock.now
      try clock.advance(by: .seconds(1))
      try await session.update(stage) { $0.name = "First" }
      #expect(try await Self.amount(session, then) == .usd(1))
      let renamed = clock.now
      try clock.advance(by: .seconds(1))
      try await session.update(stage) { $0.defaultProbability = 15 }
      for moment in [then, renamed] {
        let error = await #expect(throws: StoreError.self) { try await Self.amount(session, moment) }
        #expect((error?.kind, error?.code) == (.unsupported, .asOfUntold))
        #expect(error?.entity == "opportunity")
      }
      #expect(try await Self.amount(session, clock.now) == .usd(1))
    }
  }
}
