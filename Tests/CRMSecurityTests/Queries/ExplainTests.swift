import CRMModel
import CRMSales
import CRMSecurity
import CRMTestStores
import Testing

@Suite struct `An explained query` {
  /// 600 deals, the last ten with an account.
  private func withDeals(
    _ kind: StoreKind, _ body: @Sendable (Session, Account.ID) async throws -> Void
  ) async throws {
    try await kind.withSession(modules: [.sales]) { _, session in
      let account = try await session.insert(Account { $0.name = "Acme" })
      try await session.insert(
        (1...600).map { (number: Int) in
          Opportunity {
            $0.name = "Deal"
            $0.account = number > 590 ? account.id : nil
            $0.closeDate = CalendarDate(daysSinceEpoch: 20_000 + number)
            $0.amount = Money(minor: Int64(number) * 100, .usd)
          }
        })
      try await body(session, account.id)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `follows the index of its order`(_ kind: StoreKind) async throws {
    try await withDeals(kind) { session, _ in
      let plan = try await session.explain(Opportunity.query.order(by: { $0.closeDate }), first: 50)
      #expect(plan.path == .index("close_date"))
      #expect(plan.order == .found)
      #expect(plan.advice == nil)
      #expect(plan.description == "opportunity: follows the index close_date, about 50 rows, in order")
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `follows an index that begins with what the condition fixes before one of the order alone`(
    _ kind: StoreKind
  ) async throws {
    try await withDeals(kind) { session, _ in
      let stage = try await session.write { tx in
        let stage = try SalesModule.standardPipeline(in: tx).stages[0]
        // The earliest half, so that the index on the date alone would be walked past all others.
        for var deal in try tx.fetch(Opportunity.query.order(by: { $0.closeDate }).limit(300)) {
          deal.stage = stage.id
          try tx.update(deal)
        }
        return stage.id
      }
      let query = Opportunity.query.where { $0.stage == stage }.order(by: { $0.closeDate }, .descending)
      let plan = try await session.explain(query, first: 50)
      #expect(plan.path == .index("close_date_in_stage"))
      #expect(plan.order == .found)
      #expect(plan.estimatedRows == 50)
      let days = try await session.page(query, first: 50).items.map(\.closeDate)
      #expect(days == (0..<50).map { CalendarDate(daysSinceEpoch: 20_300 - $0) })
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `takes the few rows of a rare value`(_ kind: StoreKind) async throws {
    try await withDeals(kind) { session, account in
      let query = Opportunity.query.where { $0.account == account }.order(by: { $0.closeDate })
      let plan = try await session.explain(query, first: 50)
      #expect(plan.path == .index("account"))
      #expect(plan.order == .sorted)
      #expect(plan.estimatedRows == 10)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `says so when a list cannot begin with an index`(_ kind: StoreKind) async throws {
    try await withDeals(kind) { session, _ in
      let plan = try await session.explain(Opportunity.query.order(by: { $0.amount }, .descending), first: 50)
      #expect(plan.path == .table)
      #expect(plan.order == .sorted)
      #expect(plan.estimatedRows == 600)
      #expect(try #require(plan.advice).contains("amount"))
      let parent = try await session.explain(Opportunity.query.order(by: { $0.account.name }), first: 50)
      #expect(try #require(parent.advice).contains("not kept in the record itself"))
      let text = try await session.explain(Opportunity.query.order(by: { $0.nextStep }), first: 50)
      #expect(try #require(text.advice).contains("one that begins with what the condition fixes"))
      let code = try await session.explain(Opportunity.query.order(by: { $0.kind }), first: 50)
      #expect(try #require(code.advice).contains("no index can have the order"))
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `for a text as it is written follows the index of the text`(_ kind: StoreKind) async throws {
    try await withDeals(kind) { session, _ in
      let rare = try await session.insert(
        ["Rare", "RARE", "Other"].map { (name: String) in Opportunity { $0.name = name } })
      let same = Opportunity.query.where { $0.name == "Rare" }
      #expect(try await session.explain(same).path == .index("name"))
      #expect(try await session.explain(same).estimatedRows ?? 99 <= 2)
      #expect(try await session.fetch(same).map(\.id) == [rare[0].id])
      let either = Opportunity.query.where { $0.name.isIn(["RARE", "Other", "other", "nobody"]) }
      #expect(try await session.explain(either).path == .index("name"))
      #expect(try await session.fetch(either).map(\.id) == [rare[1].id, rare[2].id])
      #expect(try await session.count(Opportunity.query.where { $0.name != "Rare" }) == 602)
      #expect(try await session.count(Opportunity.query.where { !($0.name == "Rare") }) == 602)
      #expect(try await session.fetch(Opportunity.query.where { $0.name.isIn([]) }) == [])
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `says so when the walk of an index would be given up`(_ kind: StoreKind) async throws {
    try await kind.withSession(modules: [.sales]) { _, session in
      let accounts = try await session.insert(["A", "B"].map { (name: String) in Account { $0.name = name } })
      let (early, other) = (accounts[0].id, accounts[1].id)
      // The account's deals are too many to be sorted for a page, and all of them close before those of the other.
      try await session.insert(
        (0..<60_000).map { (number: Int) in
          Opportunity {
            $0.name = "Deal"
            $0.account = number < 2_000 ? early : other
            $0.closeDate = CalendarDate(daysSinceEpoch: 10_000 + number / 20)
          }
        })
      let query = Opportunity.query.where { $0.account == early }.order(by: { $0.closeDate }, .descending)
      let plan = try await session.explain(query, first: 50)
      #expect(plan.order == .sorted)
      #expect(try #require(plan.advice).contains("close_date"))
      #expect(try await session.page(query, first: 50).items.first?.closeDate?.daysSinceEpoch == 10_099)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `goes through columns where it makes groups of many records`(_ kind: StoreKind) async throws {
    try await withDeals(kind) { session, account in
      let all = Query("opportunity").group(by: "account").measure(.count)
      let plan = try await session.explain(all)
      #expect(plan.path == .columns)
      #expect(plan.description == "opportunity: goes through columns in memory, about 600 rows")
      // A transaction may have written what columns do not have.
      if kind == .sqlite {
        #expect(try await session.write { try $0.explain(all).path } == .table)
        let few = Opportunity.query.where { $0.account == account }.query.group(by: "stage").measure(.count)
        #expect(try await session.explain(few).path == .index("account"))
      }
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `is refused like the query itself`(_ kind: StoreKind) async throws {
    try await withDeals(kind) { session, _ in
      let error = await #expect(throws: StoreError.self) { try await session.explain(Query("nothing")) }
      #expect(error?.code == .unknownEntity)
    }
  }
}
