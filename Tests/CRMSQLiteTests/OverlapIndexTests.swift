import CRMModel
import Testing

@testable import CRMSQLite
@testable import CRMStorage

@Suite struct `The question for stored intervals of a key` {
  @Test(arguments: [1, 8, 9, 1_000])
  func `looks every key up in an index of SQLite`(_ count: Int) async throws {
    let fixture = try StoreFixture()
    let engine = try await fixture.opened()
    let rule = OverlapRule(key: [Sample.accountOfDeal], start: 3, end: 4, condition: nil, fields: [])
    let scan = RowScan(
      sources: [Source(table: Sample.dealTable)],
      filter: rule.filter((0..<count).map { [.integer(Int64($0))] }, 5..<9),
      columns: [ColumnRef(column: Sample.accountOfDeal), ColumnRef(column: 3), ColumnRef(column: 4)])
    let plan = try await engine.plan(of: scan, [Sample.dealTable: Sample.deal])
    #expect(plan.contains("SEARCH t0 USING INDEX i210 (c201=?)"), "\(plan)")
    await engine.close(grant)
  }
}
