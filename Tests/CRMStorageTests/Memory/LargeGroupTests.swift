import CRMModel
import CRMTesting
import Testing

@testable import CRMStorage

/// Groupings of more rows, and by more keys, than generated worlds have: they are gathered on several cores, and by numbers that do not fit into one.
@Suite struct `Groupings of many rows` {
  private static let table: TableID = 7

  private static func engine(_ columns: [[Int64?]]) async throws -> MemoryEngine {
    let engine = MemoryEngine()
    let numbers = columns.indices.map { Int32($0 + 10) }
    let layout = TableLayout(
      id: table,
      columns: [ColumnLayout(number: 0, kind: .integer)] + numbers.map { ColumnLayout(number: $0, kind: .integer) })
    let vectors = columns.map { cells in
      ColumnVector.integers(cells.map { $0 ?? 0 }, present: cells.map { $0 != nil })
    }
    let ids = columns[0].indices.map { Int64($0 + 1) }
    try await engine.write(EngineGrant()) { writer in
      try writer.apply(.createTable(layout))
      try writer.insert(RowBatch(ids: ids, columns: numbers, vectors: vectors), into: table)
    }
    return engine
  }

  private static func column(_ place: Int) -> ColumnRef { ColumnRef(column: Int32(place + 10)) }

  /// From and until are decided as one interval, which has to hold at both ends of what 64 bits can say.
  @Test func `take the rows of a range, up to the least and the greatest number`() async throws {
    let numbers: [Int64?] = [.min, .min + 1, -1, 0, 1, .max - 1, .max, nil]
    let cells = (0..<2 * RowChunk.capacity + 5).map { numbers[$0 % numbers.count] }
    let engine = try await Self.engine([cells])
    let all: [Comparison] = [.equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual]
    let bounds = all.flatMap { comparison in [Int64.min, 0, .max].map { (comparison, $0) } }
    func holds(_ bound: (Comparison, Int64), _ cell: Int64) -> Bool {
      bound.0.holds(cell == bound.1 ? 0 : cell < bound.1 ? -1 : 1)
    }
    func filter(_ bound: (Comparison, Int64)) -> Filter {
      .compare(.column(Self.column(0)), bound.0, .literal(.integer(bound.1)))
    }
    try await engine.read(EngineGrant()) { reader in
      for one in bounds {
        for other in bounds {
          let range = Filter.and([filter(one), filter(other)])
          let (met, unmet) = (
            try reader.count([Source(table: Self.table)], range, limit: nil),
            try reader.count([Source(table: Self.table)], .not(range), limit: nil)
          )
          #expect(met == cells.count { $0.map { holds(one, $0) && holds(other, $0) } ?? false }, "\(range)")
          #expect(unmet == cells.count { $0.map { !holds(one, $0) || !holds(other, $0) } ?? false }, "\(range)")
        }
      }
    }
  }

  @Test func `are the same on several cores as row by row`() async throws {
    var random = SeededGenerator(seed: 20_261_123)
    let rows = 200_000
    let few = (0..<rows).map { _ in random.happens(5) ? nil : Int64.random(in: 0..<40, using: &random) }
    let many = (0..<rows).map { _ in Int64?.some(Int64.random(in: 0..<20_000, using: &random)) }
    let worth = (0..<rows).map { _ in random.happens(3) ? nil : Int64.random(in: -9 << 55..<9 << 55, using: &random) }
    #expect(
      Cores.parts(of: rows / RowChunk.capacity, atLeast: 48).count > 1 || Cores.parts(of: 2, atLeast: 1).count == 1)
    let engine = try await Self.engine([few, many, worth])
    let scan = GroupScan(
      sources: [Source(table: Self.table)],
      filter: .compare(.column(Self.column(1)), .less, .literal(.integer(15_000))), keys: [.column(Self.column(0))],
      measures: [
        .rows, .values(Self.column(2)), .sum(Self.column(2)), .distinct(Self.column(1)), .minimum(Self.column(2)),
        .maximum(Self.column(2)),
      ])
    struct Expected {
      var rows: Int64 = 0
      var worths: [Int64] = []
      var different: Set<Int64> = []
    }
    var expected: [Int64?: Expected] = [:]
    for row in 0..<rows {
      guard let other = many[row], other < 15_000 else { continue }
      expected[few[row], default: Expected()].rows += 1
      expected[few[row], default: Expected()].different.insert(other)
      if let worth = worth[row] { expected[few[row], default: Expected()].worths.append(worth) }
    }
    let found = Set(try await engine.read(EngineGrant()) { try $0.groups(scan) })
    let wanted = expected.map { key, group in
      let count = Int64(group.worths.count)
      return GroupRow(
        keys: [key.map { .integer($0) } ?? .null],
        measures: [
          .count(group.rows), .count(count), .sum(group.worths.reduce(Int128(0)) { $0 + Int128($1) }, count: count),
          .count(Int64(group.different.count)), .extremum(group.worths.min().map { .integer($0) } ?? .null),
          .extremum(group.worths.max().map { .integer($0) } ?? .null),
        ])
    }
    #expect(found == Set(wanted))
    #expect(found.count == 41)
  }

  @Test func `are told apart by keys whose combinations exceed 64 bits`() async throws {
    var random = SeededGenerator(seed: 5)
    let columns = (0..<6).map { _ in
      (0..<9_000).map { _ in random.happens(2) ? nil : Int64.random(in: 0..<1_000_000, using: &random) }
    }
    // Every row is there twice.
    let engine = try await Self.engine(columns.map { $0 + $0 })
    let scan = GroupScan(
      sources: [Source(table: Self.table)], keys: columns.indices.map { .column(Self.column($0)) }, measures: [.rows])
    let groups = try await engine.read(EngineGrant()) { try $0.groups(scan) }
    let expected = (0..<9_000).map { row in
      GroupRow(keys: columns.map { $0[row].map { .integer($0) } ?? .null }, measures: [.count(2)])
    }
    #expect(Set(groups) == Set(expected))
  }
}
