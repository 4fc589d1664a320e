internal import CRMModel
internal import CRMStorage

extension EngineLaws {
  static let truthLaws: [EngineLaw] = [
    notIsKleenes, andIsKleenes, orIsKleenes, isTrueIsTwoValued, constantsHold, onlyTrueKeeps,
  ]

  /// Nine rows: `whole` and `other` hold 1 for true, 0 for false and null, in all combinations.
  ///
  /// Row 1: t t, 2: t f, 3: t n, 4: f t, 5: f f, 6: f n, 7: n t, 8: n f, 9: n n.
  private static func createTruths(_ bench: LawBench) async throws {
    let values: [Scalar] = [.integer(1), .integer(0), .null]
    var rows: [Int64: [Int32: Scalar]] = [:]
    for (place, first) in values.enumerated() {
      for (step, second) in values.enumerated() {
        rows[Int64(place * 3 + step + 1)] = [.whole: first, .other: second]
      }
    }
    try await bench.create(rows)
  }

  private static let first = Filter.own(.whole, is: .integer(1))
  private static let second = Filter.own(.other, is: .integer(1))

  static let notIsKleenes = EngineLaw("truth: not", "The opposite of null is null.") { bench in
    try await createTruths(bench)
    let negated = try await bench.ids(RowScan(sources: .first, filter: .not(first), columns: []))
    try bench.require(negated, equals: [4, 5, 6], "not")
    try await bench.require(.not(.not(first)), isTrue: [1, 2, 3], isFalse: [4, 5, 6], "not not")
  }

  static let andIsKleenes = EngineLaw(
    "truth: and", "A conjunction is false if any part is, else null if any part is, else true; of no parts it is true."
  ) { bench in
    try await createTruths(bench)
    try await bench.require(.and([first, second]), isTrue: [1], isFalse: [2, 4, 5, 6, 8], "and")
    try await bench.require(.and([second, .constant(nil), first]), isTrue: [], isFalse: [2, 4, 5, 6, 8], "and null")
    try await bench.require(.and([]), isTrue: Array(1...9), isFalse: [], "and of none")
    try await bench.require(.and([first]), isTrue: [1, 2, 3], isFalse: [4, 5, 6], "and of one")
  }

  static let orIsKleenes = EngineLaw(
    "truth: or", "A disjunction is true if any part is, else null if any part is, else false; of no parts it is false."
  ) { bench in
    try await createTruths(bench)
    try await bench.require(.or([first, second]), isTrue: [1, 2, 3, 4, 7], isFalse: [5], "or")
    try await bench.require(.or([second, .constant(nil), first]), isTrue: [1, 2, 3, 4, 7], isFalse: [], "or null")
    try await bench.require(.or([]), isTrue: [], isFalse: Array(1...9), "or of none")
    try await bench.require(.or([first]), isTrue: [1, 2, 3], isFalse: [4, 5, 6], "or of one")
  }

  static let isTrueIsTwoValued = EngineLaw(
    "truth: is true", "Whether a filter is true is false where the filter is null."
  ) { bench in
    try await createTruths(bench)
    try await bench.require(.isTrue(first), isTrue: [1, 2, 3], isFalse: [4, 5, 6, 7, 8, 9], "is true")
    try await bench.require(.isTrue(.not(first)), isTrue: [4, 5, 6], isFalse: [1, 2, 3, 7, 8, 9], "is true of not")
  }

  static let constantsHold = EngineLaw("truth: constants", "The constants true, false and null are what they say.") {
    bench in
    try await createTruths(bench)
    try await bench.require(.constant(true), isTrue: Array(1...9), isFalse: [], "true")
    try await bench.require(.constant(false), isTrue: [], isFalse: Array(1...9), "false")
    try await bench.require(.constant(nil), isTrue: [], isFalse: [], "null")
  }

  static let onlyTrueKeeps = EngineLaw(
    "truth: only true keeps a row",
    "Scans, counts and groups keep the rows where the filter is true, not those where it is null."
  ) { bench in
    try await createTruths(bench)
    for filter in [first, .not(first), .or([first, .constant(nil)])] {
      let expected = filter == .not(first) ? [4, 5, 6] : [1, 2, 3]
      let found = try await bench.read { reader in
        let groups = try reader.groups(GroupScan(sources: .first, filter: filter, keys: [], measures: [.rows]))
        let ids = try reader.ids(RowScan(sources: .first, filter: filter, columns: []))
        return (ids, try reader.count(.first, filter, limit: nil), groups.map(\.measures))
      }
      try bench.require(found.0, equals: expected.map { Int64($0) }, "scan")
      try bench.require(found.1, equals: 3, "count")
      try bench.require(found.2, equals: [[.count(3)]], "groups")
    }
  }
}
