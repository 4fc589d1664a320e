import CRMAnalytics
import CRMModel
import CRMSales
import CRMSecurity
import CRMStorage
import CRMTestStores
import Testing

@Suite struct `A sales figure` {
  /// RULES 2.18, V22: amounts 100, 100, 50 add up to 250, where a sum of different amounts gives 150.
  @Test(arguments: StoreKind.allCases)
  func `adds equal amounts as often as they occur`(_ store: StoreKind) async throws {
    let lines = [DealLine("Won", 100), DealLine("Won", 100), DealLine("Won", 50)]
    let size = try await store.figure(of: lines) { try $0.averageDealSize() }
    #expect(size.wonValue == .usd(250))
    #expect(size.wonCount == 3)
    #expect(size.average == Money(minor: 83_33, .usd))
  }

  /// RULES 2.18, V22: {10} and {20, 30} average 20 together, not the 17.5 of their averages.
  @Test(arguments: StoreKind.allCases)
  func `averages deals and not averages`(_ store: StoreKind) async throws {
    let lines = [
      DealLine("Won", 10, industry: "Retail"), DealLine("Won", 20, industry: "Farming"),
      DealLine("Won", 30, industry: "Farming"),
    ]
    let total = try await store.figure(of: lines) { try $0.averageDealSize() }
    #expect(total.average == .usd(20))
    let sizes = try await store.figure(of: lines) { try $0.averageDealSize(by: "account.industry") }
    #expect(sizes.map(\.key) == ["Farming", "Retail"])
    #expect(sizes.map(\.average) == [.usd(25), .usd(10)])
  }

  @Test(arguments: StoreKind.allCases)
  func `averages only deals won in the period, those without amount included`(_ store: StoreKind) async throws {
    let lines = [
      DealLine("Won", 90, closed: "2025-04-01"), DealLine("Won", closed: "2025-06-30"),
      DealLine("Won", 900, closed: "2025-07-01"), DealLine("Lost", 900, closed: "2025-05-01"),
      DealLine("Proposal", 900),
    ]
    let size = try await store.figure(of: lines) { try $0.averageDealSize(closeDateIn: quarter()) }
    #expect(size.average == .usd(45))
  }

  @Test(arguments: StoreKind.allCases)
  func `is undefined where there is nothing to average`(_ store: StoreKind) async throws {
    let lines = [
      DealLine("Lost", 100, opened: "2025-04-01", closed: "2025-05-01"), DealLine("Won", 100, closed: "2025-05-01"),
    ]
    let size = try await store.figure(of: [lines[0]]) { try $0.averageDealSize() }
    #expect(size.average == nil)
    #expect(size.wonCount == 0)
    // The won deal has no opening day, and it was won when it was inserted, so there is no cycle to measure.
    let byDay = try await store.figure(of: lines) { try $0.salesCycleByCloseDate(closeDateIn: quarter()) }
    #expect(byDay.dealCount == 0)
    #expect(byDay.meanDays == nil)
    let cycle = try await store.figure(of: lines) { try $0.salesCycle(closedIn: quarter()) }
    #expect(cycle.dealCount == 0)
    #expect(cycle.meanDays == nil)
    #expect(cycle.medianDays == nil)
  }

  /// 10, 20 and 60 days: mean 30, median 20. With a fourth of 21 days: mean 27.75, median 20.5.
  @Test(arguments: StoreKind.allCases)
  func `measures mean and median of the sales cycle, by days as by moments`(_ store: StoreKind) async throws {
    var lines = [
      DealLine("Won", 1, opened: "2025-04-01", closed: "2025-04-11"),
      DealLine("Won", 1, opened: "2025-04-01", closed: "2025-04-21"),
      DealLine("Won", 1, opened: "2025-02-09", closed: "2025-04-10"),
      DealLine("Lost", 1, opened: "2025-01-01", closed: "2025-05-01"),
      // Before the quarter; the clock stands within it, and nothing is won in the future.
      DealLine("Won", 1, opened: "2024-01-01", closed: "2025-03-31"),
    ]
    let odd = try await store.figure(of: lines) { try $0.salesCycleByCloseDate(closeDateIn: quarter()) }
    #expect(odd.dealCount == 3)
    #expect(odd.meanDays == 30)
    #expect(odd.medianDays == 20)
    #expect(try await store.figure(of: lines) { try $0.salesCycle(closedIn: quarter()) } == odd)
    lines.append(DealLine("Won", 1, opened: "2025-05-01", closed: "2025-05-22"))
    let even = try await store.figure(of: lines) { try $0.salesCycleByCloseDate(closeDateIn: quarter()) }
    #expect(even.meanDays == 27.75)
    #expect(even.medianDays == 20.5)
    #expect(try await store.figure(of: lines) { try $0.salesCycle(closedIn: quarter()) } == even)
  }

  @Test(arguments: StoreKind.allCases)
  func `measures the sales cycle for each region`(_ store: StoreKind) async throws {
    let lines = [
      DealLine("Won", 1, opened: "2025-04-01", closed: "2025-04-11", owner: "Ann"),
      DealLine("Won", 1, opened: "2025-04-01", closed: "2025-04-11", owner: "Bea"),
      DealLine("Won", 1, opened: "2025-04-01", closed: "2025-05-01", owner: "Ann"),
      DealLine("Won", 1, opened: "2025-04-01", closed: "2025-04-01", owner: "Cid"),
    ]
    let cycles = try await store.figure(of: lines) { try $0.salesCycle(by: "owner.region") }
    #expect(cycles.map(\.key) == ["North", "South"])
    #expect(cycles.map(\.medianDays) == [10, 0])
    #expect(cycles.map(\.dealCount) == [3, 1])
    #expect(cycles.first?.meanDays == 50.0 / 3)
    #expect(try await store.figure(of: lines) { try $0.salesCycleByCloseDate(by: "owner.region") } == cycles)
  }

  @Test(arguments: StoreKind.allCases)
  func `ranks by value, ties by key, missing keys last`(_ store: StoreKind) async throws {
    let lines = [
      DealLine("Won", 30, industry: "Retail"), DealLine("Won", 20, industry: "Mining"),
      DealLine("Won", 10, industry: "Retail"), DealLine("Won", 20, industry: "Farming"), DealLine("Won", 20),
      DealLine("Lost", 500, industry: "Energy"),
    ]
    let all = try await store.figure(of: lines) { try $0.top(10, by: "account.industry") }
    #expect(all.map(\.key) == ["Retail", "Farming", "Mining", .null])
    #expect(all.map(\.value) == [40, 20, 20, 20].map { .money(.usd($0)) })
    let two = try await store.figure(of: lines) { try $0.top(2, by: "account.industry", .wonCount) }
    #expect(two.map(\.key) == ["Retail", "Farming"])
    #expect(two.map(\.value) == [2, 1])
    let lost = try await store.figure(of: lines) { try $0.top(1, by: "account.industry", .lostValue) }
    #expect(lost.map(\.description) == ["Energy: 500.00 USD"])
    #expect(try await store.figure(of: lines) { try $0.top(0, by: "account.industry") } == [])
  }

  @Test(arguments: StoreKind.allCases)
  func `ranks by any measure of any field`(_ store: StoreKind) async throws {
    let lines = [
      DealLine("Won", 30, owner: "Ann"), DealLine("Won", 50, owner: "Cid"), DealLine("Won", 40, owner: "Ann"),
    ]
    let greatest = try await store.figure(of: lines) {
      try $0.top(5, by: "owner.display_name", SalesMeasure(.won, Aggregate(.maximum, "amount")))
    }
    #expect(greatest.map(\.key) == ["Cid", "Ann"])
    #expect(greatest.map(\.value) == [.money(.usd(50)), .money(.usd(40))])
  }

  @Test(arguments: StoreKind.allCases)
  func `refuses a dimension that does not exist`(_ store: StoreKind) async throws {
    let error = await #expect(throws: StoreError.self) {
      try await store.figure(of: []) { try $0.winRate(by: "account.shoe_size") }
    }
    #expect(error?.code == .unknownField)
  }

  @Test(arguments: StoreKind.allCases)
  func `takes a field that a customer added as a dimension`(_ store: StoreKind) async throws {
    let lines = [DealLine("Won", 30, industry: "Retail"), DealLine("Lost", 10, industry: "Retail")]
    try await store.withWorkspace(modules: [.sales], fixtures: [.deals(lines)]) { workspace in
      let session = try await workspace.session(as: .owner)
      _ = try await session.alter { schema in
        schema[Account.self].add(.picklist("tier", ["gold", "silver"]), label: "Tier")
      }
      _ = try await session.update(where: Account.query.where { $0.name == "Account 1" }) { $0.custom["tier"] = "gold" }
      let rates = try await session.read { try SalesMetrics($0).winRate(by: "account.custom.tier") }
      #expect(rates.map(\.key) == ["gold", .null])
      #expect(rates.map(\.byCount) == [1, 0])
    }
  }
}
