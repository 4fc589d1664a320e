internal import CRMModel
internal import CRMStorage

extension EngineLaws {
  static let orderLaws: [EngineLaw] = [
    nullsGoWhereTold, tiesGoById, keysAreTakenInOrder, textIsOrderedByBytes, noKeysMeansById,
  ]

  static let nullsGoWhereTold = EngineLaw(
    "order: nulls go where told",
    "Nulls come first or last as the key says, whatever its direction and kind; values ascend or descend."
  ) { bench in
    try await bench.create([
      1: [.whole: .integer(2), .real: .real(2), .text: .text("b")], 2: [:],
      3: [.whole: .integer(-1), .real: .real(-1), .text: .text("")], 4: [:],
      5: [.whole: .integer(3), .real: .real(3), .text: .text("c")],
    ])
    for column in [Int32.whole, .real, .text] {
      for (isDescending, nullsFirst, expected) in [
        (false, false, [3, 1, 5, 2, 4]), (false, true, [2, 4, 3, 1, 5]), (true, false, [5, 1, 3, 2, 4]),
        (true, true, [2, 4, 5, 1, 3]),
      ] as [(Bool, Bool, [Int64])] {
        let key = SortKey(.own(column), isDescending: isDescending, nullsFirst: nullsFirst)
        let found = try await bench.ids(RowScan(sources: .first, order: [key], columns: []))
        try bench.require(
          found, equals: expected, "column \(column), descending \(isDescending), nulls first \(nullsFirst)")
      }
    }
  }

  static let tiesGoById = EngineLaw(
    "order: ties go by id", "Rows that no key tells apart come by ascending id, also where the keys descend."
  ) { bench in
    try await bench.create()
    for id in [5, 3, 9, 1] as [Int64] { try await bench.insert([id: [.whole: .integer(id == 9 ? 0 : 1)]]) }
    for (isDescending, expected) in [(false, [9, 1, 3, 5]), (true, [1, 3, 5, 9])] as [(Bool, [Int64])] {
      let key = SortKey(.own(.whole), isDescending: isDescending)
      let found = try await bench.ids(RowScan(sources: .first, order: [key], columns: []))
      try bench.require(found, equals: expected, "descending \(isDescending)")
    }
    let constant = RowScan(sources: .first, order: [SortKey(.own(.text), isDescending: true)], limit: 2, columns: [])
    try bench.require(try await bench.ids(constant), equals: [1, 3], "all null, limited")
  }

  static let keysAreTakenInOrder = EngineLaw(
    "order: keys are taken in order", "A later key decides only where the earlier ones tie, each in its own direction."
  ) { bench in
    try await bench.create([
      1: [.whole: .integer(1), .other: .integer(1)], 2: [.whole: .integer(1), .other: .integer(2)],
      3: [.whole: .integer(0), .other: .integer(1)], 4: [.other: .integer(9)], 5: [.whole: .integer(1)],
    ])
    let keys = [SortKey(.own(.whole)), SortKey(.own(.other), isDescending: true, nullsFirst: true)]
    let found = try await bench.ids(RowScan(sources: .first, order: keys, columns: []))
    try bench.require(found, equals: [3, 5, 2, 1, 4], "two keys")
    let reversed = try await bench.ids(RowScan(sources: .first, order: keys.reversed(), columns: []))
    try bench.require(reversed, equals: [5, 4, 2, 3, 1], "the other way around")
  }

  static let textIsOrderedByBytes = EngineLaw(
    "order: text by its bytes", "Text is ordered by its UTF-8 bytes, by its folded key only if the key says so."
  ) { bench in
    try await bench.create([
      1: [.text: .text("\u{1F600}")], 2: [.text: .text("\u{FFFD}")], 3: [.text: .text("b")], 4: [.text: .text("B")],
      5: [.text: .text("á")], 6: [.text: .text("a")],
    ])
    let plain = try await bench.ids(RowScan(sources: .first, order: [SortKey(.own(.text))], columns: []))
    try bench.require(plain, equals: [4, 6, 3, 5, 2, 1], "by text")
    let key = SortKey(.folded(.own(.text)))
    let filter = Filter.isIn(.own(0), [3, 4, 5, 6].map(Scalar.integer))
    let folded = try await bench.ids(RowScan(sources: .first, filter: filter, order: [key], columns: []))
    try bench.require(folded, equals: [5, 6, 3, 4], "by folded key")
  }

  static let noKeysMeansById = EngineLaw(
    "order: no keys means by id", "Without keys rows come by ascending id, however they were written."
  ) { bench in
    try await bench.create()
    for id in [50, 3, 700, 1, .max, 20] as [Int64] { try await bench.insert([id: [.whole: .integer(-id)]]) }
    try await bench.write { try $0.remove([700], from: LawTable.first) }
    try await bench.insert([2: [:]])
    let found = try await bench.ids(RowScan(sources: .first, columns: []))
    try bench.require(found, equals: [1, 2, 3, 20, 50, .max], "ids")
  }
}
