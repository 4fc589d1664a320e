import CRMModel
import CRMStorage
import Testing

@testable import CRMSQLite

@Suite struct `A condition on children` {
  private static func forms(_ deals: ChildScan) -> [Filter] {
    [.exists(deals), .not(.exists(deals)), .compare(.count(deals), .greater, .literal(.integer(1)))]
  }

  @Test(arguments: 0..<3)
  func `goes through the children of each row, whatever else is indexed`(_ form: Int) async throws {
    let fixture = try StoreFixture()
    let engine = try await fixture.opened()
    try await engine.write(grant) { writer in
      try writer.apply(.createIndex(IndexLayout(number: 299, columns: [3]), on: Sample.dealTable))
    }
    // One value of many rows, as a stage is, and an index of its own, which looks as good to SQLite as that of the reference.
    let deals = ChildScan(
      sources: [Source(table: Sample.dealTable)], reference: ColumnRef(column: Sample.accountOfDeal),
      outer: ColumnRef(column: 0),
      filter: .and([
        .compare(.column(ColumnRef(column: 3)), .equal, .literal(.integer(4))), .isNull(.column(ColumnRef(column: 5))),
      ]))
    let scan = RowScan(sources: [Source(table: Sample.accountTable)], filter: Self.forms(deals)[form], columns: [])
    let layouts = [Sample.accountTable: Sample.account, Sample.dealTable: Sample.deal]
    let plan = try await engine.plan(of: scan, layouts)
    #expect(plan.contains { $0.hasPrefix("SEARCH t1 USING") && $0.hasSuffix("INDEX i210 (c201=?)") }, "\(plan)")
    await engine.close(grant)
  }
}
