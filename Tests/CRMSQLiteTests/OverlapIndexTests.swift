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
    let lane = try await engine.readers.acquire()
    let connection = try lane.connection(opening: engine.connect(role: .reader))
    let plan = try connection.use { () throws -> [String] in
      try connection.run("BEGIN")
      defer { connection.rollBack() }
      let layouts = [Sample.dealTable: Sample.deal]
      let statement = try connection.statement("EXPLAIN QUERY PLAN " + SQLCompiler.rows(scan, layouts).text)
      var steps: [String] = []
      while try statement.step() { steps.append(statement.text(3) ?? "") }
      return steps
    }
    engine.readers.release(lane)
    #expect(plan.contains("SEARCH t0 USING INDEX i210 (c201=?)"), "\(plan)")
    await engine.close(grant)
  }
}
