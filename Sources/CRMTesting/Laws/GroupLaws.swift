internal import CRMModel
internal import CRMStorage

extension EngineLaws {
  static let groupLaws: [EngineLaw] = [
    nullsFormAGroup, noKeysMeansOneGroup, valuesAreCounted, sumsAreExact, extremesAreFound, extremesOfTextGoByBytes,
    severalKeysMakeGroups,
    datesFallIntoPeriods, momentsFallIntoPeriods,
  ]

  /// Gives up unless groups are as told.
  private static func require(
    _ bench: LawBench, _ keys: [GroupKey], _ measures: [Measure], filter: Filter? = nil,
    equals expected: [[Scalar]: [MeasureValue]]
  ) async throws {
    let scan = GroupScan(sources: .first, filter: filter, keys: keys, measures: measures)
    let rows = try await bench.read { try $0.groups(scan) }
    let found = Dictionary(rows.map { ($0.keys, $0.measures) }) { first, _ in first }
    try bench.require(rows.count, equals: expected.count, "number of groups")
    try bench.require(found, equals: expected, "groups")
  }

  static let nullsFormAGroup = EngineLaw(
    "groups: nulls form one",
    "Rows with a null key form a group of their own, apart from zero and empty text; text keys differ by bytes, the "
      + "two zeros do not."
  ) { bench in
    try await bench.create([
      1: [.whole: .integer(0), .text: .text(""), .real: .real(0.0)], 2: [:],
      3: [.text: .text("a"), .real: .real(-0.0)],
      4: [.text: .text("A")], 5: [.whole: .integer(0), .text: .text("á")],
    ])
    try await require(
      bench, [.column(.own(.whole))], [.rows], equals: [[.integer(0)]: [.count(2)], [.null]: [.count(3)]])
    try await require(
      bench, [.column(.own(.text))], [.rows],
      equals: [
        [.text("")]: [.count(1)], [.null]: [.count(1)], [.text("a")]: [.count(1)], [.text("A")]: [.count(1)],
        [.text("á")]: [.count(1)],
      ])
    try await require(
      bench, [.column(.own(.real))], [.rows], equals: [[.real(0)]: [.count(2)], [.null]: [.count(3)]])
  }

  static let noKeysMeansOneGroup = EngineLaw(
    "groups: no keys means one",
    "Without keys all rows form one group, even if there are none; with keys no rows form no group."
  ) { bench in
    try await bench.create()
    let column = ColumnRef.own(.whole)
    let measures: [Measure] = [
      .rows, .values(column), .distinct(column), .sum(column), .minimum(column), .maximum(column),
    ]
    let nothing: [MeasureValue] = [
      .count(0), .count(0), .count(0), .sum(0, count: 0), .extremum(.null), .extremum(.null),
    ]
    try await require(bench, [], measures, equals: [[]: nothing])
    try await require(bench, [.column(column)], measures, equals: [:])
    try await bench.insert([1: [:]])
    try await require(bench, [], measures, filter: .constant(false), equals: [[]: nothing])
    try await require(bench, [], [.rows], equals: [[]: [.count(1)]])
  }

  static let valuesAreCounted = EngineLaw(
    "groups: rows, values and different values",
    "Counting values and different values leaves nulls aside, for every kind; counting rows does not."
  ) { bench in
    try await bench.create([
      1: [.whole: .integer(1), .text: .text("a"), .real: .real(0.0)],
      2: [.whole: .integer(1), .text: .text("A"), .real: .real(-0.0)],
      3: [:], 4: [.whole: .integer(2), .text: .text("a"), .real: .real(1)], 5: [.text: .text("")],
    ])
    try await require(
      bench, [],
      [
        .rows, .values(.own(.whole)), .distinct(.own(.whole)), .values(.own(.text)), .distinct(.own(.text)),
        .values(.own(.real)), .distinct(.own(.real)), .values(.own(.other)), .distinct(.own(.other)),
      ],
      equals: [[]: [5, 3, 2, 4, 3, 3, 2, 0, 0].map { MeasureValue.count($0) }])
  }

  static let sumsAreExact = EngineLaw(
    "groups: sums are exact", "A sum cannot overflow and comes with the number of its values."
  ) { bench in
    try await bench.create([
      1: [.whole: .integer(.max)], 2: [.whole: .integer(.max)], 3: [.whole: .integer(.max), .other: .integer(.min)],
      4: [.other: .integer(.min)], 5: [.other: .integer(-1)], 6: [:],
    ])
    let high = 3 * Int128(Int64.max)
    let low = 2 * Int128(Int64.min) - 1
    try await require(
      bench, [], [.sum(.own(.whole)), .sum(.own(.other))], equals: [[]: [.sum(high, count: 3), .sum(low, count: 3)]])
    try await require(
      bench, [.column(.own(.whole))], [.sum(.own(.other))],
      equals: [
        [.integer(.max)]: [.sum(Int128(Int64.min), count: 1)], [.null]: [.sum(Int128(Int64.min) - 1, count: 2)],
      ])
  }

  static let extremesAreFound = EngineLaw(
    "groups: least and greatest", "Least and greatest leave nulls aside and are null where there is no value."
  ) { bench in
    try await bench.create([
      1: [.whole: .integer(.min), .other: .integer(1)], 2: [.whole: .integer(.max), .other: .integer(1)],
      3: [.other: .integer(1)], 4: [.other: .integer(2)],
    ])
    try await require(
      bench, [.column(.own(.other))], [.minimum(.own(.whole)), .maximum(.own(.whole))],
      equals: [
        [.integer(1)]: [.extremum(.integer(.min)), .extremum(.integer(.max))],
        [.integer(2)]: [.extremum(.null), .extremum(.null)],
      ])
  }

  static let extremesOfTextGoByBytes = EngineLaw(
    "groups: least and greatest text",
    "Least and greatest text go by the UTF-8 bytes, the empty text first, and leave nulls aside."
  ) { bench in
    try await bench.create([
      1: [.text: .text("b"), .whole: .integer(1)], 2: [.text: .text("B"), .whole: .integer(1)],
      3: [.text: .text("á"), .whole: .integer(1)], 4: [.text: .text("a"), .whole: .integer(1)],
      5: [.text: .text("\u{1F600}"), .whole: .integer(2)], 6: [.text: .text("\u{FFFD}"), .whole: .integer(2)],
      7: [.text: .text(""), .whole: .integer(3)], 8: [.text: .text("Z"), .whole: .integer(3)],
      9: [.whole: .integer(1)], 10: [.whole: .integer(4)],
    ])
    try await require(
      bench, [.column(.own(.whole))], [.minimum(.own(.text)), .maximum(.own(.text))],
      equals: [
        [.integer(1)]: [.extremum(.text("B")), .extremum(.text("á"))],
        [.integer(2)]: [.extremum(.text("\u{FFFD}")), .extremum(.text("\u{1F600}"))],
        [.integer(3)]: [.extremum(.text("")), .extremum(.text("Z"))],
        [.integer(4)]: [.extremum(.null), .extremum(.null)],
      ])
  }

  static let severalKeysMakeGroups = EngineLaw(
    "groups: by several keys",
    "Rows are in one group if they agree in all keys, null with null; keys come in the order asked."
  ) { bench in
    try await bench.create([
      1: [.whole: .integer(1), .text: .text("a")], 2: [.whole: .integer(1)], 3: [.whole: .integer(1)],
      4: [.text: .text("a")], 5: [.whole: .integer(1), .text: .text("a")], 6: [:],
    ])
    try await require(
      bench, [.column(.own(.text)), .column(.own(.whole))], [.rows],
      equals: [
        [.text("a"), .integer(1)]: [.count(2)], [.null, .integer(1)]: [.count(2)], [.text("a"), .null]: [.count(1)],
        [.null, .null]: [.count(1)],
      ])
  }

  static let datesFallIntoPeriods = EngineLaw(
    "groups: dates fall into periods",
    "A bucket is the first day of a date's period in the fiscal calendar; null stays null."
  ) { bench in
    let days = try ["2024-02-29", "2024-03-31", "2024-04-01", "1969-12-31", "2024-12-30"].map { try CalendarDate($0) }
    var rows: [Int64: [Int32: Scalar]] = [6: [:]]
    for (place, day) in days.enumerated() { rows[Int64(place) + 1] = [.whole: .integer(Int64(day.daysSinceEpoch))] }
    try await bench.create(rows)
    let april = try FiscalCalendar(firstMonth: 4)
    let published: [(PeriodUnit, [String])] = [
      (.day, ["2024-02-29", "2024-03-31", "2024-04-01", "1969-12-31", "2024-12-30"]),
      (.week, ["2024-02-26", "2024-03-25", "2024-04-01", "1969-12-29", "2024-12-30"]),
      (.month, ["2024-02-01", "2024-03-01", "2024-04-01", "1969-12-01", "2024-12-01"]),
      (.quarter, ["2024-01-01", "2024-01-01", "2024-04-01", "1969-10-01", "2024-10-01"]),
      (.year, ["2023-04-01", "2023-04-01", "2024-04-01", "1969-04-01", "2024-04-01"]),
    ]
    for (unit, starts) in published {
      var expected: [[Scalar]: [MeasureValue]] = [[.null]: [.count(1)]]
      let groups = Dictionary(grouping: try starts.map { try CalendarDate($0) }) { $0 }
      for (start, members) in groups {
        expected[[.integer(Int64(start.daysSinceEpoch))]] = [.count(Int64(members.count))]
      }
      let key = GroupKey.bucket(.own(.whole), Bucketing(unit: unit, calendar: april))
      try await require(bench, [key], [.rows], equals: expected)
    }
  }

  static let momentsFallIntoPeriods = EngineLaw(
    "groups: moments fall into periods of a zone", "A moment's bucket is that of the day it falls on in the zone."
  ) { bench in
    let moments = try ["2024-01-31T22:30:00Z", "2024-01-31T23:30:00Z", "2024-02-01T05:00:00Z"].map { try Instant($0) }
    var rows: [Int64: [Int32: Scalar]] = [4: [:]]
    for (place, moment) in moments.enumerated() {
      rows[Int64(place) + 1] = [.whole: .integer(moment.microsecondsSinceEpoch)]
    }
    try await bench.create(rows)
    let january = Int64(try CalendarDate("2024-01-01").daysSinceEpoch)
    let february = Int64(try CalendarDate("2024-02-01").daysSinceEpoch)
    for (zone, before, after) in [("UTC", 2, 1), ("+01:00", 1, 2), ("+02:00", 0, 3), ("-06:00", 3, 0)]
      as [(String, Int64, Int64)]
    {
      let rules = Bucketing.ZonedRules(id: try ZoneID(zone), database: .fixed)
      let key = GroupKey.bucket(.own(.whole), Bucketing(unit: .month, calendar: .plain, zone: rules))
      var expected: [[Scalar]: [MeasureValue]] = [[.null]: [.count(1)]]
      if before > 0 { expected[[.integer(january)]] = [.count(before)] }
      if after > 0 { expected[[.integer(february)]] = [.count(after)] }
      try await require(bench, [key], [.rows], equals: expected)
    }
  }
}
