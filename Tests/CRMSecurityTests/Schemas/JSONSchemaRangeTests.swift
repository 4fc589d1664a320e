import CRMModel
import CRMSecurity
import CRMStorage
import CRMTestStores
import CRMTesting
import Testing

@Suite struct `The ranges in a JSON Schema` {
  /// What a schema says of a field that some rules are about.
  private func about(
    _ type: FieldType, _ rules: [Formula], formerNames: [FieldName] = []
  ) throws -> (property: JSONValue, told: JSONValue) {
    var field = FieldSchema("size", type)
    field.formerNames = formerNames
    var schema = EntitySchema("thing", fields: [field])
    schema.rules = rules.enumerated().map { index, condition in
      RuleSchema(ErrorCode("rule_\(index)"), message: "no", condition: condition)
    }
    var catalog = Catalog(currency: .usd)
    catalog["thing"] = schema
    let property = try #require(EntityJSONSchema.of(schema, in: catalog, for: .insert)["properties"]?["size"])
    return (property, try #require(property["x-crm"]))
  }

  private func rule(_ comparison: Comparison, _ value: FieldValue) -> Formula {
    .compare(comparison, .field("size"), .literal(value))
  }

  private func between(_ low: FieldValue, _ high: FieldValue) -> Formula {
    .between(.field("size"), .literal(low), .literal(high))
  }

  @Test(arguments: [false, true])
  func `are the tightest of several rules, whatever their order`(_ isReversed: Bool) throws {
    var rules = [
      between(1, 500), rule(.greaterOrEqual, 10), rule(.lessOrEqual, 240), between(.null, 3), rule(.greater, 4),
      .compare(.greater, .literal(300), .field("size")),
    ]
    if isReversed { rules.reverse() }
    let (property, told) = try about(.integer, rules)
    #expect(property["minimum"] == 10)
    #expect(property["maximum"] == 3)
    #expect(told["minimum"] == 10)
    #expect(told["maximum"] == 3)
  }

  @Test(arguments: [false, true])
  func `leave the value itself out where one of two rules does`(_ isReversed: Bool) throws {
    var rules = [
      rule(.greaterOrEqual, 1), rule(.greater, 1), rule(.lessOrEqual, 9), rule(.less, 9), rule(.less, 9),
    ]
    if isReversed { rules.reverse() }
    let whole = try about(.integer, rules).told
    #expect(whole["minimum"] == 2)
    #expect(whole["maximum"] == 8)
    let exact = try about(.decimal(scale: 1), rules).told
    #expect(exact["exclusive_minimum"] == "1.0")
    #expect(exact["exclusive_maximum"] == "9.0")
    #expect(exact["minimum"] == nil)
    #expect(exact["maximum"] == nil)
  }

  @Test func `of decimals, amounts and days are compared as what they are`() throws {
    let exact = try about(.decimal(scale: 2), [rule(.greater, 9), rule(.greater, .decimal(try ExactDecimal("10.5")))])
    #expect(exact.told["exclusive_minimum"] == "10.50")
    let amount = try about(.money(.workspace), [rule(.lessOrEqual, .money(.usd(100))), rule(.lessOrEqual, 20)])
    #expect(amount.told["maximum"] == ["amount": "20.00", "currency": "USD"])
    let day = try about(
      .date, [rule(.less, .date(try CalendarDate("2030-01-01"))), rule(.lessOrEqual, "2029-12-24")])
    #expect(day.told["maximum"] == "2029-12-24")
  }

  @Test func `of whole numbers are whole, whatever a rule compares with`() throws {
    let half = FieldValue.decimal(try ExactDecimal("1.5"))
    let minus = FieldValue.decimal(try ExactDecimal("-1.5"))
    let (property, _) = try about(.integer, [rule(.greater, minus), rule(.lessOrEqual, half)])
    #expect(property["minimum"] == -1)
    #expect(property["maximum"] == 1)
    #expect(try about(.integer, [rule(.greater, .integer(.max))]).told["minimum"] == nil)
  }

  @Test(
    arguments: [
      (.text, 5), (.integer, .date(.maximum)), (.integer, "soon"), (.date, 5), (.instant, .boolean(true)),
      (.boolean, .boolean(true)), (.money(.fixed(.eur)), .money(.usd(5))), (.decimal(scale: 2), "soon"),
      (.duration, 5),
    ] as [(FieldType, FieldValue)])
  func `are not made of constants that are no values of the field any more`(
    _ type: FieldType, _ constant: FieldValue
  ) throws {
    let (property, told) = try about(type, [rule(.greaterOrEqual, constant), rule(.less, constant)])
    for key in ["minimum", "maximum"] {
      #expect(property[key] == nil)
      #expect(told[key] == nil)
      #expect(told["exclusive_\(key)"] == nil)
    }
  }

  @Test func `know a field by its former name too`() throws {
    let rules = [Formula.compare(.lessOrEqual, .field("length"), .literal(7))]
    #expect(try about(.integer, rules, formerNames: ["length"]).told["maximum"] == 7)
  }

  @Test(arguments: StoreKind.allCases)
  func `follow a field that is retyped`(_ kind: StoreKind) async throws {
    try await kind.withSession { _, session in
      try await session.alter { schema in
        schema[Account.self].add(.integer("size"))
        schema[Account.self].addRule(
          "small", on: "custom.size", "Too large",
          condition: .compare(.less, .field("custom.size"), .literal(10)))
      }
      func told() throws -> JSONValue? {
        try session.jsonSchema(of: "account", for: .update)["properties"]?["custom.size"]
      }
      #expect(try told()?["maximum"] == 9)
      try await session.alter { $0[Account.self].retype("size", to: .decimal(scale: 1)) }
      #expect(try told()?["maximum"] == nil)
      #expect(try told()?["x-crm"]?["exclusive_maximum"] == "10.0")
      // The rule itself says the same.
      try await session.insert(Record("account", ["name": "A", "custom.size": .decimal(try ExactDecimal("9.9"))]))
      let error = await #expect(throws: StoreError.self) {
        try await session.insert(Record("account", ["name": "B", "custom.size": 10]))
      }
      #expect(error?.violations.map(\.code) == ["custom.small"])
    }
  }
}
