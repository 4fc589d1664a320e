import CRMModel
import CRMStorage
import Testing

/// A module with an entity, the history of a field of it, and a field of its own in an entity of ours.
private struct Clinic: CRMModule {
  static let name: ModuleName = "clinic"
  static let version = 1
  var entities = [Clinic.visit, Clinic.stay]
  var content: ModuleContent {
    var content = ModuleContent()
    content.entities = entities
    content.extensions = [FieldExtension("contact", fields: [FieldSchema("clinic.left_at", .instant)])]
    return content
  }

  static var visit: EntitySchema {
    EntitySchema(
      "clinic.visit", title: ["room"],
      fields: [
        FieldSchema("room", .text(maxLength: 20)), FieldSchema("state", .picklist(["waiting", "treated"])),
        FieldSchema("ward", .reference(.one("account"))), FieldSchema("guest", .reference(.any)),
        FieldSchema("came_on", .date), FieldSchema("left_at", .instant), FieldSchema("left_on", .date),
      ])
  }

  static var stay: EntitySchema {
    var visit = FieldSchema("visit", .reference(.one("clinic.visit")))
    visit.isRequired = true
    visit.relationship = RelationshipSchema(inverse: "stays", onDelete: .cascade, isPartOf: true)
    var stay = EntitySchema(
      "clinic.stay", title: ["state"],
      fields: [
        visit, FieldSchema("state", .picklist(["waiting", "treated", "unknown"])), FieldSchema("stay", .interval),
        FieldSchema("room", .text), FieldSchema("ward", .reference(.one("account"))),
        FieldSchema("guest", .reference(.any)), FieldSchema("contact", .reference(.one("contact"))),
      ])
    stay.history = history
    return stay
  }

  static var history: HistorySchema {
    var history = HistorySchema(
      of: "visit", following: "state", value: "state", stay: "stay", copies: ["room": "room"])
    history.begins = "came_on"
    let isTreated = Formula.compare(.equal, .field("state"), .literal("treated"))
    history.closing = ClosingSchema(when: isTreated, moment: "left_at", day: "left_on")
    return history
  }
}

extension EntitySchema {
  /// Keeps the history of another field under the same name.
  fileprivate mutating func follow(_ field: FieldName) {
    history?.follows = field
    history?.value = field
  }
}

@Suite struct `The plan of a history` {
  private func plan(_ module: Clinic, _ catalog: Catalog) -> SchemaPlan {
    SchemaPlan.installing(modules: [BaseModule(), module], into: catalog, compile: SchemaBench.compile)
  }

  private func plan(_ change: (inout EntitySchema) -> Void) throws -> SchemaPlan {
    var stay = Clinic.stay
    change(&stay)
    return plan(Clinic(entities: [Clinic.visit, stay]), try PlanWorlds.base())
  }

  @Test func `adds it with its entity, and a second time nothing`() throws {
    let catalog = try PlanWorlds.installing([BaseModule(), Clinic()], into: Catalog(currency: .eur))
    #expect(catalog["clinic.stay"]?.history == Clinic.history)
    #expect(plan(Clinic(), catalog).isEmpty)
    #expect(StoreLayout(catalog).histories(of: "clinic.visit").count == 1)
  }

  @Test func `adds, changes and takes it away where the entity is there already`() throws {
    var plain = Clinic.stay
    plain.history = nil
    let before = try PlanWorlds.installing(
      [BaseModule(), Clinic(entities: [Clinic.visit, plain])], into: Catalog(currency: .eur))
    let adding = plan(Clinic(), before)
    #expect(adding.steps.map(\.description) == ["safe: change history of entity clinic.stay"])
    #expect(adding.catalog["clinic.stay"]?.history == Clinic.history)
    var other = Clinic.stay
    other.history?.begins = nil
    let changing = plan(Clinic(entities: [Clinic.visit, other]), adding.catalog)
    #expect(changing.steps.count == 1)
    #expect(changing.catalog["clinic.stay"]?.history?.begins == nil)
    let removing = plan(Clinic(entities: [Clinic.visit, plain]), changing.catalog)
    #expect(removing.catalog["clinic.stay"]?.history == nil)
    #expect(StoreLayout(removing.catalog).histories(of: "clinic.visit").isEmpty)
  }

  @Test func `follows fields that are called otherwise`() throws {
    let before = try PlanWorlds.installing([BaseModule(), Clinic()], into: Catalog(currency: .eur))
    var visit = Clinic.visit
    visit.fields[1].name = "status"
    visit.fields[1].formerNames = ["state"]
    var stay = Clinic.stay
    stay.fields[3].name = "place"
    stay.fields[3].formerNames = ["room"]
    stay.history?.copies = ["place": "room"]
    let renaming = plan(Clinic(entities: [visit, stay]), before)
    #expect(!renaming.isRefused, "\(renaming)")
    #expect(renaming.steps.count == 2)
    #expect(renaming.catalog["clinic.stay"]?.history?.copies == ["place": "room"])
    let layout = StoreLayout(renaming.catalog).histories(of: "clinic.visit").first
    #expect(layout?.followed.schema.name == "status")
    #expect(layout?.kept.map(\.to.schema.name) == ["state", "place"])
  }

  @Test(
    arguments: [
      { $0.history?.record = "nothing" }, { $0.history?.record = "room" }, { $0.history?.record = "contact" },
      { $0.history?.follows = "nothing" }, { $0.history?.follows = "revision" }, { $0.history?.value = "nothing" },
      { $0.history?.value = "ward" }, { $0.history?.stay = "room" }, { $0.history?.stay = "nothing" },
      { $0.history?.copies = ["ward": "room"] }, { $0.history?.copies = ["nothing": "room"] },
      { $0.history?.copies = ["room": "nothing"] }, { $0.fields[3].isRequired = true },
      { $0.fields[4].isRequired = true }, { $0.fields[1] = FieldSchema("state", .picklist(["waiting"])) },
      { $0.fields[1] = FieldSchema("state", .text(maxLength: 40)) }, { $0.history?.begins = "room" },
      { $0.history?.begins = "nothing" }, { $0.history?.closing?.moment = "left_on" },
      { $0.history?.closing?.moment = "nothing" }, { $0.history?.closing?.day = "left_at" },
      { $0.follow("guest") },
      {
        // Fields of a follow-up are the base module's to write.
        $0.fields[6].type = .reference(.one("follow_up"))
        $0.fields[6].relationship = RelationshipSchema(onDelete: .cascade, isPartOf: true)
        $0.fields[0].isRequired = false
        $0.history = HistorySchema(of: "contact", following: "due_date", value: "day", stay: "stay")
        $0.fields.append(FieldSchema("day", .date))
        $0.history?.closing = ClosingSchema(when: .isNull(.field("subject")), moment: "completed_at")
      },
    ] as [@Sendable (inout EntitySchema) -> Void])
  func `refuses one that cannot be kept`(_ change: @Sendable (inout EntitySchema) -> Void) throws {
    let plan = try plan(change)
    #expect(plan.isRefused)
    #expect(plan.violations.contains { $0.code == .badHistory }, "\(plan.violations)")
  }

  @Test(
    arguments: [
      { $0.fields[1] = FieldSchema("state", .text) }, { $0.fields[1].isRequired = true },
      { $0.history?.begins = "left_at" }, { $0.history?.closing?.day = nil }, { $0.history?.closing = nil },
      {
        $0.follow("guest")
        $0.history?.closing = nil
      },
      {
        $0.follow("ward")
        $0.history?.closing?.condition = .isNull(.field("industry"))
      },
      {
        $0.fields[6].relationship = RelationshipSchema(onDelete: .cascade, isPartOf: true)
        $0.history = HistorySchema(of: "contact", following: "account", value: "ward", stay: "stay")
        $0.history?.closing = ClosingSchema(when: .isNull(.field("industry")), moment: "clinic.left_at")
        $0.fields[0].isRequired = false
      },
    ] as [@Sendable (inout EntitySchema) -> Void])
  func `takes what can be kept`(_ change: @Sendable (inout EntitySchema) -> Void) throws {
    let plan = try plan(change)
    #expect(!plan.isRefused, "\(plan.violations)")
  }

  @Test func `refuses a condition of closing that the schema does not know`() throws {
    let plan = try plan { $0.history?.closing?.condition = .isNull(.field("industry")) }
    #expect(plan.violations.map(\.code) == [.unknownField])
  }

  @Test func `keeps no history of a history, and writes a moment of closing from one place`() throws {
    var second = Clinic.stay
    second.name = "clinic.second"
    second.fields[0].relationship?.inverse = "seconds"
    let twice = plan(Clinic(entities: [Clinic.visit, Clinic.stay, second]), try PlanWorlds.base())
    #expect(twice.violations.contains { $0.message.contains("another history writes clinic.visit.left_at") })
    second.history?.closing = nil
    #expect(!plan(Clinic(entities: [Clinic.visit, Clinic.stay, second]), try PlanWorlds.base()).isRefused)
    second.fields[0].type = .reference(.one("clinic.stay"))
    let nested = plan(Clinic(entities: [Clinic.visit, Clinic.stay, second]), try PlanWorlds.base())
    #expect(nested.violations.contains { $0.message.contains("no history is kept of the records of a history") })
  }

  @Test func `leaves a module's history alone at run time`() throws {
    let catalog = try PlanWorlds.installing([BaseModule(), Clinic()], into: Catalog(currency: .eur))
    let plan = SchemaBench.plan(catalog) { $0["clinic.stay"].set(.history(nil)) }
    #expect(plan.violations.map(\.code) == [.ownedByModule])
  }

  @Test func `asks that an option comes to the history as well`() throws {
    let catalog = try PlanWorlds.installing([BaseModule(), Clinic()], into: Catalog(currency: .eur))
    let alone = SchemaBench.plan(catalog) { $0["clinic.visit"].addOption("state", "dead") }
    #expect(alone.violations.map(\.code) == [.badHistory])
    let both = SchemaBench.plan(catalog) { schema in
      schema["clinic.visit"].addOption("state", "dead")
      schema["clinic.stay"].addOption("state", "dead")
    }
    #expect(!both.isRefused, "\(both.violations)")
  }
}
