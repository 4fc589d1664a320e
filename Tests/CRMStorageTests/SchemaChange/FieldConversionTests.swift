import CRMModel
import CRMStorage
import Testing

@Suite struct `Converting a field` {
  enum Verdict { case safe, lossy, refused }

  static func table() throws -> [(from: FieldType, to: FieldType, verdict: Verdict)] {
    [
      (.integer, .decimal(scale: 2), .safe), (.decimal(scale: 2), .decimal(scale: 4), .safe),
      (.decimal(scale: 4), .decimal(scale: 2), .lossy), (.decimal(scale: 2), .integer, .lossy),
      (.integer, .money(.fixed(.eur)), .safe), (.money(.fixed(.eur)), .decimal(scale: 2), .safe),
      (.money(.fixed(.eur)), .integer, .lossy), (.money(.fixed(.eur)), .money(.any), .safe),
      (.money(.any), .money(.fixed(.eur)), .lossy), (.money(.fixed(.eur)), .money(.fixed(.usd)), .refused),
      (.integer, .money(.any), .refused), (.percent(scale: 2), .money(.fixed(.eur)), .refused),
      (.text, .longText, .safe), (.text(maxLength: 50), .text(maxLength: 51), .safe),
      (.text(maxLength: 50), .text(maxLength: 49), .lossy), (.longText, .text, .lossy),
      (.text, .integer, .lossy), (.text, .date, .lossy), (.text, .picklist(["a"]), .lossy),
      (.text, .personName, .lossy),
      (.text, .reference(.one("account")), .refused),
      (.text, .autoNumber(try AutoNumberFormat(prefix: "N-", padding: 4)), .refused),
      (.picklist(["a"]), .text, .safe), (.picklist(["a"]), .text(maxLength: 10), .lossy),
      (.picklist(["a"]), .picklist(["b", "a"]), .safe), (.picklist(["a", "b"]), .picklist(["a"]), .lossy),
      (.picklist(["a"]), .picklistSet(["a"]), .safe), (.picklistSet(["a"]), .picklist(["a"]), .lossy),
      (.integer, .text, .safe), (.integer, .text(maxLength: 5), .lossy), (.address, .longText, .safe),
      (.boolean, .integer, .safe), (.integer, .boolean, .lossy), (.date, .dateRange, .safe),
      (.dateRange, .date, .lossy),
      (.date, .instant, .refused), (.instant, .date, .refused), (.interval, .zonedInterval, .refused),
      (.zonedDateTime, .instant, .lossy), (.zonedInterval, .interval, .lossy),
      (.reference(.one("account")), .reference(.several(["account", "contact"])), .safe),
      (.reference(.one("account")), .reference(.any), .safe), (.reference(.any), .reference(.one("account")), .lossy),
      (.reference(.one("account")), .reference(.one("contact")), .refused), (.reference(.any), .money(.any), .refused),
      (.file, .text, .refused), (.text, .file, .refused), (.text, .condition(on: "account"), .refused),
      (.geoPoint, .integer, .refused),
    ]
  }

  @Test(arguments: try table())
  func `is safe, lossy or refused as the table says`(_ example: (from: FieldType, to: FieldType, verdict: Verdict)) {
    let verdict = FieldConversion(from: example.from, to: example.to).verdict
    switch example.verdict {
    case .safe: #expect(verdict == .safe)
    case .lossy: #expect(verdict.isLossy, "\(verdict)")
    case .refused: #expect(verdict.isRefused, "\(verdict)")
    }
  }

  struct Example: Sendable {
    var from: FieldType
    var to: FieldType
    var values: [FieldValue]
    var converted: [FieldValue]
    var lost: Int
  }

  static func decimal(_ text: String) throws -> FieldValue { .decimal(try ExactDecimal(text)) }

  static func examples() throws -> [Example] {
    let day = try CalendarDate("2024-02-29")
    return [
      Example(
        from: .integer, to: .decimal(scale: 2), values: [3, -7, nil],
        converted: [try decimal("3"), try decimal("-7"), nil], lost: 0),
      Example(
        from: .decimal(scale: 3), to: .decimal(scale: 1),
        values: [try decimal("0.250"), try decimal("0.350"), try decimal("1.5"), nil],
        converted: [try decimal("0.2"), try decimal("0.4"), try decimal("1.5"), nil], lost: 2),
      Example(
        from: .text, to: .integer, values: ["12", "-3", "1.5", "twelve", nil], converted: [12, -3, 2, nil, nil], lost: 2
      ),
      Example(
        from: .text, to: .date, values: ["2024-02-29", "2023-02-29", "29.02.2024"], converted: [.date(day), nil, nil],
        lost: 2),
      Example(from: .date, to: .text, values: [.date(day), nil], converted: ["2024-02-29", nil], lost: 0),
      Example(
        from: .date, to: .dateRange, values: [.date(day)],
        converted: [.dateRange(try DateRange(from: day, through: day))], lost: 0),
      Example(
        from: .text, to: .picklist(["gold", "silver"]), values: ["gold", "Gold", "bronze"],
        converted: ["gold", nil, nil], lost: 2),
      Example(
        from: .picklistSet(["a", "b"]), to: .picklist(["a", "b"]), values: [.codes(["a"]), .codes(["a", "b"])],
        converted: ["a", nil], lost: 1),
      Example(
        from: .picklistSet(["a", "b"]), to: .longText, values: [.codes(["a", "b"]), nil], converted: ["a; b", nil],
        lost: 0),
      Example(
        from: .text, to: .money(.workspace), values: ["12.50", "12.50 EUR", "12.50 USD", "12.505"],
        converted: [
          .money(Money(minor: 1_250, .eur)), .money(Money(minor: 1_250, .eur)), nil, .money(Money(minor: 1_250, .eur)),
        ], lost: 2),
      Example(
        from: .money(.any), to: .money(.workspace), values: [.money(.eur(5)), .money(.usd(5))],
        converted: [.money(.eur(5)), nil],
        lost: 1),
      Example(
        from: .reference(.several(["account", "contact"])), to: .reference(.one("account")),
        values: [
          .reference(AnyRecordID(entity: "account", rawValue: 4)),
          .reference(AnyRecordID(entity: "contact", rawValue: 5)),
        ],
        converted: [.reference(AnyRecordID(entity: "account", rawValue: 4)), nil], lost: 1),
      Example(
        from: .text(maxLength: 9), to: .text(maxLength: 4), values: ["four", "fives"], converted: ["four", nil], lost: 1
      ),
      Example(from: .boolean, to: .text, values: [true, false], converted: ["true", "false"], lost: 0),
      Example(
        from: .text, to: .email, values: ["ana@example.com", "ana"], converted: ["ana@example.com", nil], lost: 1),
    ]
  }

  @Test(arguments: try examples(), SchemaBench.Kind.allCases)
  func `keeps the values that fit and counts those that do not`(_ example: Example, _ kind: SchemaBench.Kind)
    async throws
  {
    var bench = try await SchemaBench.withBase(kind)
    try await bench.alter { schema in
      schema.addEntity("thing", fields: [CustomField("value", example.from)])
    }
    try await bench.insert("custom.thing", example.values.map { ["custom.value": $0] }, deleted: [0])
    let number = bench.catalog.field("custom.value", of: "custom.thing")?.number
    let estimate = try await bench.estimate { $0["thing"].retype("value", to: example.to) }
    #expect(estimate.valuesLost == example.lost)
    #expect(estimate.violations == [])
    #expect(try await bench.values("custom.thing", "custom.value") == example.values)
    try await bench.alter { $0["thing"].retype("value", to: example.to) }
    #expect(try await bench.values("custom.thing", "custom.value") == example.converted)
    #expect(try await bench.layouts() == bench.expectedLayouts())
    if estimate.effects[0].records > 0 {
      #expect(bench.catalog.field("custom.value", of: "custom.thing")?.number != number)
    }
  }

  @Test(arguments: SchemaBench.Kind.allCases)
  func `is refused as a whole when it is called safe and a value does not fit`(_ kind: SchemaBench.Kind) async throws {
    var bench = try await SchemaBench.withBase(kind)
    try await bench.alter { $0.addEntity("thing", fields: [.integer("value")]) }
    try await bench.insert("custom.thing", [["custom.value": .integer(.max)], ["custom.value": 1]])
    let before = try await bench.layouts()
    await #expect {
      try await bench.alter { $0["thing"].retype("value", to: .decimal(scale: 2)) }
    } throws: { ($0 as? StoreError)?.violations.map(\.code) == [.valuesDoNotFit] }
    #expect(try await bench.layouts() == before)
    #expect(try await bench.values("custom.thing", "custom.value") == [.integer(.max), 1])
  }

  @Test func `takes the default along`() throws {
    let base = SchemaBench.plan(try PlanWorlds.base()) { $0["account"].add(.integer("stars").default(3)) }.catalog
    let plan = SchemaBench.plan(base) { $0["account"].retype("stars", to: .text) }
    #expect(!plan.isRefused)
    #expect(plan.catalog.field("custom.stars", of: "account")?.defaultValue == .value("3"))
    let misfit = SchemaBench.plan(base) { $0["account"].retype("stars", to: .boolean) }
    #expect(misfit.violations.map(\.code) == [.badDefault])
  }
}
