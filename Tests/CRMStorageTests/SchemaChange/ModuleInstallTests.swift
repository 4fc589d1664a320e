import CRMModel
import CRMStorage
import Testing

/// A module whose content a test makes up.
private struct School: CRMModule {
  static let name: ModuleName = "school"
  static let version = 1
  var entities: [EntitySchema] = []
  var extensions: [FieldExtension] = []
  var content: ModuleContent {
    var content = ModuleContent()
    content.entities = entities
    content.extensions = extensions
    return content
  }

  static var lesson: EntitySchema {
    var lesson = EntitySchema(
      "school.lesson", title: ["topic"],
      fields: [
        FieldSchema("topic", .text), FieldSchema("slot", .interval),
        FieldSchema("status", .picklist(["booked", "held"])),
      ])
    lesson.indexes = [IndexSchema("by_topic", on: ["topic", "slot.start"])]
    lesson.rules = [RuleSchema("no_topic", on: "topic", message: "A topic", condition: .not(.isNull(.field("topic"))))]
    lesson.overlaps = [OverlapSchema("double", interval: "slot", per: ["topic"], message: "Taken")]
    return lesson
  }
}

private struct NewerSchool: CRMModule {
  static let name: ModuleName = "school"
  static let version = 2
  var content: ModuleContent { School.lesson }
}

private struct Intruder: CRMModule {
  static let name: ModuleName = "intruder"
  static let version = 1
  var names: [EntityName]
  var content: ModuleContent {
    var content = ModuleContent()
    content.entities = names.map { EntitySchema($0, fields: [FieldSchema("topic", .text)]) }
    return content
  }
}

@Suite struct `Installing modules` {
  private func plan(_ modules: [any CRMModule], _ catalog: Catalog) -> SchemaPlan {
    SchemaPlan.installing(modules: modules, into: catalog, compile: SchemaBench.compile)
  }

  @Test func `a second time changes nothing`() throws {
    let catalog = try PlanWorlds.installing(
      [BaseModule(), School(entities: [School.lesson])], into: Catalog(currency: .eur))
    #expect(plan([BaseModule(), School(entities: [School.lesson])], catalog).isEmpty)
    #expect(catalog.modules.mapValues(\.version) == ["base": 1, "school": 1])
  }

  @Test(arguments: SchemaBench.Kind.allCases)
  func `makes the tables and indexes that the catalog says, and stores it`(_ kind: SchemaBench.Kind) async throws {
    var bench = try await SchemaBench(kind)
    try await bench.install([BaseModule(), School(entities: [School.lesson])])
    #expect(try await bench.layouts() == bench.expectedLayouts())
    #expect(try await bench.storedCatalog() == bench.catalog)
    #expect(bench.catalog.generation == 1)
  }

  @Test func `renames what was called otherwise formerly and retires what is gone`() throws {
    var lesson = School.lesson
    let old = try PlanWorlds.installing([BaseModule(), School(entities: [lesson])], into: Catalog(currency: .eur))
    lesson.fields[0].name = "subject"
    lesson.fields[0].formerNames = ["topic"]
    lesson.fields.removeLast()
    lesson.title = ["subject"]
    lesson.indexes[0].fields = ["subject", "slot.start"]
    lesson.overlaps[0].key = ["subject"]
    lesson.rules = []
    let plan = plan([School(entities: [lesson])], old)
    #expect(
      plan.steps.map(\.description) == [
        "safe: rename field school.lesson.topic to subject",
        "safe: remove rule no_topic from school.lesson",
        "safe: retire field school.lesson.status, its values are kept",
      ])
    #expect(plan.catalog.field("topic", of: "school.lesson")?.number == old.field("topic", of: "school.lesson")?.number)
    #expect(plan.catalog.field("status", of: "school.lesson")?.isRetired == true)
  }

  @Test func `keeps what a customer added or changed of it`() throws {
    let installed = try PlanWorlds.installing(
      [BaseModule(), School(entities: [School.lesson])], into: Catalog(currency: .eur))
    let altered = SchemaBench.plan(installed) { schema in
      schema["school.lesson"].relabel("topic", to: "Thema")
      schema["school.lesson"].setRequired("topic")
      schema["school.lesson"].addOption("status", "missed")
      schema["school.lesson"].orderOptions("status", ["missed"])
      schema["school.lesson"].add(.integer("grade"))
      schema["school.lesson"].addIndex("grades", on: ["grade"])
      schema["school.lesson"].addRule(
        "low", "Too low", condition: .compare(.greater, .field("custom.grade"), .literal(0)))
      schema["school.lesson"].relabel("Stunde", plural: "Stunden")
    }
    #expect(!altered.isRefused, "\(altered)")
    #expect(plan([BaseModule(), School(entities: [School.lesson])], altered.catalog).isEmpty)
  }

  @Test func `retires entities that are gone and restores them when they come back`() throws {
    let installed = try PlanWorlds.installing(
      [BaseModule(), School(entities: [School.lesson])], into: Catalog(currency: .eur))
    let retired = plan([School()], installed)
    #expect(retired.steps.map(\.edit) == [.retireEntity("school.lesson")])
    #expect(
      plan([School(entities: [School.lesson])], retired.catalog).steps.map(\.edit) == [.restoreEntity("school.lesson")])
  }

  @Test(arguments: ["contact", "account", "lesson", "school.lesson", "custom.lesson", "Intruder.lesson"])
  func `refuses a module's entity with a name that is not its own`(_ name: String) throws {
    let catalog = try PlanWorlds.installing(
      [BaseModule(), School(entities: [School.lesson])], into: Catalog(currency: .eur))
    let plan = plan([Intruder(names: [EntityName(name)])], catalog)
    #expect(plan.isRefused)
    #expect(plan.violations.contains { $0.code == .badName })
    #expect(plan.catalog.entities == catalog.entities)
  }

  @Test func `refuses the same entity twice, the same module twice and an older version`() throws {
    let base = try PlanWorlds.base()
    #expect(plan([Intruder(names: ["intruder.a", "intruder.a"])], base).violations.map(\.code) == [.nameTaken])
    #expect(plan([School(), School()], base).violations.map(\.code) == [.nameTaken])
    let newer = try PlanWorlds.installing([NewerSchool()], into: base)
    #expect(plan([School(entities: [School.lesson])], newer).violations.map(\.code) == [.newerModule])
  }

  @Test func `adds fields to entities of others only under its own name and never required`() throws {
    let base = try PlanWorlds.base()
    var required = FieldSchema("school.level", .integer)
    required.isRequired = true
    let fields = [FieldSchema("school.licence", .text), FieldSchema("licence", .text), required]
    let plan = plan([School(extensions: [FieldExtension("contact", fields: fields)])], base)
    #expect(plan.steps.prefix(3).map(\.verdict.isRefused) == [false, true, true])
    #expect(plan.violations.map(\.code) == [.badName, .badTrait])
  }

  @Test func `refuses a field of one word that is called like a module`() throws {
    var lesson = School.lesson
    lesson.fields.append(FieldSchema("base", .text))
    let plan = plan([School(entities: [lesson])], try PlanWorlds.base())
    #expect(plan.violations.map(\.code) == [.reservedName])
  }
}
