import CRMModel
import CRMSales
import CRMSecurity
import CRMTestStores
import CRMTesting
import Testing

@Suite struct `A forecast up another tree` {
  /// Managers by chance, without circles: each below somebody who comes earlier in a shuffled order, or below nobody.
  private static func tree(_ users: [User.ID], _ random: inout SeededGenerator) -> [User.ID: User.ID] {
    let order = users.shuffled(using: &random)
    var managers: [User.ID: User.ID] = [:]
    for (place, user) in order.enumerated() where place > 0 && random.happens(85) {
      managers[user] = order[random.number(below: place)]
    }
    return managers
  }

  private static func write(_ managers: [User.ID: User.ID], _ users: [User.ID], _ session: Session) async throws {
    try await session.write { tx in
      for user in users { try tx.update(user) { $0.manager = nil } }
      for (user, manager) in managers { try tx.update(user) { $0.manager = manager } }
    }
  }

  @Test(arguments: StoreKind.allCases, [41, 42, 43, 44, 45] as [UInt64])
  func `is what the store says once that tree is written`(_ kind: StoreKind, _ seed: UInt64) async throws {
    try await kind.withSession(modules: [Trade()]) { _, session in
      var random = SeededGenerator(seed: seed)
      let count = 3 + random.number(below: 10)
      let names = (0..<count).map { "U\($0)" }.shuffled(using: &random)
      let leavers = Set(names.filter { _ in random.happens(20) })
      let users = try await session.insert(
        names.map { name in User { ($0.displayName, $0.isActive) = (name, !leavers.contains(name)) } }
      ).map(\.id)
      try await Self.write(Self.tree(users, &random), users, session)
      // Some own nothing, so that leavers are shown for their teams only.
      let owners = Array(users.prefix(1 + count / 2))
      var exports: [Export] = []
      for _ in 0..<80 { exports.append(Export.random(&random, owners: owners)) }
      try await session.insert(exports)
      let rates = try ExchangeRates.random(to: .usd, &random)
      let days = try DateRange(from: CalendarDate("2025-01-01"), to: CalendarDate("2026-01-01"))
      let kept = session.maintainedForecast(of: Export.self, in: days, by: .quarter, at: rates)
      _ = try await kept.current()
      var depths: Set<Int> = []
      for _ in 0..<6 {
        let export = Export.random(&random, owners: owners)
        try await session.insert(export)
        let tree = Self.tree(users, &random)
        let planned = ForecastHierarchy(tree)
        let asked = try await session.read {
          try $0.forecast(of: Export.self, in: days, by: .quarter, at: rates, managers: planned)
        }
        let known = await kept.recomputations
        let rolled = try await kept.current(managers: planned)
        #expect(rolled == asked, "seed \(seed)")
        // Nothing was added up for it, and what is kept is as it was.
        #expect(await kept.recomputations == known, "seed \(seed)")
        let planning = session.maintainedForecast(of: Export.self, in: days, by: .quarter, at: rates, managers: planned)
        #expect(try await planning.current() == asked, "seed \(seed)")
        let now = try await kept.current()
        #expect(try await planning.current(managers: .users) == now, "seed \(seed)")

        try await Self.write(tree, users, session)
        let written = try await session.read { try $0.forecast(of: Export.self, in: days, by: .quarter, at: rates) }
        #expect(written == asked, "seed \(seed)")
        #expect(try await kept.current() == written, "seed \(seed)")
        depths.formUnion(written.rows.map(\.depth))
      }
      #expect(depths.count > 2, "seed \(seed)")
    }
  }
}
