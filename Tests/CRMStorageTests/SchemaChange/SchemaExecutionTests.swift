import CRMModel
import CRMStorage
import Testing

@Suite struct `Executing a schema plan` {
  typealias Kind = SchemaBench.Kind

  private func accounts(_ kind: Kind) async throws -> SchemaBench {
    let bench = try await SchemaBench.withBase(kind)
    let records: [[FieldName: FieldValue]] = [
      ["name": "Acme", "industry": "Retail"], ["name": "Émile", "industry": "retail"],
      ["name": "Globex", "industry": "Retail"],
      ["name": "Gone", "industry": "Retail"],
    ]
    try await bench.insert("account", records, deleted: [3])
    return bench
  }

  private func violations(_ body: () async throws -> Void) async -> [Violation] {
    do {
      try await body()
      return []
    } catch {
      return (error as? StoreError)?.violations ?? []
    }
  }

  @Test(arguments: Kind.allCases)
  func `gives records there a new field's default`(_ kind: Kind) async throws {
    var bench = try await accounts(kind)
    try await bench.alter { schema in
      schema["account"].add(.picklist("tier", ["gold", "silver"]).required().default("silver").indexed())
      schema["account"].add(.money("limit", .any).default(.money(.usd(7))))
      schema["account"].add(.text("nick").default("Ö").folded())
      schema["account"].add(.integer("stars"))
    }
    #expect(try await bench.values("account", "custom.tier") == ["silver", "silver", "silver", "silver"])
    #expect(try await bench.values("account", "custom.limit").allSatisfy { $0 == .money(.usd(7)) })
    #expect(
      try await bench.foldedKeys("account", "custom.nick") == Array(repeating: .text(TextKey.folded("Ö")), count: 4))
    #expect(try await bench.values("account", "custom.stars").allSatisfy(\.isNull))
    #expect(try await bench.layouts() == bench.expectedLayouts())
    #expect(try await bench.storedCatalog() == bench.catalog)
  }

  @Test(arguments: Kind.allCases)
  func `refuses a required field without default where there are live records`(_ kind: Kind) async throws {
    var bench = try await accounts(kind)
    let before = (try await bench.layouts(), bench.catalog)
    let found = await violations { try await bench.alter { $0["account"].add(.integer("stars").required()) } }
    #expect(found.map(\.code) == [.required])
    #expect(found.first?.message.hasPrefix("3 records") == true)
    #expect(try await bench.layouts() == before.0)
    #expect(bench.catalog == before.1)
    try await bench.alter { $0["contact"].add(.integer("stars").required()) }
    #expect(bench.catalog.field("custom.stars", of: "contact")?.isRequired == true)
  }

  @Test(arguments: Kind.allCases)
  func `refuses uniqueness with the number of live records in its way, and all other reasons`(_ kind: Kind) async throws
  {
    var bench = try await accounts(kind)
    let found = await violations {
      try await bench.alter { schema in
        schema["account"].addIndex("one_industry", on: ["industry"], unique: true)
        schema["account"].add(.integer("stars").default(1).unique())
        schema["account"].add(.integer("rank").required())
      }
    }
    #expect(found.map(\.code) == [.required, .notUnique, .notUnique])
    #expect(found.map(\.field) == ["custom.rank", "custom.one_industry", "custom.stars"])
    #expect(found.map { $0.message.prefix(2) } == ["3 ", "2 ", "3 "])
    try await bench.alter { schema in
      schema["account"].addIndex(
        "one_industry", on: ["industry"], unique: true, where: .compare(.equal, .field("name"), .literal("Acme")))
    }
    #expect(try await bench.layouts() == bench.expectedLayouts())
  }

  @Test(arguments: Kind.allCases)
  func `makes a field required only where all live records have a value`(_ kind: Kind) async throws {
    var bench = try await accounts(kind)
    try await bench.alter { $0["account"].setRequired("industry") }
    #expect(bench.catalog.field("industry", of: "account")?.isRequired == true)
    let found = await violations { try await bench.alter { $0["account"].setRequired("employees") } }
    #expect(found.map(\.code) == [.required])
  }

  @Test(arguments: Kind.allCases)
  func `fills the folded key of a field that becomes indexed, in batches`(_ kind: Kind) async throws {
    var bench = try await SchemaBench.withBase(kind)
    try await bench.alter { $0.addEntity("thing", fields: [.text("name")]) }
    let count = kind == .oracle ? 1_100 : 2_500
    try await bench.insert(
      "custom.thing", (0..<count).map { $0 % 7 == 0 ? [:] : ["custom.name": .text("Ärger \($0)")] })
    try await bench.alter { $0["thing"].setIndexed("name") }
    let expected = (0..<count).map { $0 % 7 == 0 ? Scalar.null : .text(TextKey.folded("Ärger \($0)")) }
    #expect(try await bench.foldedKeys("custom.thing", "custom.name") == expected)
    try await bench.alter { $0["thing"].setIndexed("name", false) }
    #expect(try await bench.layouts() == bench.expectedLayouts())
  }

  @Test(arguments: Kind.allCases)
  func `keeps values through rename, retirement and restoring, and drops them on removal`(_ kind: Kind) async throws {
    var bench = try await accounts(kind)
    try await bench.alter { $0["account"].add(.integer("stars").default(5).indexed()) }
    let stars = Array(repeating: FieldValue.integer(5), count: 4)
    try await bench.alter { $0["account"].rename("stars", to: "rating") }
    #expect(try await bench.values("account", "custom.rating") == stars)
    #expect(try await bench.values("account", "custom.stars") == stars)
    try await bench.alter { $0["account"].retire("rating") }
    #expect(try await bench.layouts() == bench.expectedLayouts())
    try await bench.alter { $0["account"].restore("rating") }
    #expect(try await bench.values("account", "custom.rating") == stars)
    try await bench.alter { schema in
      schema["account"].remove("rating")
      schema["account"].add(.text("rating"))
    }
    #expect(try await bench.values("account", "custom.rating") == [nil, nil, nil, nil])
    #expect(try await bench.layouts() == bench.expectedLayouts())
  }

  @Test(arguments: Kind.allCases)
  func `follows the name of an entity in references to any, and empties them when it is removed`(_ kind: Kind)
    async throws
  {
    var bench = try await SchemaBench.withBase(kind)
    try await bench.alter { $0.addEntity("vehicle", fields: [.text("plate")]) }
    try await bench.insert("custom.vehicle", [["custom.plate": "ZH 1"]])
    let vehicle = FieldValue.reference(AnyRecordID(entity: "custom.vehicle", rawValue: 1))
    let account = FieldValue.reference(AnyRecordID(entity: "account", rawValue: 1))
    try await bench.insert("follow_up", [["regarding": vehicle], ["regarding": account]])
    try await bench.alter { $0.renameEntity("vehicle", to: "car") }
    let car = FieldValue.reference(AnyRecordID(entity: "custom.car", rawValue: 1))
    #expect(try await bench.values("follow_up", "regarding") == [car, account])
    let estimate = try await bench.estimate { $0.removeEntity("car") }
    #expect(estimate.effects.map(\.valuesLost) == [2])
    try await bench.alter { $0.removeEntity("car") }
    #expect(try await bench.values("follow_up", "regarding") == [nil, account])
    #expect(try await bench.layouts() == bench.expectedLayouts())
  }

  @Test(arguments: Kind.allCases)
  func `estimates without changing anything`(_ kind: Kind) async throws {
    var bench = try await accounts(kind)
    try await bench.alter { $0["account"].add(.integer("stars").default(5)) }
    let before = (try await bench.layouts(), try await bench.storedCatalog())
    let estimate = try await bench.estimate { schema in
      schema["account"].remove("stars")
      schema["account"].add(.integer("rank").required())
      schema.addEntity("vehicle")
    }
    #expect(estimate.effects.map(\.valuesLost) == [4, 0, 0])
    #expect(estimate.violations.map(\.code) == [.required])
    #expect(estimate.isRefused)
    #expect(try await bench.layouts() == before.0)
    #expect(try await bench.storedCatalog() == before.1)
    #expect(try await bench.values("account", "custom.stars") == [5, 5, 5, 5])
  }

  @Test func `takes no refused plan and none made from another catalog`() async throws {
    var bench = try await SchemaBench.withBase(.memory)
    let refused = bench.plan { $0["account"].remove("name") }
    let stale = bench.plan { $0["account"].add(.text("tier")) }
    try await bench.alter { $0["account"].add(.text("other")) }
    let before = bench.catalog
    await #expect { try await bench.apply(refused) } throws: { ($0 as? StoreError)?.code == .schemaRefused }
    await #expect { try await bench.apply(stale) } throws: { ($0 as? StoreError)?.code == .stalePlan }
    #expect(bench.catalog == before)
    #expect(try await bench.storedCatalog() == before)
  }
}
