internal import CRMModel
internal import CRMStorage

extension EngineLaws {
  static let operandLaws: [EngineLaw] = [foldedIsTheKey, differenceOverflowIsNull, distanceIsInMetres]

  static let foldedIsTheKey = EngineLaw(
    "operand: folded", "The folded operand is the folded key of a text, null for null, wherever operands are allowed."
  ) { bench in
    let texts = ["École", "ECOLE", "ecole", "école normale", "Straße", ""]
    var rows: [Int64: [Int32: Scalar]] = [7: [:]]
    for (place, text) in texts.enumerated() { rows[Int64(place) + 1] = [.text: .text(text)] }
    try await bench.create(rows)
    let folded = Operand.folded(.own(.text))
    for key in Set(texts.map(TextKey.folded)).sorted() {
      let isTrue = (1...6).filter { TextKey.folded(texts[Int($0) - 1]) == key }
      let isFalse = (1...6).filter { !isTrue.contains($0) }
      let filter = Filter.compare(folded, .equal, .literal(.text(key)))
      try await bench.require(
        filter, isTrue: isTrue.map { Int64($0) }, isFalse: isFalse.map { Int64($0) }, "equals \(key)")
      try await bench.require(
        .isIn(folded, [.text(key)]), isTrue: isTrue.map { Int64($0) }, isFalse: isFalse.map { Int64($0) }, "in \(key)")
    }
    try await bench.require(.hasPrefix(folded, "ecole"), isTrue: [1, 2, 3, 4], isFalse: [5, 6], "begins")
    try await bench.require(.contains(folded, "normal"), isTrue: [4], isFalse: [1, 2, 3, 5, 6], "contains")
    try await bench.require(.isNull(folded), isTrue: [7], isFalse: [1, 2, 3, 4, 5, 6], "is null")
  }

  static let differenceOverflowIsNull = EngineLaw(
    "operand: difference",
    "A difference is exact over all 64 bits, and null where either side is null or the result leaves them."
  ) { bench in
    try await bench.create([
      1: [.whole: .integer(.max), .other: .integer(-1)], 2: [.whole: .integer(.min), .other: .integer(1)],
      3: [.whole: .integer(.max), .other: .integer(.max)], 4: [.whole: .integer(-1), .other: .integer(.max)],
      5: [.whole: .integer(-2), .other: .integer(.max)], 6: [.whole: .integer(1)], 7: [.other: .integer(1)],
      8: [.whole: .integer(0), .other: .integer(.min)],
    ])
    let difference = Operand.difference(.own(.whole), .own(.other))
    try await bench.require(.isNull(difference), isTrue: [1, 2, 5, 6, 7, 8], isFalse: [3, 4], "is null")
    try await bench.require(
      .compare(difference, .less, .literal(.integer(0))), isTrue: [4], isFalse: [3], "below 0")
    try await bench.require(.isIn(difference, [.integer(.min)]), isTrue: [4], isFalse: [3], "least number")
    let scan = RowScan(sources: .first, order: [SortKey(difference, isDescending: true)], columns: [])
    try bench.require(try await bench.ids(scan), equals: [3, 4, 1, 2, 5, 6, 7, 8], "order")
  }

  static let distanceIsInMetres = EngineLaw(
    "operand: distance", "A distance is what GeoPoint computes, in metres, and null where a coordinate is null."
  ) { bench in
    let madrid = try GeoPoint(latitude: 40.4168, longitude: -3.7038)
    let places = [(40.4168, -3.7038), (41.3874, 2.1686), (-33.8688, 151.2093), (40.4168, 3.7038)]
    var rows: [Int64: [Int32: Scalar]] = [5: [.latitude: .real(1)], 6: [.longitude: .real(1)]]
    var metres: [Int64: Double] = [:]
    for (place, (latitude, longitude)) in places.enumerated() {
      let id = Int64(place) + 1
      rows[id] = [.latitude: .real(latitude), .longitude: .real(longitude)]
      metres[id] = try GeoPoint(latitude: latitude, longitude: longitude).distance(to: madrid)
    }
    try await bench.create(rows)
    let distance = Operand.distance(latitude: .own(.latitude), longitude: .own(.longitude), madrid)
    for (id, limit) in metres.sorted(by: { $0.key < $1.key }) {
      let near = metres.filter { $0.value <= limit }.keys.sorted()
      let far = metres.filter { $0.value > limit }.keys.sorted()
      let filter = Filter.compare(distance, .lessOrEqual, .literal(.real(limit)))
      try await bench.require(filter, isTrue: near, isFalse: far, "not further than row \(id)")
    }
    let nearest = metres.sorted { $0.value < $1.value }.map(\.key)
    let scan = RowScan(sources: .first, order: [SortKey(distance, nullsFirst: true)], columns: [])
    try bench.require(try await bench.ids(scan), equals: [5, 6] + nearest, "order")
  }
}
