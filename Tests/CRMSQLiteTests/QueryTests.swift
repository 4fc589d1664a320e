import CRMModel
import CRMStorage
import Testing

@testable import CRMSQLite

/// A store with eight accounts in a tree, three deals, and awkward values.
@Suite struct `A query` {
  let fixture: StoreFixture
  init() throws { fixture = try StoreFixture() }

  static let name = Operand.column(ColumnRef(column: Sample.name))
  static let amount = Operand.column(ColumnRef(column: Sample.amount))
  static let weight = Operand.column(ColumnRef(column: Sample.weight))

  private func filled() async throws -> SQLiteEngine {
    let engine = try await fixture.opened()
    try await engine.write(grant) { writer in
      let none = [true, true, true, true, true, true, true, false]
      try writer.insert(
        RowBatch(
          ids: [1, 2, 3, 4, 5, 6, 7, 8], columns: [Sample.name, Sample.amount, Sample.weight, Sample.parent, 5],
          vectors: [
            .texts(["Anna", "anna", "Ánna", "Bob", "bob%", "Bo_b", "\u{10FFFF}z", nil]),
            .integers([1, 2, 3, .max, .max, .min, -1, 0], present: none),
            .reals([1, 2.5, 0.1, 9.223372036854775807e18, -0.0, 1e-300, 3, 0], present: none),
            // 2 and 3 lie under 1, 4 under 2; 5 and 6 form a circle; 7 is deleted.
            .integers([0, 1, 1, 2, 6, 5, 0, 0], present: [false, true, true, true, true, true, false, false]),
            .integers([0, 0, 0, 0, 0, 0, 9, 0], present: [false, false, false, false, false, false, true, false]),
          ]), into: Sample.accountTable)
      try writer.insert(
        RowBatch(
          ids: [21, 22, 23, 24], columns: [Sample.accountOfDeal],
          vectors: [.integers([1, 1, 7, 0], present: [true, true, true, false])]), into: Sample.dealTable)
    }
    return engine
  }

  static let cases: [(Filter, [Int64])] = [
    (.constant(true), [1, 2, 3, 4, 5, 6, 7, 8]), (.constant(nil), []), (.not(.constant(nil)), []),
    (.isTrue(.constant(nil)), []), (.not(.isTrue(.constant(nil))), [1, 2, 3, 4, 5, 6, 7, 8]),
    (.isIn(amount, []), []), (.not(.isIn(amount, [])), [1, 2, 3, 4, 5, 6, 7]),
    (.isNull(.literal(.null)), [1, 2, 3, 4, 5, 6, 7, 8]),
    (.and([]), [1, 2, 3, 4, 5, 6, 7, 8]), (.or([]), []),
    (.compare(amount, .equal, .literal(.null)), []),
    (.compare(amount, .equal, .literal(.integer(.min))), [6]),
    (.compare(amount, .greater, .literal(.real(2.5))), [3, 4, 5]),
    (.compare(amount, .less, .literal(.real(9.223372036854775807e18))), [1, 2, 3, 4, 5, 6, 7]),
    (.compare(weight, .equal, .literal(.integer(1))), [1]),
    (.compare(weight, .equal, .literal(.real(0))), [5]),
    (.not(.compare(amount, .lessOrEqual, .literal(.integer(3)))), [4, 5]),
    (.isIn(amount, [.integer(.max), .integer(.min), .integer(5)]), [4, 5, 6]),
    (.isIn(amount, [.integer(.min), .integer(.max)] + (100..<150).map { .integer($0) }), [4, 5, 6]),
    (.not(.isIn(amount, [.integer(.min), .integer(.max)] + (100..<150).map { .integer($0) })), [1, 2, 3, 7]),
    (.isIn(weight, (0..<20).map { .real(Double($0) / 10) }), [1, 3, 5]),
    (.isIn(weight, [.real(1e-300)]), [6]),
    (.isIn(name, (0..<20).map { .text("\($0)\"\\\u{1}\n") } + [.text("bob%"), .text("a\0b")]), [5]),
    (.contains(name, "nn"), [1, 2, 3]), (.contains(name, ""), [1, 2, 3, 4, 5, 6, 7]),
    (.contains(name, "%"), [5]), (.not(.contains(name, "o")), [1, 2, 3, 7]),
    (.hasPrefix(name, "Bo"), [4, 6]), (.hasPrefix(name, ""), [1, 2, 3, 4, 5, 6, 7]),
    (.hasPrefix(name, "\u{10FFFF}"), [7]),
    (.not(.hasPrefix(name, "Bo")), [1, 2, 3, 5, 7]),
    (.hasPrefix(.folded(ColumnRef(column: Sample.name)), "an"), [1, 2, 3]),
    (.compare(.folded(ColumnRef(column: Sample.name)), .equal, .literal(.text("anna"))), [1, 2, 3]),
    (.compare(name, .less, .literal(.text("a"))), [1, 4, 6]),
    (
      .compare(.difference(ColumnRef(column: Sample.amount), ColumnRef(column: 0)), .equal, .literal(.integer(0))),
      [1, 2, 3]
    ),
    (.isNull(.difference(ColumnRef(column: Sample.amount), ColumnRef(column: 0))), [6, 8]),
    (.within(TreeScan(member: ColumnRef(column: 0), table: 100, parent: Sample.parent, root: 1)), [1, 2, 3, 4]),
    (.within(TreeScan(member: ColumnRef(column: 0), table: 100, parent: Sample.parent, root: 5)), [5, 6]),
    (
      .not(.within(TreeScan(member: ColumnRef(column: Sample.parent), table: 100, parent: Sample.parent, root: 1))),
      [5, 6]
    ),
    (.exists(deals), [1, 7]), (.not(.exists(deals)), [2, 3, 4, 5, 6, 8]),
    (.compare(.count(deals), .equal, .literal(.integer(2))), [1]),
    (
      .and(
        [.compare(amount, .notEqual, .literal(.integer(1)))]
          + (2..<12).map { .compare(amount, .notEqual, .literal(.integer($0))) }), [4, 5, 6, 7]
    ),
  ]

  static let deals = ChildScan(
    sources: [Source(table: 200)], reference: ColumnRef(column: Sample.accountOfDeal), outer: ColumnRef(column: 0))

  @Test func `keeps the rows for which its filter is true`() async throws {
    let engine = try await filled()
    try await engine.read(grant) { reader in
      for (filter, ids) in Self.cases {
        #expect(try reader.ids(filter) == ids, "\(filter)")
        #expect(try reader.count([Source(table: Sample.accountTable)], filter, limit: nil) == ids.count)
        #expect(try reader.count([Source(table: Sample.accountTable)], filter, limit: 2) == min(2, ids.count))
        // Partition: a filter is true, false or null for each row.
        let opposite = try reader.count([Source(table: Sample.accountTable)], .not(filter), limit: nil)
        let unknown = Filter.and([.not(.isTrue(filter)), .not(.isTrue(.not(filter)))])
        let undecided = try reader.count([Source(table: Sample.accountTable)], unknown, limit: nil)
        #expect(ids.count + opposite + undecided == 8)
      }
    }
    await engine.close(grant)
  }

  @Test func `reads parents, which are missing when they are deleted`() async throws {
    let engine = try await filled()
    let sources = [
      Source(table: 200), Source(table: 100, link: .init(id: ColumnRef(column: Sample.accountOfDeal))),
    ]
    let parentName = ColumnRef(source: 1, column: Sample.name)
    let names = try await engine.read(grant) { reader in
      var batches: [RowBatch] = []
      var scan = RowScan(sources: sources, columns: [parentName, ColumnRef(source: 1, column: 0)])
      scan.order = [SortKey(.column(parentName), isDescending: true, nullsFirst: true)]
      try reader.scan(scan, batchSize: 10) { batch in
        batches.append(batch)
        return true
      }
      return batches
    }
    #expect(names.map(\.ids) == [[23, 24, 21, 22]])
    let vectors: [ColumnVector] = [
      .texts([nil, nil, "Anna", "Anna"]), .integers([0, 0, 1, 1], present: [false, false, true, true]),
    ]
    #expect(names.first?.vectors == vectors)
    await engine.close(grant)
  }

  @Test(
    arguments: [
      (false, false, [6, 7, 1, 2, 3, 4, 5, 8]), (false, true, [8, 6, 7, 1, 2, 3, 4, 5]),
      (true, false, [4, 5, 3, 2, 1, 7, 6, 8]), (true, true, [8, 4, 5, 3, 2, 1, 7, 6]),
    ] as [(Bool, Bool, [Int64])])
  func `puts nulls where it is told and breaks ties by id`(
    _ isDescending: Bool, _ nullsFirst: Bool, _ expected: [Int64]
  ) async throws {
    let engine = try await filled()
    let found = try await engine.read(grant) { reader in
      var ids: [Int64] = []
      let key = SortKey(Self.amount, isDescending: isDescending, nullsFirst: nullsFirst)
      try reader.scan(RowScan(sources: [Source(table: 100)], order: [key], columns: []), batchSize: 3) { batch in
        ids += batch.ids
        return true
      }
      return ids
    }
    #expect(found == expected)
    await engine.close(grant)
  }

  @Test func `adds up the greatest and least numbers exactly`() async throws {
    let engine = try await filled()
    let amount = ColumnRef(column: Sample.amount)
    let scan = GroupScan(
      sources: [Source(table: 100)], filter: .isIn(Self.amount, [.integer(.max)]), keys: [.column(amount)],
      measures: [.sum(amount), .rows, .values(amount), .minimum(amount)])
    let greatest = try await engine.read(grant) { try $0.groups(scan) }
    let double: [MeasureValue] = [
      .sum(Int128(Int64.max) * 2, count: 2), .count(2), .count(2), .extremum(.integer(.max)),
    ]
    #expect(Array(greatest) == [GroupRow(keys: [.integer(.max)], measures: double)])
    var all = scan
    all.filter = .compare(Self.amount, .lessOrEqual, .literal(.integer(-1)))
    all.keys = []
    let least = try await engine.read(grant) { [all] in try $0.groups(all) }
    let below = MeasureValue.sum(Int128(Int64.min) - 1, count: 2)
    #expect(least.first?.measures.first == below)
    all.filter = .constant(false)
    let none = try await engine.read(grant) { [all] in try $0.groups(all) }
    let nothing: [MeasureValue] = [.sum(0, count: 0), .count(0), .count(0), .extremum(.null)]
    #expect(Array(none) == [GroupRow(keys: [], measures: nothing)])
    await engine.close(grant)
  }

  @Test func `gathers days into months and passes on what has no bucket`() async throws {
    let engine = try await filled()
    let bucket = GroupKey.bucket(ColumnRef(column: 0), Bucketing(unit: .month, calendar: .plain))
    let groups = try await engine.read(grant) {
      try $0.groups(GroupScan(sources: [Source(table: 100)], keys: [bucket], measures: [.rows]))
    }
    #expect(Array(groups) == [GroupRow(keys: [.integer(0)], measures: [.count(8)])])
    let impossible = GroupKey.bucket(ColumnRef(column: Sample.amount), Bucketing(unit: .month, calendar: .plain))
    await #expect(throws: ValueError.self) {
      try await engine.read(grant) {
        try $0.groups(GroupScan(sources: [Source(table: 100)], keys: [impossible], measures: [.rows]))
      }
    }
    await engine.close(grant)
  }

  @Test func `takes forty thousand ids and as many values`() async throws {
    let engine = try await filled()
    let ids = Array(Int64(-20_000)..<20_000)
    let scan = RowScan(
      sources: [Source(table: 100)], ids: ids, filter: .isIn(Self.name, ids.map { .text("n\($0)") } + [.text("Bob")]),
      columns: [])
    let terms = ids.map { Filter.compare(Self.amount, .equal, .literal(.integer($0))) }
    try await engine.read(grant) { reader in
      var found: [Int64] = []
      try reader.scan(scan, batchSize: 10) { batch in
        found += batch.ids
        return true
      }
      #expect(found == [4])
      #expect(try reader.ids(.or(terms)) == [1, 2, 3, 7])
      #expect(try reader.ids(.not(.or(terms))) == [4, 5, 6])
      var none = scan
      none.ids = []
      try reader.scan(none, batchSize: 10) { _ in
        Issue.record("a scan of no ids found a row")
        return true
      }
    }
    await engine.close(grant)
  }

  @Test func `nests sixty-four levels deep`() async throws {
    let engine = try await filled()
    let one = Filter.compare(Self.amount, .equal, .literal(.integer(1)))
    let never = Filter.contains(Self.name, "never")
    var filter = one
    for level in 0..<31 {
      filter = level % 2 == 0 ? .or([never, never, .not(filter)]) : .and([.not(never), .not(filter), .not(never)])
    }
    let alternating = try await engine.read(grant) { [filter] in try $0.ids(filter) }
    #expect(alternating == [2, 3, 4, 5, 6, 7])
    var wide = Filter.isTrue(one)
    for _ in 0..<62 { wide = .isTrue(wide) }
    let certain = try await engine.read(grant) { [wide] in try $0.ids(wide) }
    #expect(certain == [1])
    let terms = (0..<3000).map { Filter.contains(Self.name, "n\($0)") } + [one]
    #expect(try await engine.read(grant) { try $0.ids(.or(terms)) } == [1])
    for _ in 0..<60 { wide = .not(.isTrue(wide)) }
    let error = await #expect(throws: EngineError.self) { try await engine.read(grant) { [wide] in try $0.ids(wide) } }
    #expect(error?.code == .tooDeep)
    await engine.close(grant)
  }

  @Test func `measures distances as places do`() async throws {
    let engine = try await filled()
    let place = try GeoPoint(latitude: 2.5, longitude: 2.5)
    let here = ColumnRef(column: Sample.weight)
    let near = Filter.compare(.distance(latitude: here, longitude: here, place), .lessOrEqual, .literal(.real(0)))
    #expect(try await engine.read(grant) { try $0.ids(near) } == [2])
    let nowhere = Filter.isNull(.distance(latitude: here, longitude: here, place))
    #expect(try await engine.read(grant) { try $0.ids(nowhere) } == [4, 8])
    await engine.close(grant)
  }

  @Test func `gives a row by its id again and again`() async throws {
    let engine = try await filled()
    try await engine.read(grant) { reader in
      for id in [Int64(1), 9, 2, 1] {
        var names: [String?] = []
        let scan = RowScan(sources: [Source(table: 100)], ids: [id], columns: [ColumnRef(column: Sample.name)])
        try reader.scan(scan, batchSize: 10) { batch in
          names.append(batch.vectors[0][0].textValue)
          // The same scan inside itself needs a statement of its own.
          #expect(try reader.ids(.constant(true)).count == 8)
          try reader.scan(scan, batchSize: 1) { $0.ids == [id] }
          return true
        }
        let expected: [String?] = id == 9 ? [] : [id == 1 ? "Anna" : "anna"]
        #expect(names == expected)
      }
    }
    await engine.close(grant)
  }

  @Test func `is refused for tables and columns that are not there`() async throws {
    let engine = try await filled()
    for scan in [
      RowScan(sources: [], columns: []), RowScan(sources: [Source(table: 7)], columns: []),
      RowScan(sources: [Source(table: 100)], columns: [ColumnRef(column: 999)]),
      RowScan(sources: [Source(table: 100)], columns: [ColumnRef(source: 1, column: 0)]),
      RowScan(sources: [Source(table: 100), Source(table: 200)], columns: []),
    ] {
      let error = await #expect(throws: EngineError.self) {
        try await engine.read(grant) { try $0.scan(scan, batchSize: 1) { _ in true } }
      }
      #expect(error?.code == "no_such_layout")
    }
    await engine.close(grant)
  }
}
