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
