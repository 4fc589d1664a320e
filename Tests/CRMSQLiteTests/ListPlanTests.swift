import CRMModel
import Testing

@testable import CRMSQLite
@testable import CRMStorage

/// Deals with a stage and a date, both indexed.
private enum Pipeline {
  static let table: TableID = 300
  static let stage: Int32 = 301
  static let date: Int32 = 302
  static let byStage: Int32 = 310
  static let byDate: Int32 = 311
  static let byStageAndDate: Int32 = 312
  static let rows: Int64 = 60_000

  static func layout(isExact: Bool) -> TableLayout {
    var indexes = [
      IndexLayout(number: byStage, columns: [stage]), IndexLayout(number: byDate, columns: [date]),
    ]
    if isExact { indexes.append(IndexLayout(number: byStageAndDate, columns: [stage, date])) }
    return TableLayout(
      id: table,
      columns: Sample.system + [
        ColumnLayout(number: stage, kind: .integer), ColumnLayout(number: date, kind: .integer),
      ],
      indexes: indexes)
  }

  /// Stage 1 is everywhere, 2 rare, 3 frequent but only among the earliest; every hundredth row has no date.
  static func stage(_ id: Int64) -> Int64 { id % 1_000 == 0 ? 2 : id <= 30_000 && id % 2 == 0 ? 3 : 1 }

  static func fill(_ writer: any EngineWriter, isExact: Bool) throws {
    try writer.apply(.createTable(layout(isExact: isExact)))
    let ids = Array(1...rows)
    try writer.insert(
      RowBatch(
        ids: ids, columns: [stage, date],
        vectors: [
          .integers(ids.map(stage), present: nil),
          .integers(ids.map { $0 % 100 == 0 ? 0 : $0 / 20 }, present: ids.map { $0 % 100 != 0 }),
        ]), into: table)
  }

  static func list(_ stage: Int64?, isDescending: Bool, limit: Int? = 50) -> RowScan {
    let live = Filter.isNull(.column(ColumnRef(column: 5)))
    let filter = stage.map {
      Filter.and([live, .compare(.column(ColumnRef(column: Self.stage)), .equal, .literal(.integer($0)))])
    }
    return RowScan(
      sources: [Source(table: table)], filter: filter ?? live,
      order: [SortKey(.column(ColumnRef(column: date)), isDescending: isDescending)], limit: limit,
      columns: [ColumnRef(column: date)])
  }
}

@Suite struct `A list with an order and a limit` {
  private func withDeals(isExact: Bool = false, _ body: @escaping @Sendable (any EngineReader) throws -> Void)
    async throws
  {
    let fixture = try StoreFixture()
    let engine = try await fixture.open()
    try await engine.write(grant) { try Pipeline.fill($0, isExact: isExact) }
    try await engine.read(grant) { try body($0) }
    await engine.close(grant)
  }

  @Test func `follows the index with its order where its condition leaves many rows`() async throws {
    try await withDeals { reader in
      let plan = try #require(try reader.plan(Pipeline.list(1, isDescending: true)))
      #expect(plan.path == .index(Pipeline.byDate))
      #expect(!plan.isSorted)
    }
  }

  @Test func `takes the few rows that its condition leaves and sorts them`() async throws {
    try await withDeals { reader in
      let plan = try #require(try reader.plan(Pipeline.list(2, isDescending: true)))
      #expect(plan == ScanPlan(path: .index(Pipeline.byStage), isSorted: true, estimatedRows: 60))
    }
  }

  @Test(arguments: [1, 2, 3] as [Int64])
  func `follows an index of condition and order whatever it leaves`(_ stage: Int64) async throws {
    try await withDeals(isExact: true) { reader in
      let plan = try #require(try reader.plan(Pipeline.list(stage, isDescending: true)))
      #expect(plan == ScanPlan(path: .index(Pipeline.byStageAndDate), isSorted: false, estimatedRows: 50))
    }
  }

  @Test(arguments: [1, 2, 3, nil] as [Int64?], [true, false])
  func `has the rows that sorting all would give, also where a walk is given up`(
    _ stage: Int64?, _ isDescending: Bool
  ) async throws {
    try await withDeals { reader in
      let scan = Pipeline.list(stage, isDescending: isDescending)
      var expected: [Int64] = []
      try reader.scan(Pipeline.list(stage, isDescending: isDescending, limit: nil), batchSize: 1_000) { batch in
        expected += batch.ids
        return expected.count < 50
      }
      var found: [Int64] = []
      try reader.rows(scan) { cells in
        found.append(cells.id)
        return true
      }
      #expect(found == Array(expected.prefix(50)))
    }
  }

  @Test(arguments: [true, false])
  func `begins its next page at the place in the index`(_ isDescending: Bool) async throws {
    let fixture = try StoreFixture()
    let engine = try await fixture.open()
    try await engine.write(grant) { try Pipeline.fill($0, isExact: false) }
    let rows = BoundRows(
      entity: "deal", scan: Pipeline.list(1, isDescending: isDescending, limit: nil), outputs: [], positions: [])
    let cursor = PageCursor(fingerprint: 0, isBackward: false, cells: [.integer(700)], id: 14_001)
    let stretches = try rows.page(cursor)
    #expect(stretches.count == 2)
    let layouts = [Pipeline.table: Pipeline.layout(isExact: false)]
    let plans = try await engine.plans(of: stretches, layouts, from: Pipeline.byDate)
    let bound = isDescending ? "c302<?" : "c302>?"
    #expect(plans[0].first == "SEARCH t0 USING INDEX i311 (\(bound))", "\(plans[0])")
    #expect(plans[1].first == "SEARCH t0 USING INDEX i311 (c302=?)", "\(plans[1])")
    #expect(!plans.joined().contains("USE TEMP B-TREE FOR ORDER BY"), "\(plans)")
    await engine.close(grant)
  }
}
