import CRMModel
import CRMStorage
import CRMTesting
import Testing

@Suite struct `The memory engine agrees with looking at every row` {
  /// A world after inserts, updates and removals, in an engine and in the oracle.
  private func world(seed: UInt64, indexes: [IndexLayout], deals count: Int64 = 400) async throws -> (
    GeneratedWorld, MemoryEngine
  ) {
    var world = GeneratedWorld(seed: seed)
    let engine = try await DealWorld.engine(indexes: indexes)
    let accounts = world.rows(Array(1...40), of: DealWorld.accountLayout)
    world.keep(accounts, in: DealWorld.accounts, isNew: true)
    let deals = world.rows((1...count).shuffled(using: &world.numbers), of: DealWorld.dealLayout)
    world.keep(deals, in: DealWorld.deals, isNew: true)
    let changed = (0..<150).map { _ in Int64.random(in: 1...count + 50, using: &world.numbers) }
    let updates = world.rows(
      Array(Set(changed)).sorted(), of: DealWorld.dealLayout,
      columns: [DealWorld.stage, DealWorld.closing, DealWorld.amount, 5])
    world.keep(updates, in: DealWorld.deals, isNew: false)
    let removed = (1...count).filter { _ in world.numbers.happens(seed % 2 == 0 ? 60 : 20) }
    for id in removed { world.store.tables[DealWorld.deals]?[id] = nil }
    try await engine.write(EngineGrant()) { writer in
      try writer.insert(accounts, into: DealWorld.accounts)
      try writer.insert(deals, into: DealWorld.deals)
      try writer.update(updates, in: DealWorld.deals)
      try writer.remove(removed, from: DealWorld.deals)
    }
    #expect(try await engine.integrityProblems(EngineGrant()) == [])
    return (world, engine)
  }

  @Test(arguments: [UInt64](1...4))
  func `in the rows of a scan and their order, with and without indexes`(seed: UInt64) async throws {
    var (world, engine) = try await world(seed: seed, indexes: seed % 3 == 0 ? [] : DealWorld.dealIndexes)
    for _ in 0..<40 {
      let scan = RowScan(
        sources: GeneratedWorld.dealSources,
        ids: world.numbers.happens(10) ? (0..<30).map { _ in Int64.random(in: 1...400, using: &world.numbers) } : nil,
        filter: world.numbers.happens(85) ? world.filter() : nil, order: world.order(),
        limit: world.numbers.happens(70) ? Int.random(in: 0...20, using: &world.numbers) : nil,
        columns: [ColumnRef(column: 0), ColumnRef(source: 1, column: DealWorld.industry)])
      let expected = try world.store.ids(scan)
      let found = try await engine.ids(scan)
      #expect(found == expected, "seed \(seed): \(scan)")
      let count = try await engine.read(EngineGrant()) { try $0.count(scan.sources, scan.filter, limit: 50) }
      let all = try world.store.ids(RowScan(sources: scan.sources, filter: scan.filter, columns: []))
      #expect(count == min(50, all.count), "seed \(seed): \(scan)")
    }
  }

  @Test(arguments: [UInt64](11...12))
  func `in the first rows by an indexed column, over several chunks`(seed: UInt64) async throws {
    var (world, engine) = try await world(seed: seed, indexes: DealWorld.dealIndexes, deals: 3_000)
    for _ in 0..<15 {
      let stage = Filter.compare(.column(ColumnRef(column: DealWorld.stage)), .equal, .literal(.text("won")))
      let closing = Filter.compare(
        .column(ColumnRef(column: DealWorld.closing)), world.numbers.pick([.less, .greaterOrEqual, .greater]),
        .literal(.integer(20_050)))
      let scan = RowScan(
        sources: [Source(table: DealWorld.deals)],
        filter: world.numbers.pick([
          nil, stage, closing, .and([stage, closing]),
          .or([closing, .isNull(.column(ColumnRef(column: DealWorld.closing)))]),
        ]),
        order: [
          SortKey(
            .column(ColumnRef(column: world.numbers.pick([DealWorld.closing, DealWorld.stage, DealWorld.score, 0]))),
            isDescending: world.numbers.happens(50), nullsFirst: world.numbers.happens(50))
        ] + (world.numbers.happens(30) ? world.order() : []).filter { !$0.operand.namesParent },
        limit: Int.random(in: 1...200, using: &world.numbers), columns: [])
      let expected = try world.store.ids(scan)
      #expect(try await engine.ids(scan) == expected, "seed \(seed): \(scan)")
    }
  }

  @Test(arguments: [UInt64](1...4))
  func `in groups and what is measured of them`(seed: UInt64) async throws {
    var (world, engine) = try await world(seed: seed, indexes: DealWorld.dealIndexes)
    let quarters = Bucketing(unit: .quarter, calendar: .plain)
    let keys: [GroupKey] = [
      .column(ColumnRef(column: DealWorld.stage)), .column(ColumnRef(column: DealWorld.account)),
      .column(ColumnRef(source: 1, column: DealWorld.industry)), .column(ColumnRef(column: DealWorld.score)),
      .bucket(ColumnRef(column: DealWorld.closing), quarters),
    ]
    for _ in 0..<25 {
      let amount = ColumnRef(column: DealWorld.amount)
      let scan = GroupScan(
        sources: GeneratedWorld.dealSources, filter: world.numbers.happens(60) ? world.filter() : nil,
        keys: (0..<Int.random(in: 0...3, using: &world.numbers)).map { _ in world.numbers.pick(keys) },
        measures: [
          .rows, .values(amount), .sum(amount), .minimum(amount), .maximum(amount), .distinct(amount),
          .distinct(ColumnRef(source: 1, column: DealWorld.industry)), .sum(ColumnRef(source: 2, column: 1)),
        ])
      let expected = try world.store.groups(scan)
      let found = try await engine.read(EngineGrant()) { try $0.groups(scan) }
      #expect(Set(found) == expected, "seed \(seed): \(scan)")
      #expect(found.count == expected.count)
    }
  }
}

extension Operand {
  fileprivate var namesParent: Bool {
    switch self {
    case .column(let column), .folded(let column): column.source > 0
    default: false
    }
  }
}
