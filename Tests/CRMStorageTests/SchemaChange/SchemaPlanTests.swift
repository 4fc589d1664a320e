import CRMModel
import CRMStorage
import Testing

@Suite struct `A schema plan` {
  private func plan(_ change: (inout SchemaDraft) -> Void) throws -> SchemaPlan {
    SchemaBench.plan(try PlanWorlds.base(), change)
  }

  @Test func `prints one line a step with its verdict`() throws {
    let plan = try plan { schema in
      schema[Account.self].add(.picklist("tier", ["gold", "silver"]), label: "Tier")
      schema[Account.self].rename("tier", to: "level")
      schema[Account.self].retype("level", to: .picklist(["gold"]))
      schema[Account.self].retype("name", to: .longText)
      schema["account"].remove("level")
    }
    #expect(
      plan.description == """
        safe: add field account.custom.tier of type picklist
        safe: rename field account.custom.tier to custom.level
        lossy: convert field account.custom.level to type picklist (codes that are no longer offered become empty)
        refused: convert field account.name to type long_text (it belongs to module base: at run time only label, \
        help, required, options and hints change)
        lossy: remove field account.custom.level (all its values are lost)
        """)
    #expect(plan.isRefused && plan.isLossy)
    #expect(plan.catalog["account"]?.fields == plan.base["account"]?.fields)
  }

  @Test func `adds a field to a standard entity under custom`() throws {
    let plan = try plan { $0[Account.self].add(.picklist("tier", ["gold", "silver"]), label: "Tier") }
    let field = try #require(plan.catalog.field("custom.tier", of: "account"))
    #expect(
      field.label == "Tier" && field.type == .picklist(["gold", "silver"]) && field.number == plan.base.nextNumber)
    #expect(plan.catalog.nextNumber == plan.base.nextNumber + 2)
    #expect(plan.catalog.generation == plan.base.generation + 1)
  }

  typealias Edit = @Sendable (inout SchemaDraft) -> Void

  static let refusals: [(code: ErrorCode, edit: Edit)] = [
    (.unknownEntity, { $0["vehicle"].add(.text("plate")) }),
    (.unknownEntity, { $0.removeEntity("vehicle") }),
    (.unknownField, { $0["account"].rename("tier", to: "level") }),
    (.ownedByModule, { $0["account"].remove("name") }),
    (.ownedByModule, { $0["account"].retire("name") }),
    (.ownedByModule, { $0["account"].setUnique("name") }),
    (.ownedByModule, { $0["account"].setIndexed("employees") }),
    (.ownedByModule, { $0["account"].set(.title(["industry"])) }),
    (.ownedByModule, { $0.removeEntity("account") }),
    (.ownedByModule, { $0.renameEntity("account", to: "company") }),
    (.ownedByModule, { $0["account_contact_relation"].removeIndex("pair") }),
    (.ownedByModule, { $0["account_contact_relation"].removeRule("ends_before_start") }),
    (.badType, { $0["account"].add(.decimal("rate", scale: 19)) }),
    (.badType, { $0["account"].add(.percent("rate", scale: -1)) }),
    (.badType, { $0["account"].add(.text("note", maxLength: 0)) }),
    (.badType, { $0["account"].add(.text("note", maxLength: 131_073)) }),
    (.badType, { $0["account"].add(.reference("any_of", .several([]))) }),
    (.badOption, { $0["account"].add(.picklist("tier", ["a", "a"])) }),
    (.badOption, { $0["account"].add(.picklist("tier", ["a;b"])) }),
    (.badOption, { $0["account"].addOption("type", "customer") }),
    (.badOption, { $0["account"].retireOption("type", "nobody") }),
    (.badOption, { $0["account"].addOption("name", "x") }),
    (.badOption, { $0["account"].orderOptions("type", ["other", "nobody"]) }),
    (.badOption, { $0["account"].orderOptions("type", ["other", "customer", "other"]) }),
    (.badOption, { $0["account"].orderOptions("name", ["x"]) }),
    (.unknownField, { $0["account"].orderOptions("kind", ["x"]) }),
    (.badDefault, { $0["account"].add(.integer("stars").default("three")) }),
    (.badDefault, { $0["account"].add(.picklist("tier", ["a"]).default("b")) }),
    (.badDefault, { $0["account"].add(.text("note").defaultNow()) }),
    (.badTrait, { $0["account"].add(.geoPoint("place").unique()) }),
    (.badTrait, { $0["account"].add(.integer("stars").folded()) }),
    (
      .badTrait,
      {
        $0["account"].add(.reference("dealer", to: "contact"))
        $0["account"].setRequired("dealer")
      }
    ),
    (.unknownEntity, { $0["account"].add(.reference("dealer", to: "garage")) }),
    (
      .unknownEntity,
      {
        $0.addEntity("garage")
        $0["account"].add(.reference("dealer", to: "garage"))
        $0.removeEntity("garage")
      }
    ),
    (
      .ambiguousInverse,
      {
        $0["contact"].add(.reference("employer", to: "account", inverse: "staff"))
        $0["user"].add(.reference("employer", to: "account", inverse: "staff"))
      }
    ),
    (
      .ambiguousInverse,
      {
        $0["account"].add(.text("staff"))
        $0["contact"].add(.reference("employer", to: "account", inverse: "staff"))
      }
    ),
    (.reservedName, { $0["contact"].add(.reference("employer", to: "account", inverse: "id")) }),
    (.badIndex, { $0["account"].addIndex("by_tier", on: ["tier"]) }),
    (.badIndex, { $0["account"].addIndex("nothing", on: []) }),
    (.badIndex, { $0["account"].addIndex("places", on: ["location"], unique: true) }),
    (
      .badIndex,
      {
        $0["account"].add(.text("tier"))
        $0["account"].addIndex("by_tier", on: ["tier"])
        $0["account"].remove("tier")
      }
    ),
    (.badOverlap, { $0["account"].addOverlap("twice", of: "name", per: [], message: "Taken") }),
    (.badOverlap, { $0["account"].addOverlap("twice", of: "slot", per: [], message: "Taken") }),
    (.badTitle, { $0.addEntity("vehicle", title: ["plate"]) }),
    (
      .badTitle,
      {
        $0.addEntity("vehicle", title: ["plate"], fields: [.text("plate")])
        $0["vehicle"].retire("plate")
      }
    ),
    (.unknownField, { $0["account"].addRule("x", "No", condition: .isNull(.field("nothing"))) }),
    (
      .tooDeep,
      {
        let deep = (0..<70).reduce(Formula.isNull(.field("name"))) { inner, _ in .not(inner) }
        $0["account"].addRule("x", "No", condition: deep)
      }
    ),
    (.unknownRule, { $0["account"].removeRule("x") }),
    (
      .noConversion,
      {
        $0["account"].add(.date("due"))
        $0["account"].retype("due", to: .instant)
      }
    ),
  ]

  @Test(arguments: refusals)
  func `refuses what cannot work and says why`(_ example: (code: ErrorCode, edit: Edit)) throws {
    let plan = try plan(example.edit)
    #expect(plan.violations.map(\.code) == [example.code], "\(plan)")
  }

  @Test func `tells everything that is wrong at once`() throws {
    let plan = try plan { schema in
      schema["account"].add(.decimal("rate", scale: 30).unique().default("x"))
      schema["account"].add(.text("Bad Name"))
      schema["nothing"].add(.text("x"))
    }
    #expect(plan.violations.map(\.code) == [.badType, .badDefault, .badName, .unknownEntity])
  }

  @Test func `lets label, help, required, options and hints of a module's field change`() throws {
    let plan = try plan { schema in
      schema["account"].relabel("industry", to: "Branche")
      schema["account"].setHelp("industry", to: "What they do")
      schema["account"].setRequired("industry")
      schema["account"].set("industry", .hints(["column": "2"]))
      schema["account"].addOption("type", "supplier")
      schema["account"].retireOption("type", "other")
      schema["account"].relabelOption("type", "partner", to: "Partnerin")
    }
    #expect(!plan.isRefused, "\(plan)")
    let field = try #require(plan.catalog.field("industry", of: "account"))
    #expect(field.customized == [.label, .help, .required, .hints])
    let options = try #require(plan.catalog.field("type", of: "account")?.type.options)
    #expect(options.filter(\.isActive).map(\.code) == ["customer", "prospect", "partner", "competitor", "supplier"])
  }

  @Test func `puts the options named first, and leaves the others in their order`() throws {
    let plan = try plan { $0["account"].orderOptions("type", ["other", "partner"]) }
    #expect(plan.description == "safe: order options of field account.type")
    let field = try #require(plan.catalog.field("type", of: "account"))
    #expect(field.type.options?.map(\.code) == ["other", "partner", "customer", "prospect", "competitor"])
    #expect(field.number == plan.base.field("type", of: "account")?.number)
  }

  @Test func `completes the way back of a relationship that is changed`() throws {
    let plan = try plan { schema in
      schema["contact"].add(.reference("employer", to: "account"))
      schema["contact"].set("employer", .relationship(RelationshipSchema(inverse: "staff", onDelete: .restrict)))
    }
    #expect(!plan.isRefused, "\(plan)")
    let relationship = plan.catalog.field("custom.employer", of: "contact")?.relationship
    #expect(relationship == RelationshipSchema(inverse: "custom.staff", onDelete: .restrict))
  }

  @Test func `resolves references among entities that it adds itself, whichever comes first`() throws {
    let plan = try plan { schema in
      schema.addEntity("vehicle", fields: [.text("plate"), .reference("fleet", to: "fleet", inverse: "vehicles")])
      schema.addEntity("fleet", fields: [.reference("flagship", to: "vehicle")])
    }
    #expect(!plan.isRefused, "\(plan)")
    #expect(plan.catalog.field("custom.fleet", of: "custom.vehicle")?.type == .reference(.one("custom.fleet")))
    #expect(
      plan.catalog.inverses(named: "custom.vehicles", of: "custom.fleet") == [
        RelatedPath("custom.vehicle", "custom.fleet")
      ])
  }

  @Test func `renames an entity together with what refers to it`() throws {
    let plan = try plan { schema in
      schema.addEntity("fleet")
      schema["account"].add(.reference("fleet", to: "fleet"))
      schema["account"].add(.condition("offer", on: "fleet"))
      schema.renameEntity("fleet", to: "park")
    }
    #expect(!plan.isRefused, "\(plan)")
    #expect(plan.catalog["custom.fleet"] == nil)
    #expect(plan.catalog.field("custom.fleet", of: "account")?.type == .reference(.one("custom.park")))
    #expect(plan.catalog.field("custom.offer", of: "account")?.type == .condition(on: "custom.park"))
  }

  @Test func `renames a field in title, indexes, rules and no-overlap rules`() throws {
    let plan = try plan { schema in
      schema.addEntity("lesson", title: ["topic"], fields: [.text("topic"), .interval("slot")]) { entity in
        entity.indexes = [IndexSchema("by_topic", on: ["topic", "slot.start"])]
        entity.rules = [RuleSchema("r", on: "topic", message: "", condition: .isNull(.field("custom.topic")))]
        entity.overlaps = [OverlapSchema("o", interval: "slot", per: ["topic"], message: "")]
      }
      schema["lesson"].rename("topic", to: "subject")
      schema["lesson"].rename("slot", to: "time")
    }
    #expect(!plan.isRefused, "\(plan)")
    let lesson = try #require(plan.catalog["custom.lesson"])
    #expect(lesson.title == ["custom.subject"])
    #expect(lesson.indexes[0].fields == ["custom.subject", "custom.time.start"])
    #expect(lesson.rules[0].field == "custom.subject")
    #expect(lesson.overlaps[0].interval == "custom.time" && lesson.overlaps[0].key == ["custom.subject"])
  }
}
