import CRMModel
import Testing

@testable import CRMStorage

@Suite struct `The question for stored intervals` {
  @Test(arguments: [1, 2, 1_000])
  func `looks every key up in an index of the memory engine`(_ count: Int) throws {
    let layout = TableLayout(
      id: 1,
      columns: (0...5).map { ColumnLayout(number: $0, kind: .integer) }
        + (10...12).map { .init(number: $0, kind: .integer) })
    let index = MemoryIndex(IndexLayout(number: 20, columns: [10]), kinds: [.integer])
    let rule = OverlapRule(key: [10], start: 11, end: 12, condition: nil, fields: [])
    let filter = rule.filter((0..<count).map { [.integer(Int64($0))] }, 5..<9)
    let path = try #require(IndexPath(index, filter.conjuncts, in: layout))
    #expect(path.ranges.count == count)
    #expect(path.score > 0)
  }
}
