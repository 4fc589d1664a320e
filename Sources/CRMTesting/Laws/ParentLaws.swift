internal import CRMModel
internal import CRMStorage

extension EngineLaws {
  static let parentLaws: [EngineLaw] = [
    parentIsFound, missingParentIsNull, deletedParentIsMissing, entityMarkDecides, parentOfParentIsFound,
  ]

  static let parentIsFound = EngineLaw(
    "parent: is found by its id", "A parent's columns are read, filtered, sorted and grouped by like a row's own."
  ) { bench in
    try await bench.create([1: [.parent: .integer(11)], 2: [.parent: .integer(12)], 3: [.parent: .integer(11)]])
    try await bench.create(LawTable.second, [11: [.text: .text("b")], 12: [.text: .text("a")]])
    try await bench.require(
      .compare(.parents(.text), .equal, .literal(.text("b"))), .withParent, isTrue: [1, 3], isFalse: [2], "filter")
    let scan = RowScan(
      sources: .withParent, order: [SortKey(.parents(.text))], columns: [.parents(.text), .parents(0), .own(0)])
    try bench.require(try await bench.ids(scan), equals: [2, 1, 3], "order")
    let cells = try await bench.read { reader in
      var cells: [[Scalar]] = []
      try reader.scan(scan, batchSize: 1) { batch in
        cells.append(batch.vectors.map { $0[0] })
        return true
      }
      return cells
    }
    let expected: [[Scalar]] = [
      [.text("a"), .integer(12), .integer(2)], [.text("b"), .integer(11), .integer(1)],
      [.text("b"), .integer(11), .integer(3)],
    ]
    try bench.require(cells, equals: expected, "cells")
    let groups = try await bench.read { reader in
      try reader.groups(GroupScan(sources: .withParent, keys: [.column(.parents(.text))], measures: [.rows]))
    }
    let counts = Dictionary(uniqueKeysWithValues: groups.map { ($0.keys, $0.measures) })
    try bench.require(counts, equals: [[.text("a")]: [.count(1)], [.text("b")]: [.count(2)]], "groups")
  }

  static let missingParentIsNull = EngineLaw(
    "parent: a missing one is null",
    "A row whose reference is null or leads nowhere stays, with all columns of its parent null, the id too."
  ) { bench in
    try await bench.create([1: [:], 2: [.parent: .integer(99)], 3: [.parent: .integer(11)]])
    try await bench.create(LawTable.second, [11: [.whole: .integer(1)]])
    let ids = try await bench.ids(RowScan(sources: .withParent, columns: [.parents(.whole)]))
    try bench.require(ids, equals: [1, 2, 3], "ids")
    try await bench.require(.isNull(.parents(0)), .withParent, isTrue: [1, 2], isFalse: [3], "id is null")
    try await bench.require(
      .compare(.parents(.whole), .notEqual, .literal(.integer(5))), .withParent, isTrue: [3], isFalse: [], "comparison")
    let count = try await bench.read { try $0.count(.withParent, nil, limit: nil) }
    try bench.require(count, equals: 3, "count")
  }

  static let deletedParentIsMissing = EngineLaw(
    "parent: a deleted one is missing", "A parent with deleted_at is as if it were not there."
  ) { bench in
    try await bench.create([1: [.parent: .integer(11)], 2: [.parent: .integer(12)]])
    try await bench.create(
      LawTable.second, [11: [.whole: .integer(1), .deletedAt: .integer(0)], 12: [.whole: .integer(1)]])
    let filter = Filter.compare(.parents(.whole), .equal, .literal(.integer(1)))
    try await bench.require(filter, .withParent, isTrue: [2], isFalse: [], "filter")
    try await bench.require(.isNull(.parents(.deletedAt)), .withParent, isTrue: [1, 2], isFalse: [], "deleted_at")
  }

  static let entityMarkDecides = EngineLaw(
    "parent: the entity mark decides",
    "A reference to several entities leads to a row only if its entity column holds the name."
  ) { bench in
    let mark = EntityMark(column: .own(.entity), name: "account")
    let sources = [Source(table: 1), Source(table: 2, link: Source.Link(id: .own(.parent), entity: mark))]
    try await bench.create([
      1: [.parent: .integer(11), .entity: .text("account")], 2: [.parent: .integer(11), .entity: .text("contact")],
      3: [.parent: .integer(11)], 4: [.entity: .text("account")],
      5: [.parent: .integer(11), .entity: .text("Account")],
    ])
    try await bench.create(LawTable.second, [11: [.whole: .integer(1)]])
    try await bench.require(.isNull(.parents(.whole)), sources, isTrue: [2, 3, 4, 5], isFalse: [1], "is null")
  }

  static let parentOfParentIsFound = EngineLaw(
    "parent: of a parent", "A parent's parent is found through the parent, and missing when that is missing or deleted."
  ) { bench in
    let sources: [Source] = [
      Source(table: 1), Source(table: 2, link: Source.Link(id: .own(.parent))),
      Source(table: 3, link: Source.Link(id: .parents(.parent))), Source(table: 1, link: Source.Link(id: .own(.other))),
    ]
    try await bench.create([
      1: [.parent: .integer(11)], 2: [.parent: .integer(12), .other: .integer(1)], 3: [.parent: .integer(13)],
      4: [.parent: .integer(21)],
    ])
    try await bench.create(
      LawTable.second,
      [11: [.parent: .integer(21)], 12: [.parent: .integer(22)], 13: [.parent: .integer(21), .deletedAt: .integer(1)]])
    try await bench.create(LawTable.third, [21: [.text: .text("far")]])
    let far = Filter.compare(.column(ColumnRef(source: 2, column: .text)), .equal, .literal(.text("far")))
    try await bench.require(far, sources, isTrue: [1], isFalse: [], "two hops")
    let selfReference = Filter.isNull(.column(ColumnRef(source: 3, column: 0)))
    try await bench.require(selfReference, sources, isTrue: [1, 3, 4], isFalse: [2], "own table")
  }
}
