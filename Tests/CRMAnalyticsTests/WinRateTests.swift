import CRMAnalytics
import CRMModel
import CRMTestStores
import CRMTesting
import Testing

@Suite struct `A win rate` {
  /// RULES 2.18, V24: 6 won and 4 lost by close date in the quarter; deals outside it and open ones do not count.
  static let closedInQuarter: [DealLine] =
    Array(repeating: DealLine("Won", 100, closed: "2025-04-01"), count: 5)
    + [DealLine("Won", 100, closed: "2025-06-30")]
    + Array(repeating: DealLine("Lost", 50, closed: "2025-05-10"), count: 4)
    + [
      DealLine("Won", 100, closed: "2025-03-31"), DealLine("Lost", 100, closed: "2025-07-01"), DealLine("Won", 100),
      DealLine("Proposal", 100, closed: "2025-05-10"),
    ]

  @Test(arguments: StoreKind.allCases)
  func `is won by won and lost with the close date in the period`(_ store: StoreKind) async throws {
    let rate = try await store.figure(of: Self.closedInQuarter) { try $0.winRate(closeDateIn: quarter()) }
    #expect(rate.wonCount == 6)
    #expect(rate.lostCount == 4)
    #expect(rate.byCount == 0.6)
    #expect(rate.wonValue == .usd(600))
    #expect(rate.lostValue == .usd(200))
    #expect(rate.byValue == 0.75)
    #expect(rate.description == "none: 6 won, 4 lost; 600.00 USD won, 200.00 USD lost")
  }

  @Test(arguments: StoreKind.allCases)
  func `counts all decided deals without a period`(_ store: StoreKind) async throws {
    let rate = try await store.figure(of: Self.closedInQuarter) { try $0.winRate() }
    #expect(rate.wonCount == 8)
    #expect(rate.lostCount == 5)
  }

  /// RULES 2.18, V24: no closed deals → nil.
  @Test(arguments: StoreKind.allCases)
  func `is undefined without decided deals`(_ store: StoreKind) async throws {
    let lines = [DealLine("Proposal", 100, closed: "2025-05-10")]
    let rate = try await store.figure(of: lines) { try $0.winRate(closeDateIn: quarter()) }
    #expect(rate.byCount == nil)
    #expect(rate.byValue == nil)
    #expect(rate.wonValue == .usd(0))
    #expect(try await store.figure(of: lines) { try $0.winRate(by: "account.industry") } == [])
  }

  @Test(arguments: StoreKind.allCases)
  func `is by value undefined where nothing had a value`(_ store: StoreKind) async throws {
    let rate = try await store.figure(of: [DealLine("Won"), DealLine("Lost")]) { try $0.winRate() }
    #expect(rate.byCount == 0.5)
    #expect(rate.byValue == nil)
  }

  @Test(arguments: StoreKind.allCases)
  func `is told for each value of a parent's field`(_ store: StoreKind) async throws {
    let lines = [
      DealLine("Won", 30, industry: "Retail"), DealLine("Lost", 10, industry: "Retail"),
      DealLine("Won", 5, industry: "Farming"), DealLine("Lost", 7),
    ]
    let rates = try await store.figure(of: lines) { try $0.winRate(by: "account.industry") }
    #expect(rates.map(\.key) == ["Farming", "Retail", .null])
    #expect(rates.map(\.byCount) == [1, 0.5, 0])
    #expect(rates.map(\.byValue) == [1, 0.75, 0])
  }

  @Test(arguments: StoreKind.allCases)
  func `is told for each manager of an owner`(_ store: StoreKind) async throws {
    let lines = [
      DealLine("Won", 30, owner: "Ann"), DealLine("Lost", 10, owner: "Cid"), DealLine("Lost", 5, owner: "Bea"),
    ]
    let rates = try await store.figure(of: lines) { try $0.winRate(by: "owner.manager.display_name") }
    #expect(rates.map(\.key) == ["Bea", .null])
    #expect(rates.map(\.byCount) == [0.5, 0])
  }

  @Test(arguments: StoreKind.allCases)
  func `leaves out what is outside its population`(_ store: StoreKind) async throws {
    let lines = [DealLine("Won", 30, owner: "Ann"), DealLine("Lost", 10, owner: "Cid")]
    let north = Condition.compare(.equal, .field("owner.region"), .literal("North"))
    let rate = try await store.figure(of: lines, where: north) { try $0.winRate() }
    #expect(rate.byCount == 1)
  }

  /// RULES 2.18, V24: 20 created, 3 of them won by quarter end → cohort 15 %.
  @Test(arguments: StoreKind.allCases)
  func `of a cohort is won by begun`(_ store: StoreKind) async throws {
    let lines =
      Array(repeating: DealLine("Proposal", 1, opened: "2025-04-01"), count: 12)
      + Array(repeating: DealLine("Won", 1, opened: "2025-05-01", closed: "2025-06-30"), count: 3)
      + Array(repeating: DealLine("Won", 1, opened: "2025-05-01", closed: "2025-07-01"), count: 2)
      + Array(repeating: DealLine("Lost", 1, opened: "2025-06-30", closed: "2025-06-30"), count: 3)
      + [DealLine("Won", 1, opened: "2025-03-31", closed: "2025-04-02"), DealLine("Won", 1, closed: "2025-04-02")]
    // By then the quarter is over; a stay in a closed stage begins with a close date that is past.
    let clock = FixedClock(try Instant("2025-08-01T09:00:00Z"))
    let cohort = try await store.figure(of: lines, clock: clock) {
      try $0.cohortWinRate(openedIn: quarter(), wonBy: CalendarDate("2025-06-30"))
    }
    #expect(cohort.openedCount == 20)
    #expect(cohort.wonCount == 3)
    #expect(cohort.rate == 0.15)
  }

  @Test(arguments: StoreKind.allCases)
  func `of a cohort is undefined without begun deals`(_ store: StoreKind) async throws {
    let cohort = try await store.figure(of: [DealLine("Won", 1)]) {
      try $0.cohortWinRate(openedIn: quarter(), wonBy: CalendarDate("2025-06-30"))
    }
    #expect(cohort.rate == nil)
    let keys = try await store.figure(of: [DealLine("Won", 1)]) {
      try $0.cohortWinRate(by: "account.industry", openedIn: quarter(), wonBy: CalendarDate("2025-06-30"))
    }
    #expect(keys == [])
  }

  /// The deals are inserted on 2025-06-02; RULES 2.15 says created, so one that says nothing of an opening day counts.
  @Test(arguments: StoreKind.allCases)
  func `of a cohort counts deals without opening day since their insert`(_ store: StoreKind) async throws {
    let lines = [DealLine("Proposal"), DealLine("Won", opened: "2025-06-01", closed: "2025-06-01"), DealLine("Won")]
    let cohort = try await store.figure(of: lines) {
      try $0.cohortWinRate(openedIn: quarter(), wonBy: CalendarDate("2025-06-30"))
    }
    #expect(cohort.openedCount == 2)
    #expect(cohort.rate == 0.5)
    let before = try await store.figure(of: lines) {
      try $0.cohortWinRate(openedIn: DateRange("2025-01-01/2025-04-01"), wonBy: CalendarDate("2025-06-30"))
    }
    #expect(before.rate == nil)
  }
}
