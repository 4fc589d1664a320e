internal import CRMModel
internal import CRMStorage

extension EngineLaws {
  static let comparisonLaws: [EngineLaw] = [
    nullComparesToNull, wholesCompare, realsCompare, wholesCompareToReals, textComparesByBytes, isNullIsTwoValued,
    isInFindsConstants, containsBytes, beginsWithBytes,
  ]

  /// Gives up unless every comparison of a column with a value splits the rows as their order says.
  ///
  /// - Parameters:
  ///   - less: The rows below the value, `equal` those at it, `greater` those above; other rows hold null.
  private static func requireOrder(
    _ bench: LawBench, _ operand: Operand, _ value: Operand, less: [Int64], equal: [Int64], greater: [Int64]
  ) async throws {
    let unequal = (less + greater).sorted()
    let atMost = (less + equal).sorted()
    let atLeast = (equal + greater).sorted()
    let expected: [(Comparison, [Int64], [Int64])] = [
      (.equal, equal, unequal), (.notEqual, unequal, equal), (.less, less, atLeast), (.lessOrEqual, atMost, greater),
      (.greater, greater, atMost), (.greaterOrEqual, atLeast, less),
    ]
    for (comparison, isTrue, isFalse) in expected {
      let what = "\(comparison.rawValue) \(name(of: value))"
      try await bench.require(.compare(operand, comparison, value), isTrue: isTrue, isFalse: isFalse, what)
    }
  }

  /// What a value is called in an expectation.
  private static func name(of operand: Operand) -> String {
    switch operand {
    case .literal(.integer(let value)): "\(value)"
    case .literal(.real(let value)): "\(value)"
    case .literal(.text(let value)): value
    default: "another column"
    }
  }

  static let nullComparesToNull = EngineLaw(
    "compare: null gives null", "Every comparison with a null on either side or both is null."
  ) { bench in
    try await bench.create([1: [.whole: .integer(1), .text: .text("")], 2: [:], 3: [.other: .integer(1)]])
    for comparison in Comparison.allCases {
      let what = comparison.rawValue
      try await bench.require(
        .compare(.own(.whole), comparison, .literal(.null)), isTrue: [], isFalse: [], "\(what) null")
      try await bench.require(
        .compare(.literal(.null), comparison, .own(.text)), isTrue: [], isFalse: [], "null \(what)")
      try await bench.require(
        .compare(.own(.whole), comparison, .own(.other)), isTrue: [], isFalse: [], "\(what) of two columns")
    }
  }

  static let wholesCompare = EngineLaw("compare: whole numbers", "Whole numbers compare over all 64 bits.") { bench in
    let values: [Int64] = [.min, .min + 1, -1, 0, 1, .max - 1, .max]
    var rows: [Int64: [Int32: Scalar]] = [8: [:]]
    for (place, value) in values.enumerated() { rows[Int64(place) + 1] = [.whole: .integer(value)] }
    try await bench.create(rows)
    for (place, value) in values.enumerated() {
      let ids = (1...7).map { Int64($0) }
      try await requireOrder(
        bench, .own(.whole), .literal(.integer(value)), less: Array(ids[..<place]), equal: [ids[place]],
        greater: Array(ids[(place + 1)...]))
    }
  }

  static let realsCompare = EngineLaw("compare: reals", "Reals compare by value; the two zeros are equal.") { bench in
    let values: [Double] = [
      -.greatestFiniteMagnitude, -0.1, -0.0, 0.0, .leastNonzeroMagnitude, 0.1, .greatestFiniteMagnitude,
    ]
    var rows: [Int64: [Int32: Scalar]] = [8: [:]]
    for (place, value) in values.enumerated() { rows[Int64(place) + 1] = [.real: .real(value)] }
    try await bench.create(rows)
    for zero in [-0.0, 0.0] {
      try await requireOrder(
        bench, .own(.real), .literal(.real(zero)), less: [1, 2], equal: [3, 4], greater: [5, 6, 7])
    }
    try await requireOrder(
      bench, .own(.real), .literal(.real(0.1)), less: [1, 2, 3, 4, 5], equal: [6], greater: [7])
  }

  static let wholesCompareToReals = EngineLaw(
    "compare: whole numbers with reals",
    "A whole number and a real compare by their exact values, also where a real cannot tell neighbours apart."
  ) { bench in
    let big: Int64 = 9_007_199_254_740_992
    let values: [Int64] = [.min, 0, 1, big, big + 1, .max]
    var rows: [Int64: [Int32: Scalar]] = [7: [:]]
    for (place, value) in values.enumerated() { rows[Int64(place) + 1] = [.whole: .integer(value), .real: .real(0.5)] }
    try await bench.create(rows)
    let whole = Operand.own(.whole)
    try await requireOrder(
      bench, whole, .literal(.real(Double(big))), less: [1, 2, 3], equal: [4], greater: [5, 6])
    try await requireOrder(bench, whole, .own(.real), less: [1, 2], equal: [], greater: [3, 4, 5, 6])
    try await requireOrder(bench, whole, .literal(.real(0x1p63)), less: [1, 2, 3, 4, 5, 6], equal: [], greater: [])
    try await requireOrder(bench, whole, .literal(.real(-0x1p63)), less: [], equal: [1], greater: [2, 3, 4, 5, 6])
    try await requireOrder(bench, whole, .literal(.real(1e300)), less: [1, 2, 3, 4, 5, 6], equal: [], greater: [])
  }

  static let textComparesByBytes = EngineLaw(
    "compare: text",
    "Text compares by its UTF-8 bytes: case and accents matter, and a character outside the first plane comes after "
      + "all inside it."
  ) { bench in
    let values = ["", "A", "a", "a ", "ab", "é", "\u{FFFD}", "\u{1F600}"]
    var rows: [Int64: [Int32: Scalar]] = [9: [:]]
    for (place, value) in values.enumerated() { rows[Int64(place) + 1] = [.text: .text(value)] }
    try await bench.create(rows)
    for (place, value) in values.enumerated() {
      let ids = (1...8).map { Int64($0) }
      try await requireOrder(
        bench, .own(.text), .literal(.text(value)), less: Array(ids[..<place]), equal: [ids[place]],
        greater: Array(ids[(place + 1)...]))
    }
  }

  static let isNullIsTwoValued = EngineLaw(
    "null test: is never null", "Whether an operand is null is true or false on every row, for columns of every kind."
  ) { bench in
    try await bench.create([
      1: [.whole: .integer(0), .real: .real(0), .text: .text("")], 2: [.whole: .null], 3: [.whole: .integer(1)],
    ])
    try await bench.require(.isNull(.own(.whole)), isTrue: [2], isFalse: [1, 3], "whole")
    try await bench.require(.isNull(.own(.real)), isTrue: [2, 3], isFalse: [1], "real")
    try await bench.require(.isNull(.own(.text)), isTrue: [2, 3], isFalse: [1], "text")
    try await bench.require(.isNull(.own(0)), isTrue: [], isFalse: [1, 2, 3], "id")
  }

  static let isInFindsConstants = EngineLaw(
    "in: finds constants",
    "Being one of several constants is null for null and else true or false; among none it is false."
  ) { bench in
    try await bench.create([
      1: [.whole: .integer(1), .text: .text("a"), .real: .real(0.5)],
      2: [.whole: .integer(2), .text: .text("A"), .real: .real(1)], 3: [:],
    ])
    let none: [Scalar] = []
    try await bench.require(.isIn(.own(.whole), none), isTrue: [], isFalse: [1, 2], "among none")
    try await bench.require(.isIn(.own(.whole), [.integer(1), .integer(7)]), isTrue: [1], isFalse: [2], "wholes")
    try await bench.require(.isIn(.own(.text), [.text("A"), .text("A")]), isTrue: [2], isFalse: [1], "texts")
    try await bench.require(.isIn(.own(.real), [.real(0.5)]), isTrue: [1], isFalse: [2], "reals")
    let many = (2...1_500).map { Scalar.integer($0) }
    try await bench.require(.isIn(.own(.whole), many), isTrue: [2], isFalse: [1], "among many")
  }

  /// Texts that tell a search by bytes from one by characters, by folded keys and by patterns.
  private static let searched: [Int64: [Int32: Scalar]] = [
    1: [.text: .text("q\u{301}x")], 2: [.text: .text("a\r\nb")], 3: [.text: .text("Ab%_")], 4: [.text: .text("")],
    5: [.text: .text("xa")], 6: [:],
  ]

  static let containsBytes = EngineLaw(
    "contains: by bytes",
    "A text contains another where its bytes do; every text contains the empty one, and no character has a special "
      + "meaning."
  ) { bench in
    try await bench.create(searched)
    let expected: [(String, [Int64])] = [
      ("q", [1]), ("\n", [2]), ("a", [2, 5]), ("A", [3]), ("%", [3]), ("_", [3]), ("b%_", [3]), ("", [1, 2, 3, 4, 5]),
      ("é", []), ("xax", []),
    ]
    for (part, ids) in expected {
      let others = (1...5).filter { !ids.contains($0) }
      try await bench.require(
        .contains(.own(.text), part), isTrue: ids, isFalse: others, "contains \(part.debugDescription)")
    }
  }

  static let beginsWithBytes = EngineLaw(
    "begins with: by bytes", "A text begins with another where its bytes do; every text begins with the empty one."
  ) { bench in
    try await bench.create(searched)
    let expected: [(String, [Int64])] = [
      ("q", [1]), ("a\r", [2]), ("a", [2]), ("A", [3]), ("%", []), ("Ab%", [3]), ("Ab%_z", []), ("", [1, 2, 3, 4, 5]),
    ]
    for (part, ids) in expected {
      let others = (1...5).filter { !ids.contains($0) }
      try await bench.require(
        .hasPrefix(.own(.text), part), isTrue: ids, isFalse: others, "begins with \(part.debugDescription)")
    }
  }
}
