import CRMModel
import CRMStorage
import Testing

/// Decision record 0001, "Where they come from", "A clock that goes back".
@Suite struct `Ids of a node` {
  /// 44,787,600,000 ms after the layout's epoch.
  static let start = Instant(microsecondsSinceEpoch: 1_748_854_800_000_000) ?? .epoch
  static let day = Instant(microsecondsSinceEpoch: 1_748_854_800_000_000 - 86_400_000_000) ?? .epoch
  /// The first id of node 5 at ``start``.
  static let first: Int64 = 187_852_809_830_420_480

  private func moved(by microseconds: Int64) -> Instant {
    Instant(microsecondsSinceEpoch: Self.start.microsecondsSinceEpoch + microseconds) ?? .epoch
  }

  @Test func `begin with sequence 0 of the moment's millisecond`() {
    let source = NodeIDSource(node: 5)
    #expect(source.last == 0)
    #expect(source.next(3, at: Self.start) == [Self.first, Self.first + 1, Self.first + 2])
    #expect(source.last == Self.first + 2)
    #expect(source.next(0, at: Self.start) == [])
    #expect(source.next(-1, at: Self.start) == [])
    #expect(source.last == Self.first + 2)
  }

  @Test func `of one microsecond, and of one millisecond, go on counting`() {
    let source = NodeIDSource(node: 5)
    let ids = [0, 0, 1, 999].flatMap { source.next(1, at: moved(by: $0)) }
    #expect(ids == [Self.first, Self.first + 1, Self.first + 2, Self.first + 3])
    #expect(source.next(1, at: moved(by: 1_000)) == [Self.first + 4_194_304])
  }

  @Test func `borrow the next millisecond when one is used up`() {
    let source = NodeIDSource(node: 5)
    let ids = source.next(10_000, at: Self.start)
    #expect(ids.count == 10_000)
    #expect(zip(ids, ids.dropFirst()).allSatisfy(<))
    #expect(ids.allSatisfy { RecordIDLayout.node(of: $0) == 5 })
    #expect(ids[4_095] == Self.first + 4_095)
    #expect(ids[4_096] == Self.first + 4_194_304)
    #expect(ids[8_192] == Self.first + 2 * 4_194_304)
    // The clock has not caught up with what was borrowed.
    #expect(source.next(1, at: moved(by: 1_000)) == [ids[9_999] + 1])
  }

  @Test func `stay in the last millisecond while the clock has gone back`() {
    let source = NodeIDSource(node: 5)
    #expect(source.next(1, at: Self.start) == [Self.first])
    #expect(source.next(2, at: Self.day) == [Self.first + 1, Self.first + 2])
    #expect(source.next(1, at: moved(by: 5_000)) == [Self.first + 5 * 4_194_304])
  }

  @Test func `go on behind the last one after a restart with an earlier clock`() {
    let source = NodeIDSource(node: 5, last: Self.first + 9)
    #expect(source.last == Self.first + 9)
    #expect(source.next(1, at: Self.day) == [Self.first + 10])
  }

  @Test(arguments: [4, 5, 6, 1_023])
  func `ascend behind an id of any node and meet none given before`(_ node: Int64) {
    let source = NodeIDSource(node: 5)
    let before = source.next(100, at: Self.start)
    let foreign = RecordIDLayout.id(millisecond: 44_787_600_000, node: node, sequence: 7)
    if foreign > source.last { source.rewind(to: foreign) }
    let after = source.next(100, at: Self.start)
    #expect(Set(before).isDisjoint(with: after))
    #expect(after.allSatisfy { $0 > foreign || node <= 5 })
    #expect(after.allSatisfy { $0 > before[99] && RecordIDLayout.node(of: $0) == 5 })
  }

  @Test(arguments: [0, 5, 1_023])
  func `never are zero, which names no record`(_ node: Int) {
    let source = NodeIDSource(node: node)
    let ids = source.next(2, at: .epoch)
    #expect(ids.count == 2)
    #expect(ids.allSatisfy { $0 > 0 && RecordIDLayout.node(of: $0) == Int64(node) })
  }

  @Test func `can be given back`() {
    let source = NodeIDSource(node: 5)
    let kept = source.next(2, at: Self.start)
    let undone = source.next(3, at: Self.start)
    source.rewind(to: kept[1])
    #expect(source.next(3, at: Self.start) == undone)
  }

  @Test(arguments: [(-1, 0), (1_024, 1_023), (Int.max, 1_023)] as [(Int, Int64)])
  func `keep a node number that is out of range within it`(_ given: Int, _ node: Int64) {
    let ids = NodeIDSource(node: given).next(1, at: Self.start)
    #expect(ids.map(RecordIDLayout.node(of:)) == [node])
  }

  @Test func `are fewer at the end of the layout, and never the same twice`() {
    let end = (RecordIDLayout.epochMilliseconds + RecordIDLayout.lastMillisecond) * 1_000
    let source = NodeIDSource(node: 1_023)
    let moment = Instant(microsecondsSinceEpoch: end) ?? .epoch
    let ids = source.next(5_000, at: moment)
    #expect(ids.count == 4_096)
    #expect(Set(ids).count == 4_096)
    #expect(ids.last == .max)
    #expect(source.next(1, at: moment) == [])
    #expect(NodeIDSource(node: 0).next(1, at: Instant(microsecondsSinceEpoch: end + 1_000) ?? .epoch) == [])
  }
}
