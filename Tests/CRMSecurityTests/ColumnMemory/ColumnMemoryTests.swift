import CRMModel
import CRMSecurity
import CRMSQLite
import CRMStorage
import CRMTestStores
import CRMTesting
import Testing

@testable import CRMSecurity

/// "A grouping is answered from columns unless a condition on an indexed field leaves fewer than 512 records, or its columns do not fit. … The
/// answers are the same without columns, only slower. … all of them when the workspace is suspended."
@Suite struct `Columns in memory` {
  private static let byIndustry = Query("account").group(by: "industry").measure(.count).measure(.sum, "employees")

  private static func withAccounts(
    _ configure: (inout WorkspaceOptions) -> Void = { _ in },
    _ body: (Workspace, Session, AcceleratedEngine) async throws -> Void
  ) async throws {
    try await StoreKind.sqlite.withSession(modules: [], configure) { workspace, session in
      try await session.insert(
        (0..<600).map { index in
          Account {
            ($0.name, $0.number) = ("A\(index)", "N\(index)")
            ($0.industry, $0.employees) = (["Retail", "Energy"][index % 2], index % 7)
          }
        })
      try await body(workspace, session, try #require(workspace.engine.base as? AcceleratedEngine))
    }
  }

  /// What a transaction is answered, which does not look at columns.
  private static func inTransaction(_ query: Query, _ session: Session) async throws -> ResultTable {
    try await session.write { try $0.table(query) }
  }

  @Test func `answer a grouping after each kind of change as a transaction is answered`() async throws {
    try await Self.withAccounts { _, session, engine in
      let all = try await session.fetch(Account.query.limit(3))
      func check(_ place: String) async throws {
        let found = try await session.table(Self.byIndustry)
        let expected = try await Self.inTransaction(Self.byIndustry, session)
        #expect(found == expected, "\(place)")
      }
      try await check("at first")
      try await session.update(all[0].id) { $0.employees = 1_000_000 }
      try await check("after an update")
      try await session.delete(all[1].id)
      try await check("after a deletion")
      try await session.restore(all[1].id)
      try await check("after a restoration")
      try await session.insert(Account { ($0.name, $0.industry) = ("new", "Farming") })
      try await check("after an insertion")
      try await session.update(where: Account.query.where { $0.industry == "Energy" }) { $0.employees = 2 }
      try await check("after a change of half of them")
      #expect(engine.answers == 6)
    }
  }

  @Test func `answer sums of amounts by currency`() async throws {
    try await Self.withAccounts { _, session, engine in
      let amounts: [Money?] = [.usd(1), .eur(2), nil, Money(minor: 5, .jpy)]
      try await session.update(where: Account.query) { account in
        account.annualRevenue = amounts[account.employees.map { $0 % 4 } ?? 0]
      }
      let query = Query("account").group(by: "annual_revenue.currency").group(by: "industry").measure(.count)
        .measure(.sum, "annual_revenue")
      let found = try await session.table(query)
      let expected = try await Self.inTransaction(query, session)
      #expect(found == expected)
      #expect(found.rows.count == 8)
      #expect(engine.answers == 1)
    }
  }

  @Test func `follow a change of the schema`() async throws {
    try await Self.withAccounts { _, session, engine in
      _ = try await session.table(Self.byIndustry)
      try await session.alter { schema in
        schema[Account.self].add(.picklist("tier", ["gold", "silver"]), label: "Tier")
      }
      let first = try #require(try await session.first(Account.query))
      try await session.update(first.id) { $0.custom["tier"] = .text("gold") }
      let query = Query("account").group(by: "custom.tier").measure(.count)
      let found = try await session.table(query)
      #expect(found.rows == [[.text("gold"), .integer(1)], [.null, .integer(599)]])
      #expect(engine.answers == 2)
    }
  }

  @Test func `are not asked where an index leaves few records`() async throws {
    try await Self.withAccounts { _, session, engine in
      let one = Account.query.where { $0.number == "N7" }.query
      _ = try await session.table(one.group(by: "industry").measure(.count))
      #expect(engine.answers == 0)
      #expect(engine.residentBytes == 0)
    }
  }

  @Test func `are not kept where they do not fit`() async throws {
    try await Self.withAccounts {
      $0.columnMemory = 1_000
    } _: { _, session, engine in
      let found = try await session.table(Self.byIndustry)
      let expected = try await Self.inTransaction(Self.byIndustry, session)
      #expect(found == expected)
      #expect((engine.answers, engine.residentBytes) == (0, 0))
    }
  }

  @Test func `are not kept once they have grown beyond their room`() async throws {
    try await Self.withAccounts {
      $0.columnMemory = 30_000
    } _: { _, session, engine in
      _ = try await session.table(Self.byIndustry)
      #expect(engine.residentBytes > 0)
      try await session.insert((0..<150).map { index in Account { $0.name = "B\(index)" } })
      let found = try await session.table(Self.byIndustry)
      let expected = try await Self.inTransaction(Self.byIndustry, session)
      #expect(found == expected)
      #expect(engine.residentBytes <= 30_000)
    }
  }

  @Test func `go when the workspace is suspended`() async throws {
    try await Self.withAccounts { workspace, session, engine in
      let before = try await session.table(Self.byIndustry)
      #expect(engine.residentBytes > 0)
      try await workspace.suspend()
      #expect(engine.residentBytes == 0)
      workspace.resume()
      #expect(try await session.table(Self.byIndustry) == before)
    }
  }

  @Test func `are left out on request`() async throws {
    try await StoreKind.sqlite.withSession {
      $0.columnMemory = 0
    } _: { workspace, session in
      #expect(!(workspace.engine.base is AcceleratedEngine))
      let found = try await session.table(Self.byIndustry)
      #expect(found.rows == [])
    }
  }
}
