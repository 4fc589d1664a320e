import CRMModel
import CRMSales
import CRMStorage
import CRMTestStores
import CRMTesting
import Testing

@testable import CRMSecurity

/// A gate that hides one user, as a team leader may not see whoever is above.
private struct HidingGate: RecordAccess {
  let hidden: String
  func permit(_ request: AccessRequest) throws(StoreError) {}
  func visible(_ entity: EntityName) -> Formula? {
    entity == User.name ? .compare(.notEqual, .field("display_name"), .literal(.text(hidden))) : nil
  }
  func admit(_ catalog: Catalog) -> Catalog { catalog }
}

@Suite struct `The tree of a forecast` {
  private static let year = try? DateRange(
    from: CalendarDate(year: 2025, month: 1, day: 1), to: CalendarDate(year: 2026, month: 1, day: 1))

  /// Vera, below her Max, below him Ann and Bob, and Zoe beside Vera; everybody has won a deal of another power of ten.
  private func withPeople<T: Sendable>(
    _ kind: StoreKind, _ body: (Workspace, Session, EngineTap, [String: User.ID]) async throws -> T
  ) async throws -> T {
    try await kind.withTappedWorkspace(modules: [.sales]) { workspace, session, tap in
      let people = try await session.write { tx in
        let won = try #require(try SalesModule.standardPipeline(in: tx).stages.first { $0.isWon })
        let day = try CalendarDate("2025-04-10")
        var people: [String: User.ID] = [:]
        let tree =
          [("Vera", nil), ("Max", "Vera"), ("Ann", "Max"), ("Bob", "Max"), ("Zoe", nil)] as [(String, String?)]
        for (place, (name, manager)) in tree.enumerated() {
          let user = User { ($0.displayName, $0.manager) = (name, manager.flatMap { people[$0] }) }
          let id = try tx.insert(user).id
          people[name] = id
          let amount = (0..<place).reduce(Int32(1)) { amount, _ in amount * 10 }
          try tx.insert(
            Opportunity {
              ($0.name, $0.owner, $0.stage, $0.amount, $0.closeDate) = ("Deal", id, won.id, .usd(amount), day)
            })
        }
        return people
      }
      return try await body(workspace, session, tap, people)
    }
  }

  private func forecast(_ session: Session, _ managers: ForecastHierarchy = .users) async throws -> Forecast {
    let year = try #require(Self.year)
    return try await session.read { try $0.forecast(of: Opportunity.self, in: year, managers: managers) }
  }

  /// Each row as depth, name, own and team amount.
  private func lines(_ forecast: Forecast) throws -> [String] {
    try forecast.rows.map { row in
      let (own, team) = (try row.cells[0].own.single(.closed).amount, try row.cells[0].team.single(.closed).amount)
      return "\(row.depth) \(row.name) \(own.amountText) \(team.amountText)"
    }
  }

  /// Writes managers past the record engine, which would refuse them.
  private func report(_ managers: [(User.ID, Int64)], _ session: Session, _ tap: EngineTap) async throws {
    let number = try #require(session.schema.field("manager", of: "user")?.number)
    let table = try #require(session.schema["user"]?.number)
    try await tap.write { writer in
      for (user, manager) in managers {
        var vector = ColumnVector(.integer)
        vector.append(.integer(manager))
        try writer.update(RowBatch(ids: [user.rawValue], columns: [number], vectors: [vector]), in: table)
      }
    }
  }

  @Test(
    arguments: StoreKind.allCases,
    [
      ([("Vera", "Vera")], ["Vera"]), ([("Vera", "Max")], ["Vera", "Max"]),
      ([("Vera", "Bob")], ["Vera", "Max", "Bob"]), ([("Max", "Ann"), ("Zoe", "Zoe")], ["Max", "Ann", "Zoe"]),
      ([("Max", "Max"), ("Vera", "Zoe"), ("Zoe", "Vera")], ["Vera", "Max", "Zoe"]),
    ] as [([(String, String)], [String])])
  func `names those who report to themselves, and nobody below them`(
    _ kind: StoreKind, _ example: ([(String, String)], [String])
  ) async throws {
    try await withPeople(kind) { _, session, tap, people in
      let managers = try example.0.map { (try #require(people[$0]), try #require(people[$1]).rawValue) }
      try await report(managers, session, tap)
      let error = await #expect(throws: StoreError.self) { try await forecast(session) }
      #expect(error?.code == .cyclicReference)
      #expect(error?.message.hasPrefix("\(example.1.count) user") == true, "\(error?.message ?? "")")
      let named = Set(error?.violations.compactMap(\.record?.rawValue) ?? [])
      let expected = try Set(example.1.map { try #require(people[$0]).rawValue })
      #expect(named == expected)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `shows a manager who left as long as somebody below him is shown`(_ kind: StoreKind) async throws {
    try await withPeople(kind) { _, session, _, _ in
      let below = ["Max", "Ann", "Bob"]
      for name in below {
        for deal in try await session.fetch(Opportunity.query.where { $0.owner.displayName == name }) {
          try await session.delete(deal.id)
        }
      }
      try await session.update(where: User.query.where { $0.displayName == "Max" }) { $0.isActive = false }
      let rows = try await forecast(session).rows.map { "\($0.depth) \($0.name)" }
      #expect(rows == ["0 Vera", "1 Max", "2 Ann", "2 Bob", "0 Zoe"])
      try await session.update(where: User.query.where { $0.displayName == "Ann" || $0.displayName == "Bob" }) {
        $0.isActive = false
      }
      #expect(try await forecast(session).rows.map(\.name) == ["Vera", "Zoe"])
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `has a team without manager at the top when the manager is deleted`(_ kind: StoreKind) async throws {
    try await withPeople(kind) { _, session, _, people in
      let max = try #require(people["Max"])
      // As long as somebody owns something, the store keeps him.
      try await session.update(where: Opportunity.query.where { $0.owner == max }) { $0.owner = nil }
      try await session.delete(max)
      let binned = try await forecast(session)
      #expect(
        try lines(binned) == [
          "0 Ann 100.00 100.00", "0 Bob 1000.00 1000.00", "0 Vera 1.00 1.00", "0 Zoe 10000.00 10000.00",
          "0 unassigned 10.00 10.00",
        ])
      #expect(try binned.total[0].single(.closed).amount == .usd(11_111))
      try await session.removePermanently(max)
      #expect(try await forecast(session).rows.map(\.name) == ["Ann", "Bob", "Vera", "Zoe", "unassigned"])
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `keeps teams whose manager is not there below a node of their own`(_ kind: StoreKind) async throws {
    try await withPeople(kind) { _, session, tap, people in
      try await report([(try #require(people["Max"]), 987_654)], session, tap)
      let forecast = try await forecast(session)
      #expect(
        try lines(forecast) == [
          "0 Vera 1.00 1.00", "0 Zoe 10000.00 10000.00", "0 unassigned 0.00 1110.00", "1 Max 10.00 1110.00",
          "2 Ann 100.00 100.00", "2 Bob 1000.00 1000.00",
        ])
      #expect(forecast.unassigned?.user == nil)
      #expect(forecast.unassigned?.name == "unassigned")
      #expect(forecast.rows.map(\.manager) == [nil, nil, nil, nil, people["Max"], people["Max"]])
      #expect(try forecast.total[0].single(.closed).amount == .usd(11_111))
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `keeps teams whose manager may not be seen below the same node`(_ kind: StoreKind) async throws {
    try await withPeople(kind) { workspace, session, _, _ in
      let narrow = Session(workspace, .owner, gate: HidingGate(hidden: "Vera"))
      let forecast = try await forecast(narrow)
      #expect(
        try lines(forecast) == [
          "0 Zoe 10000.00 10000.00", "0 unassigned 1.00 1111.00", "1 Max 10.00 1110.00", "2 Ann 100.00 100.00",
          "2 Bob 1000.00 1000.00",
        ])
      #expect(try forecast.total[0].single(.closed).amount == .usd(11_111))
      // Whoever is hidden and has nobody below leaves nothing but the deals.
      let other = try await self.forecast(Session(workspace, .owner, gate: HidingGate(hidden: "Zoe")))
      #expect(try lines(other).last == "0 unassigned 10000.00 10000.00")
      #expect(other.rows.map(\.name) == ["Vera", "Max", "Ann", "Bob", "unassigned"])
      _ = session
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `may be another, which nobody has written`(_ kind: StoreKind) async throws {
    try await withPeople(kind) { _, session, _, people in
      let (vera, max, ann, bob, zoe) =
        (people["Vera"], people["Max"], people["Ann"], people["Bob"], people["Zoe"])
      let planned = try ForecastHierarchy([
        #require(vera): #require(zoe), #require(ann): #require(vera), #require(bob): #require(ann),
      ])
      let forecast = try await forecast(session, planned)
      #expect(
        try lines(forecast) == [
          "0 Max 10.00 10.00", "0 Zoe 10000.00 11101.00", "1 Vera 1.00 1101.00", "2 Ann 100.00 1100.00",
          "3 Bob 1000.00 1000.00",
        ])
      #expect(forecast.rows.map(\.manager) == [nil, nil, zoe, vera, ann])
      #expect(max != nil)
      // With nobody above anybody, and as it is.
      #expect(try lines(try await self.forecast(session, ForecastHierarchy([:]))).allSatisfy { $0.hasPrefix("0 ") })
      #expect(try await self.forecast(session, .users) == self.forecast(session))
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `that is given has no circles, and heals those of the users`(_ kind: StoreKind) async throws {
    try await withPeople(kind) { _, session, tap, people in
      let (ann, bob, vera) = try (#require(people["Ann"]), #require(people["Bob"]), #require(people["Vera"]))
      // Past the store, so before anybody asks.
      try await report([(ann, ann.rawValue)], session, tap)
      let circle = ForecastHierarchy([ann: bob, bob: ann, vera: ann])
      let error = await #expect(throws: StoreError.self) { try await forecast(session, circle) }
      #expect(error?.code == .cyclicReference)
      #expect(Set(error?.violations.compactMap(\.record?.rawValue) ?? []) == [ann.rawValue, bob.rawValue])
      #expect(await (try? forecast(session)) == nil)
      let rows = try await forecast(session, ForecastHierarchy([ann: bob])).rows.map(\.name)
      #expect(rows == ["Bob", "Ann", "Max", "Vera", "Zoe"])
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `that is given shows nobody who may not be seen`(_ kind: StoreKind) async throws {
    try await withPeople(kind) { workspace, session, _, people in
      let (ann, vera, zoe) = try (#require(people["Ann"]), #require(people["Vera"]), #require(people["Zoe"]))
      let unknown = User.ID(rawValue: 987_654)
      let planned = ForecastHierarchy([ann: vera, vera: zoe, zoe: unknown, unknown: ann])
      let narrow = Session(workspace, .owner, gate: HidingGate(hidden: "Vera"))
      let expected = [
        "0 Bob 1000.00 1000.00", "0 Max 10.00 10.00", "0 unassigned 1.00 10101.00", "1 Ann 100.00 100.00",
        "1 Zoe 10000.00 10000.00",
      ]
      #expect(try lines(try await forecast(narrow, planned)) == expected)
      let year = try #require(Self.year)
      let kept = narrow.maintainedForecast(of: Opportunity.self, in: year)
      #expect(try lines(try await kept.current(managers: planned)) == expected)
      _ = session
    }
  }
}
