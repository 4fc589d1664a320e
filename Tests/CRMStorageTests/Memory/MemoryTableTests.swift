import CRMModel
import CRMStorage
import CRMTesting
import Testing

@Suite struct `A table of the memory engine` {
  private let grant = EngineGrant()

  private func deals(_ ids: [Int64], _ numbers: [Scalar], deleted: [Scalar]? = nil) -> RowBatch {
    DealWorld.batch(ids, [(5, deleted ?? ids.map { _ in .null }), (DealWorld.number, numbers)])
  }

  private func scan(_ filter: Filter?, order: [SortKey] = [], limit: Int? = nil) -> RowScan {
    RowScan(sources: [Source(table: DealWorld.deals)], filter: filter, order: order, limit: limit, columns: [])
  }

  @Test func `refuses a value that a unique index has, in the table or the batch`() async throws {
    let engine = try await DealWorld.engine()
    try await engine.write(grant) { try $0.insert(deals([1], [.text("A")]), into: DealWorld.deals) }
    await #expect(throws: EngineError.notUnique(table: DealWorld.deals, index: 4, row: 2)) {
      try await engine.write(grant) { try $0.insert(deals([2], [.text("A")]), into: DealWorld.deals) }
    }
    await #expect(throws: EngineError.notUnique(table: DealWorld.deals, index: 4, row: 4)) {
      try await engine.write(grant) { try $0.insert(deals([3, 4], [.text("B"), .text("B")]), into: DealWorld.deals) }
    }
    try await engine.write(grant) { writer in
      try writer.insert(deals([5, 6], [.null, .null]), into: DealWorld.deals)
      try writer.update(deals([1], [.text("A")]), in: DealWorld.deals)
    }
    #expect(try await engine.ids(scan(nil)) == [1, 5, 6])
  }

  @Test(arguments: [40, 3_000] as [Int64])
  func `takes large batches in any order, and refuses them as it does small ones`(_ count: Int64) async throws {
    let engine = try await DealWorld.engine()
    let ids = Array(1...count)
    let numbers = ids.map { Scalar.text("N\($0 * 7_919 % 100_003)") }
    try await engine.write(grant) { writer in
      try writer.insert(deals([100_000, 100_001], [.text("N"), .null]), into: DealWorld.deals)
      try writer.insert(deals(ids, numbers), into: DealWorld.deals)
    }
    #expect(try await engine.ids(scan(nil)) == ids + [100_000, 100_001])
    #expect(try await engine.integrityProblems(grant) == [])
    let more = ids.map { $0 + 200_000 }
    var repeating = more.map { Scalar.text("M\($0)") }
    repeating[30] = repeating[11]
    repeating[35] = .text("N")
    let batch = deals(more, repeating)
    await #expect(throws: EngineError.notUnique(table: DealWorld.deals, index: 4, row: more[30])) {
      try await engine.write(grant) { try $0.insert(batch, into: DealWorld.deals) }
    }
    #expect(try await engine.ids(scan(nil)).count == ids.count + 2)
  }

  @Test func `gives a unique value free when its row changes or goes`() async throws {
    let engine = try await DealWorld.engine()
    try await engine.write(grant) { writer in
      try writer.insert(deals([1, 2], [.text("A"), .text("B")]), into: DealWorld.deals)
      try writer.update(deals([2, 1], [.text("A"), .text("C")]), in: DealWorld.deals)
      try writer.remove([1], from: DealWorld.deals)
      try writer.insert(deals([3], [.text("C")]), into: DealWorld.deals)
    }
    let number = Filter.compare(.column(ColumnRef(column: DealWorld.number)), .equal, .literal(.text("C")))
    #expect(try await engine.ids(scan(number)) == [3])
    #expect(try await engine.integrityProblems(grant) == [])
  }

  @Test func `covers with a partial unique index only the rows of its filter`() async throws {
    let live = Filter.isNull(.column(ColumnRef(column: 5)))
    let index = IndexLayout(number: 9, columns: [DealWorld.number], isUnique: true, filter: live)
    let engine = try await DealWorld.engine(indexes: [index])
    try await engine.write(grant) { writer in
      try writer.insert(
        deals([1, 2], [.text("A"), .text("A")], deleted: [.null, .integer(1)]), into: DealWorld.deals)
    }
    await #expect(throws: EngineError.notUnique(table: DealWorld.deals, index: 9, row: 2)) {
      try await engine.write(grant) { writer in
        try writer.update(DealWorld.batch([2], [(5, [.null])]), in: DealWorld.deals)
      }
    }
    try await engine.write(grant) { writer in
      try writer.update(DealWorld.batch([1, 2], [(5, [.integer(1), .null])]), in: DealWorld.deals)
    }
    let number = Filter.compare(.column(ColumnRef(column: DealWorld.number)), .equal, .literal(.text("A")))
    #expect(try await engine.ids(scan(.and([live, number]))) == [2])
    #expect(try await engine.ids(scan(number)) == [1, 2])
  }

  @Test func `keeps nothing of a batch that is refused halfway`() async throws {
    let engine = try await DealWorld.engine()
    try await engine.write(grant) { writer in
      try writer.insert(deals([1, 2], [.text("A"), .text("B")]), into: DealWorld.deals)
      try? writer.insert(deals([3, 4], [.text("C"), .text("A")]), into: DealWorld.deals)
      try? writer.update(deals([1, 2], [.text("D"), .text("D")]), in: DealWorld.deals)
      try? writer.update(deals([1, 1, 1], [.text("D"), .text("E"), .text("B")]), in: DealWorld.deals)
    }
    #expect(try await engine.ids(scan(nil)) == [1, 2])
    #expect(try await engine.cell(DealWorld.deals, 1, DealWorld.number) == .text("A"))
    #expect(try await engine.integrityProblems(grant) == [])
  }

  @Test func `survives waves of inserts and removals over many chunks`() async throws {
    let engine = try await DealWorld.engine()
    var numbers = SeededGenerator(seed: 5)
    var expected = Set<Int64>()
    for wave in 0..<6 {
      let new = (Int64(wave) * 2_000 + 1...Int64(wave) * 2_000 + 2_000).shuffled(using: &numbers)
      let gone = expected.sorted().filter { _ in numbers.happens(wave % 2 == 0 ? 90 : 40) }
      expected.formUnion(new)
      expected.subtract(gone)
      try await engine.write(grant) { writer in
        try writer.insert(deals(new, new.map { .text("N-\($0)") }), into: DealWorld.deals)
        try writer.remove(gone + [-1], from: DealWorld.deals)
      }
    }
    #expect(try await engine.integrityProblems(grant) == [])
    #expect(try await engine.ids(scan(nil)) == expected.sorted())
    let last = expected.sorted().suffix(3)
    for id in last { #expect(try await engine.cell(DealWorld.deals, id, DealWorld.number) == .text("N-\(id)")) }
    try await engine.write(grant) { try $0.remove(Array(expected), from: DealWorld.deals) }
    #expect(try await engine.ids(scan(nil)) == [])
  }

  @Test func `changes its columns and indexes with its rows in place`() async throws {
    let engine = try await DealWorld.engine(indexes: [])
    try await engine.write(grant) { writer in
      try writer.insert(deals([1, 2, 3], [.text("A"), .text("B"), .text("A")]), into: DealWorld.deals)
      try writer.apply(.addColumn(ColumnLayout(number: 19, kind: .text), to: DealWorld.deals, filledWith: .text("x")))
      try writer.update(DealWorld.batch([2], [(DealWorld.closing, [.integer(5)])]), in: DealWorld.deals)
      try writer.apply(.createIndex(IndexLayout(number: 1, columns: [19]), on: DealWorld.deals))
    }
    #expect(try await engine.cell(DealWorld.deals, 2, 19) == .text("x"))
    #expect(try await engine.cell(DealWorld.deals, 2, DealWorld.closing) == .integer(5))
    let unique = IndexLayout(number: 2, columns: [DealWorld.number], isUnique: true)
    await #expect(throws: EngineError.notUnique(table: DealWorld.deals, index: 2, row: 3)) {
      try await engine.write(grant) { try $0.apply(.createIndex(unique, on: DealWorld.deals)) }
    }
    await #expect(throws: EngineError.self) {
      try await engine.write(grant) { try $0.apply(.dropColumn(19, from: DealWorld.deals)) }
    }
    try await engine.write(grant) { writer in
      try writer.apply(.dropIndex(1, from: DealWorld.deals))
      try writer.apply(.dropColumn(19, from: DealWorld.deals))
    }
    #expect(try await engine.cell(DealWorld.deals, 2, DealWorld.number) == .text("B"))
    #expect(try await engine.read(grant) { try $0.layouts().map(\.id) } == [DealWorld.accounts, DealWorld.deals])
  }

  @Test(arguments: [
    Filter.compare(.column(ColumnRef(column: 99)), .equal, .literal(.integer(1))),
    .compare(.column(ColumnRef(source: 7, column: 0)), .equal, .literal(.integer(1))),
    .compare(.column(ColumnRef(column: DealWorld.stage)), .equal, .literal(.integer(1))),
    .exists(ChildScan(sources: [], reference: ColumnRef(column: 0), outer: ColumnRef(column: 0))),
    .within(TreeScan(member: ColumnRef(column: 0), table: 77, parent: 1, root: 1)),
    (0..<300).reduce(.constant(true)) { inner, _ in .not(inner) },
  ])
  func `refuses a plan that names what is not there`(filter: Filter) async throws {
    let engine = try await DealWorld.engine()
    let plan = scan(filter)
    await #expect(throws: EngineError.self) { try await engine.ids(plan) }
    await #expect(throws: EngineError.self) {
      try await engine.write(grant) { try $0.insert(DealWorld.batch([1], [(99, [.null])]), into: DealWorld.deals) }
    }
  }

  @Test func `ends on a tree whose rows are their own ancestors`() async throws {
    let engine = try await DealWorld.engine()
    try await engine.write(grant) { writer in
      let accounts = DealWorld.batch(
        [1, 2, 3, 4], [(DealWorld.parent, [.integer(2), .integer(1), .integer(2), .null])], in: DealWorld.accountLayout)
      try writer.insert(accounts, into: DealWorld.accounts)
    }
    let inTree = Filter.within(
      TreeScan(member: ColumnRef(column: 0), table: DealWorld.accounts, parent: DealWorld.parent, root: 1))
    let plan = RowScan(sources: [Source(table: DealWorld.accounts)], filter: inTree, columns: [])
    #expect(try await engine.ids(plan) == [1, 2, 3])
  }
}
