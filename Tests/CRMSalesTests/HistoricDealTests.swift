import CRMModel
import CRMSales
import CRMSecurity
import CRMTestStores
import CRMTesting
import Testing

/// The clock stands at 2025-06-02 09:00 UTC.
@Suite struct `Deals from before` {
  private static let file = """
    name,number,stage,opened_on,close_date,closed_at,amount
    Won long ago,D-1,Won,2016-10-20,2017-03-01,,1054
    Lost to the minute,D-2,Lost,2016-10-25,2017-03-11,2017-03-11T15:30:00Z,0
    Open since,D-3,Proposal,2017-05-01,2026-01-31,,
    Open since today,D-4,Proposal,2025-06-02,,,
    Undated,D-5,Qualified,,,,
    Won undated,D-6,Won,,,,10
    Won before it was due,D-7,Won,2025-05-01,2025-12-31,,10

    """

  private func withDeals(
    _ store: StoreKind, zone: ZoneID = .utc, _ body: (Session, FixedClock) async throws -> Void
  ) async throws {
    let clock = FixedClock()
    try await store.withWorkspace(
      modules: [.sales], fixtures: [.pipeline], clock: clock, { $0.zone = zone }
    ) { workspace in
      let session = try await workspace.session(as: .owner)
      try await load(Self.file, session)
      try await body(session, clock)
      #expect(try await session.check() == [])
    }
  }

  private func load(_ file: String, _ session: Session) async throws {
    var map = ImportMap("opportunity")
    map.targets[0].upsert = "number"
    map.targets[0].fields = [ImportRule("stage", column: "stage", find: ImportFind(by: "name"))]
    let report = try await session.importCSV(.bytes(Array(file.utf8)), map: map)
    #expect(report.rejected == [])
  }

  private func deal(_ number: String, _ session: Session) async throws -> (deal: Opportunity, stays: [StageInterval]) {
    let deal = try #require(try await session.first(Opportunity.query.where { $0.number == number }))
    return (deal, try await session.fetch(StageInterval.history(of: deal.id)))
  }

  @Test(
    arguments: StoreKind.allCases,
    [
      ("D-1", "2017-03-01T00:00:00Z", "2017-03-01T00:00:00Z", "2017-03-01"),
      ("D-2", "2017-03-11T15:30:00Z", "2017-03-11T15:30:00Z", "2017-03-11"),
      ("D-3", "2017-05-01T00:00:00Z", nil, "2026-01-31"),
      ("D-4", "2025-06-02T09:00:00Z", nil, nil),
      ("D-5", "2025-06-02T09:00:00Z", nil, nil),
      ("D-6", "2025-06-02T09:00:00Z", "2025-06-02T09:00:00Z", "2025-06-02"),
      ("D-7", "2025-06-02T09:00:00Z", "2025-06-02T09:00:00Z", "2025-12-31"),
    ] as [(String, String, String?, String?)])
  func `are in their stage since they entered it, as far as the import says`(
    _ store: StoreKind, _ expected: (number: String, entered: String, closedAt: String?, closeDate: String?)
  ) async throws {
    try await withDeals(store) { session, _ in
      let (deal, stays) = try await deal(expected.number, session)
      #expect(stays.map(\.enteredAt) == [try Instant(expected.entered)])
      #expect(stays.map(\.leftAt) == [nil])
      #expect(deal.closedAt == (try expected.closedAt.map { try Instant($0) }))
      #expect(deal.closeDate == (try expected.closeDate.map { try CalendarDate($0) }))
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `begin and close at the first moment of the day where the workspace is`(_ store: StoreKind) async throws {
    try await withDeals(store, zone: try ZoneID("Pacific/Auckland")) { session, _ in
      let won = try await deal("D-1", session)
      #expect(won.deal.closedAt == (try Instant("2017-02-28T11:00:00Z")))
      #expect(won.stays.map(\.enteredAt) == [won.deal.closedAt])
      #expect(try await deal("D-3", session).stays.map(\.enteredAt) == [try Instant("2017-04-30T12:00:00Z")])
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `go on when a later file says how they ended`(_ store: StoreKind) async throws {
    try await withDeals(store) { session, clock in
      try clock.advance(by: .days(1))
      try await load("number,stage,close_date\nD-3,Won,2017-07-01\nD-5,Lost,2025-06-01\n", session)
      let moment = try Instant("2017-07-01T00:00:00Z")
      let won = try await deal("D-3", session)
      #expect(won.stays.map(\.leftAt) == [moment, nil])
      #expect(won.stays.map(\.enteredAt) == [try Instant("2017-05-01T00:00:00Z"), moment])
      #expect(won.deal.closedAt == moment)
      // It cannot have left a stage before it was known to be there; what the file says of its end is kept.
      let lost = try await deal("D-5", session)
      #expect(lost.stays.map(\.leftAt) == [try Instant("2025-06-02T09:00:00Z"), nil])
      #expect(lost.deal.closedAt == (try Instant("2025-06-01T00:00:00Z")))
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `take the history that somebody has in place of the one that was made`(_ store: StoreKind) async throws {
    try await withDeals(store) { session, clock in
      let made = try await deal("D-3", session)
      for stay in made.stays { try await session.removePermanently(stay.id) }
      var map = ImportMap("stage_interval")
      map.targets[0].fields = [
        ImportRule("opportunity", column: "deal", find: ImportFind(by: "number")),
        ImportRule("stage", column: "stage", find: ImportFind(by: "name")),
      ]
      let file = """
        deal,stage,stay
        D-3,Qualified,2017-05-01T00:00:00Z/2018-01-01T00:00:00Z
        D-3,Proposal,2018-01-01T00:00:00Z/9999-12-31T23:59:59.999999Z

        """
      #expect(try await session.importCSV(.bytes(Array(file.utf8)), map: map).rejected == [])
      let end = try clock.advance(by: .days(1))
      try await load("number,stage\nD-3,Lost\n", session)
      let history = try await deal("D-3", session).stays
      #expect(history.map(\.leftAt) == [try Instant("2018-01-01T00:00:00Z"), end, nil])
    }
  }
}
