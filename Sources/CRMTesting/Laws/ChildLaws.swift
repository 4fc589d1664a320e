internal import CRMModel
internal import CRMStorage

extension EngineLaws {
  static let childLaws: [EngineLaw] = [
    childrenExist, childrenAreCounted, childFilterUsesParents, childEntityMarkDecides, childrenOfChildren,
    deletedChildrenCount,
  ]

  /// The rows of the second table that point to a row of the first.
  private static func children(_ filter: Filter? = nil, entity: EntityMark? = nil) -> ChildScan {
    ChildScan(
      sources: [Source(table: 2)], reference: .own(.parent), entity: entity, outer: .own(0), filter: filter)
  }

  private static func createFamilies(_ bench: LawBench) async throws {
    try await bench.create([1: [:], 2: [:], 3: [.other: .integer(1)]])
    try await bench.create(
      LawTable.second,
      [
        11: [.parent: .integer(1), .whole: .integer(5), .entity: .text("a")],
        12: [.parent: .integer(1), .entity: .text("b")],
        13: [.parent: .integer(2), .whole: .integer(7), .deletedAt: .integer(1)], 14: [.whole: .integer(5)],
      ])
  }

  static let childrenExist = EngineLaw(
    "children: exist",
    "Whether a child scan finds a row is true or false, never null; only children count where its filter is true."
  ) { bench in
    try await createFamilies(bench)
    let five = Filter.own(.whole, is: .integer(5))
    try await bench.require(.exists(children()), isTrue: [1, 2], isFalse: [3], "any")
    try await bench.require(.exists(children(five)), isTrue: [1], isFalse: [2, 3], "with five")
    try await bench.require(.exists(children(.not(five))), isTrue: [2], isFalse: [1, 3], "not with five")
    var nowhere = children()
    nowhere.outer = .own(.other)
    try await bench.require(.exists(nowhere), isTrue: [3], isFalse: [1, 2], "by a column that is null for some")
  }

  static let childrenAreCounted = EngineLaw(
    "children: are counted", "How many rows a child scan finds is a number on every row, and an operand like others."
  ) { bench in
    try await createFamilies(bench)
    let count = Operand.count(children())
    for (number, ids) in [(0, [3]), (1, [2]), (2, [1])] as [(Int64, [Int64])] {
      let others = (1...3).filter { !ids.contains($0) }
      let filter = Filter.compare(count, .equal, .literal(.integer(number)))
      try await bench.require(filter, isTrue: ids, isFalse: others, "count is \(number)")
    }
    try await bench.require(.isNull(count), isTrue: [], isFalse: [1, 2, 3], "is null")
    let scan = RowScan(sources: .first, order: [SortKey(count, isDescending: true)], columns: [])
    try bench.require(try await bench.ids(scan), equals: [1, 2, 3], "order")
    let five = Operand.count(children(.own(.whole, is: .integer(5))))
    try await bench.require(.compare(five, .equal, count), isTrue: [3], isFalse: [1, 2], "two counts")
  }

  static let childFilterUsesParents = EngineLaw(
    "children: have parents of their own",
    "The filter of a child scan sees the child's parents, numbered from 0 at the child, not the outer row's."
  ) { bench in
    try await createFamilies(bench)
    try await bench.create(LawTable.third, [21: [.text: .text("x")]])
    try await bench.update([11: [.other: .integer(21)], 12: [.other: .integer(22)]], in: LawTable.second)
    var scan = children(.compare(.parents(.text), .equal, .literal(.text("x"))))
    scan.sources.append(Source(table: 3, link: Source.Link(id: .own(.other))))
    try await bench.require(.exists(scan), isTrue: [1], isFalse: [2, 3], "child's parent")
    scan.filter = .isNull(.parents(0))
    try await bench.require(
      .compare(.count(scan), .equal, .literal(.integer(1))), isTrue: [1, 2], isFalse: [3], "child without one")
  }

  static let childEntityMarkDecides = EngineLaw(
    "children: the entity mark decides",
    "Of children that refer to several entities those count whose entity column holds the name."
  ) { bench in
    try await createFamilies(bench)
    let scan = children(entity: EntityMark(column: .own(.entity), name: "b"))
    let filter = Filter.compare(.count(scan), .equal, .literal(.integer(1)))
    try await bench.require(filter, isTrue: [1], isFalse: [2, 3], "one child of the entity")
    try await bench.require(.exists(scan), isTrue: [1], isFalse: [2, 3], "any child of the entity")
  }

  static let childrenOfChildren = EngineLaw(
    "children: of children", "A child scan inside another starts from the child's row."
  ) { bench in
    try await createFamilies(bench)
    try await bench.create(
      LawTable.third, [21: [.parent: .integer(12)], 22: [.parent: .integer(1)], 23: [.parent: .integer(12)]])
    let grandchildren = ChildScan(sources: [Source(table: 3)], reference: .own(.parent), outer: .own(0))
    try await bench.require(.exists(children(.exists(grandchildren))), isTrue: [1], isFalse: [2, 3], "grandchildren")
    let two = Filter.compare(.count(grandchildren), .equal, .literal(.integer(2)))
    try await bench.require(.exists(children(two)), isTrue: [1], isFalse: [2, 3], "two grandchildren")
  }

  static let deletedChildrenCount = EngineLaw(
    "children: deleted ones count", "A child with deleted_at counts unless the scan's filter excludes it."
  ) { bench in
    try await createFamilies(bench)
    let live = children(.isNull(.own(.deletedAt)))
    try await bench.require(.exists(children()), isTrue: [1, 2], isFalse: [3], "any")
    try await bench.require(.exists(live), isTrue: [1], isFalse: [2, 3], "live")
  }
}
