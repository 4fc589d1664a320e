import CRMModel
import CRMTesting
import Testing

@testable import CRMStorage

@Suite struct `The rows of a table in memory` {
  private static let layout = TableLayout(
    id: 1, columns: [ColumnLayout(number: 0, kind: .integer), ColumnLayout(number: 1, kind: .integer)], indexes: [])

  private static func batch(_ ids: [Int64]) -> RowBatch {
    RowBatch(ids: ids, columns: [1], vectors: [.integers(ids.map { $0 &* 3 }, present: nil)])
  }

  private static func ids(
    _ table: MemoryTable, _ range: ClosedRange<Int64> = .min ... .max, isDescending: Bool = false
  ) -> [Int64] {
    var ids: [Int64] = []
    table.forEachRow(in: range, isDescending: isDescending) { id, position in
      ids.append(table.id(at: position) == id ? id : -1)
      return true
    }
    return ids
  }

  /// Adds and removes rows at random, mostly at the end, and compares with a set.
  @Test(arguments: [1, 2, 3, 4, 5, 6, 7, 8] as [UInt64])
  func `are found by their ids however they came`(_ seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var table = try MemoryTable(Self.layout)
    var expected: Set<Int64> = []
    var next: Int64 = 10
    let isInOrder = seed % 2 == 0
    for step in 0..<25 {
      if random.happens(70) {
        var ids: [Int64] = []
        for _ in 0..<(1 + random.number(below: 700)) {
          next += Int64(1 + random.number(below: 3))
          ids.append(next)
        }
        if !isInOrder, random.happens(20) { ids.shuffle(using: &random) }
        if !isInOrder, random.happens(20), let free = (1...next).first(where: { !expected.contains($0) }) {
          ids.append(free)
        }
        ids = ids.filter { !expected.contains($0) }
        try table.insert(Self.batch(ids))
        expected.formUnion(ids)
      } else {
        // Whole stretches, so that chunks become empty.
        let sorted = expected.sorted()
        let start = random.number(below: max(1, sorted.count))
        let gone = Array(sorted[start..<min(sorted.count, start + random.number(below: 5_000))])
        try table.remove(gone)
        expected.subtract(gone)
      }
      let sorted = expected.sorted()
      #expect(table.problems() == [], "step \(step), seed \(seed)")
      #expect(Self.ids(table) == sorted, "step \(step), seed \(seed)")
      let low = Int64(random.number(below: Int(next) + 10))
      let high = low + Int64(random.number(below: 300))
      let inside = sorted.filter { (low...high).contains($0) }
      #expect(Self.ids(table, low...high) == inside, "step \(step), seed \(seed)")
      #expect(Self.ids(table, low...high, isDescending: true) == inside.reversed(), "step \(step), seed \(seed)")
      #expect((low...high).filter { table.position(of: $0) != nil } == inside, "step \(step), seed \(seed)")
    }
    if isInOrder { #expect(table.isAscending, "seed \(seed)") }
  }

  @Test func `that came in order need no room for a tree of ids`() throws {
    var table = try MemoryTable(Self.layout)
    try table.insert(Self.batch(Array(1...10_000)))
    let inOrder = table.byteCount
    try table.insert(Self.batch([20_000, 15_000]))
    #expect(!table.isAscending)
    #expect(table.byteCount > inOrder + 10_000 * MemoryLayout<RowEntry>.stride)
  }
}
