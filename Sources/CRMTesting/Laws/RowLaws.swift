internal import CRMModel
internal import CRMStorage

extension EngineLaws {
  static let rowLaws: [EngineLaw] = [
    extremesComeBack, emptyTextIsNotNull, absentColumnsAreNull, batchesAreWellFormed, updateTouchesNamedColumns,
    updateIgnoresMissing, removeIgnoresMissing, duplicateKeyIsRefused, duplicateInBatchIsRefused,
    refusedBatchLeavesNothing, refusedRowIsNotSeen, deletedRowsAreRows,
  ]

  static let extremesComeBack = EngineLaw(
    "values: extremes come back",
    "Every value of every kind is read as it was written, whatever its size or characters."
  ) { bench in
    let wholes: [Int64] = [.min, .max, 0, -1, 9_007_199_254_740_993]
    let reals: [Double] = [-0.0, .leastNonzeroMagnitude, .greatestFiniteMagnitude, -.greatestFiniteMagnitude, 0.1]
    let texts = ["", "𝄞\u{1F600}", "q\u{301}", "a\r\nb", String(repeating: "é", count: 40_000)]
    var rows: [Int64: [Int32: Scalar]] = [.max: [.whole: .null]]
    for place in 0..<5 {
      rows[Int64(place) + 1] = [
        .whole: .integer(wholes[place]), .real: .real(reals[place]), .text: .text(texts[place]),
      ]
    }
    try await bench.create(rows)
    let found = try await bench.cells(.whole, .real, .text)
    for (id, cells) in rows.sorted(by: { $0.key < $1.key }) {
      let expected = [cells[.whole] ?? .null, cells[.real] ?? .null, cells[.text] ?? .null]
      try bench.require(found[id], equals: expected, "row \(id)")
    }
    try bench.require(found.count, equals: rows.count, "rows")
  }

  static let emptyTextIsNotNull = EngineLaw(
    "values: an empty text is not null", "An empty text, a zero and a null are three different things."
  ) { bench in
    try await bench.create([1: [.text: .text(""), .whole: .integer(0), .real: .real(0)], 2: [:]])
    let found = try await bench.cells(.text, .whole, .real)
    try bench.require(found, equals: [1: [.text(""), .integer(0), .real(0)], 2: [.null, .null, .null]], "cells")
    try await bench.require(.isNull(.own(.text)), isTrue: [2], isFalse: [1], "is null")
  }

  static let absentColumnsAreNull = EngineLaw(
    "insert: absent columns are null", "A column that an inserted batch does not name is null in its rows."
  ) { bench in
    try await bench.create([1: [.whole: .integer(7)]])
    let found = try await bench.cells(.whole, .other, .real, .text, .deletedAt)
    try bench.require(found, equals: [1: [.integer(7), .null, .null, .null, .null]], "cells")
  }

  static let batchesAreWellFormed = EngineLaw(
    "scan: batches are well formed",
    "A batch has a vector a column, of the column's kind even if all is null, as long as its ids, with zeros under "
      + "nulls."
  ) { bench in
    try await bench.create([1: [:], 2: [.whole: .integer(5), .real: .real(2)], 3: [:]])
    try await bench.create(LawTable.second, [:])
    let columns: [ColumnRef] = [
      .own(.whole), .own(.real), .own(.text), .own(.other), .parents(.real), .parents(.text), .parents(0),
    ]
    let batches = try await bench.read { reader in
      var batches: [RowBatch] = []
      try reader.scan(RowScan(sources: .withParent, columns: columns), batchSize: 10) { batch in
        batches.append(batch)
        return true
      }
      return batches
    }
    try bench.require(batches.count, equals: 1, "batches")
    for batch in batches {
      try bench.require(batch.columns, equals: columns.map(\.column), "columns")
      try bench.require(batch.vectors.map(\.kind), equals: columns.map { LawTable.kind(of: $0.column) }, "kinds")
      try bench.require(batch.vectors.map(\.count), equals: columns.map { _ in batch.count }, "lengths")
      for vector in batch.vectors {
        switch vector {
        case .integers(let values, let present?):
          try bench.require(zip(values, present).allSatisfy { $1 || $0 == 0 }, "a number under a null is 0")
        case .reals(let values, let present?):
          try bench.require(zip(values, present).allSatisfy { $1 || $0 == 0 }, "a number under a null is 0")
        default: break
        }
      }
    }
  }

  static let updateTouchesNamedColumns = EngineLaw(
    "update: only named columns change",
    "An update changes the named columns of its rows and nothing else; a null it names is written."
  ) { bench in
    let cells: [Int32: Scalar] = [.whole: .integer(1), .other: .integer(2), .text: .text("a"), .real: .real(3)]
    try await bench.create([1: cells, 2: cells])
    try await bench.update([1: [.other: .null, .text: .text("b")]])
    let found = try await bench.cells(.whole, .other, .text, .real)
    let expected: [Int64: [Scalar]] = [
      1: [.integer(1), .null, .text("b"), .real(3)], 2: [.integer(1), .integer(2), .text("a"), .real(3)],
    ]
    try bench.require(found, equals: expected, "cells")
  }

  static let updateIgnoresMissing = EngineLaw(
    "update: missing rows are left out",
    "An update of an id that is not there makes no row, and the batch's other rows change."
  ) { bench in
    try await bench.create([1: [.whole: .integer(1)]])
    try await bench.update([1: [.whole: .integer(5)], 2: [.whole: .integer(6)]])
    try bench.require(try await bench.cells(.whole), equals: [1: [.integer(5)]], "cells")
  }

  static let removeIgnoresMissing = EngineLaw(
    "remove: missing rows are left out", "A removal takes the ids that are there and ignores the others."
  ) { bench in
    try await bench.create([1: [:], 2: [:], 3: [:]])
    try await bench.require(accepts: "removal") {
      try await bench.write { try $0.remove([9, 2, 2, 8], from: LawTable.first) }
    }
    try bench.require(try await bench.cells(.whole).keys.sorted(), equals: [1, 3], "ids")
  }

  static let duplicateKeyIsRefused = EngineLaw(
    "insert: a taken id is refused",
    "An insert of an id that is there throws duplicate_key and the row stays as it was."
  ) { bench in
    try await bench.create([1: [.whole: .integer(1)]])
    try await bench.require(throws: "duplicate_key", "insert") { try await bench.insert([1: [.whole: .integer(2)]]) }
    try bench.require(try await bench.cells(.whole), equals: [1: [.integer(1)]], "cells")
  }

  static let duplicateInBatchIsRefused = EngineLaw(
    "insert: an id twice in a batch is refused", "A batch that names an id twice throws duplicate_key."
  ) { bench in
    try await bench.create()
    try await bench.require(throws: "duplicate_key", "insert") {
      try await bench.write { writer in
        let vector = ColumnVector.integers([1, 2, 3], present: nil)
        try writer.insert(RowBatch(ids: [1, 2, 1], columns: [.whole], vectors: [vector]), into: LawTable.first)
      }
    }
    try bench.require(try await bench.cells(.whole), equals: [:], "cells")
  }

  static let refusedBatchLeavesNothing = EngineLaw(
    "insert: a refused batch leaves nothing",
    "When a row of a batch is refused, none of its rows is there after the commit, even if the error was caught on "
      + "the way."
  ) { bench in
    try await bench.create([5: [.whole: .integer(5)]])
    let code = try await bench.write { writer -> ErrorCode? in
      do {
        try writer.insert(LawTable.batch([1: [:], 5: [:], 9: [:]]), into: LawTable.first)
        return nil
      } catch let error as any CRMError {
        return error.code
      }
    }
    try bench.require(code, equals: "duplicate_key", "error code")
    try bench.require(try await bench.cells(.whole), equals: [5: [.integer(5)]], "cells")
  }

  static let refusedRowIsNotSeen = EngineLaw(
    "insert: a refused row is not seen",
    "A single row that is refused, for its id or by an index, is nowhere in the transaction that goes on, and nothing of "
      + "it stands in the way of another."
  ) { bench in
    let onText = IndexLayout(number: 100, columns: [.text], isUnique: true)
    let onWhole = IndexLayout(number: 101, columns: [.whole], isUnique: true)
    try await bench.create([1: [.text: .text("a"), .whole: .integer(1)]], indexes: [onText, onWhole])
    let seen = try await bench.write { writer -> [[Int64]] in
      var seen: [[Int64]] = []
      for (id, text, whole): (Int64, String, Int64) in [(2, "b", 1), (2, "a", 2), (1, "b", 2)] {
        do {
          let row = LawTable.batch([id: [.text: .text(text), .whole: .integer(whole)]])
          try writer.insert(row, into: LawTable.first)
        } catch is any CRMError {
          seen.append(try writer.ids(RowScan(sources: .first, columns: [])))
        }
      }
      return seen
    }
    try bench.require(seen, equals: [[1], [1], [1]], "ids")
    try await bench.insert([2: [.text: .text("b"), .whole: .integer(2)]])
    try bench.require(try await bench.cells(.whole), equals: [1: [.integer(1)], 2: [.integer(2)]], "cells")
  }

  static let deletedRowsAreRows = EngineLaw(
    "scan: deleted rows are rows",
    "A row with deleted_at is returned and counted like any other as source 0; leaving it out is the filter's job."
  ) { bench in
    try await bench.create([1: [:], 2: [.deletedAt: .integer(5)]])
    try bench.require(try await bench.ids(RowScan(sources: .first, columns: [])), equals: [1, 2], "ids")
    let count = try await bench.read { try $0.count(.first, nil, limit: nil) }
    try bench.require(count, equals: 2, "count")
  }
}
