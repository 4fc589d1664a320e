import CRMModel
import CRMSecurity
import CRMStorage
import CRMTestStores
import CRMTesting
import Testing

/// A module whose seeds a test makes up.
private struct Garage: CRMModule {
  static let name: ModuleName = "workshop"
  static let version = 1
  var seeds: [AnySeed] = []
  var content: ModuleContent {
    var content = ModuleContent()
    content.entities = [RepairKind.schema.definition]
    content.seeds = seeds
    return content
  }
}

@Suite struct `A seed record` {
  @Test(arguments: StoreKind.allCases)
  func `follows the module in fields that nobody changed, and leaves those that somebody did`(_ kind: StoreKind)
    async throws
  {
    try await kind.withJoinedStore(modules: [WorkshopBetween()]) { source, first, session in
      let minor = try await session.read { try $0.find(seed: Workshop.minor) }
      #expect(minor.hourlyRate == 60)
      try await session.update(minor.id) { $0.name = "Quick" }
      let workspace = try await Workspace.open(source, modules: [Workshop()])
      let now = try await session.read { try $0.find(seed: Workshop.minor) }
      #expect(now.id == minor.id)
      #expect(now.name == "Quick")
      #expect(now.hourlyRate == 70)
      #expect(now.symbol == "m")
      await workspace.close()
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `does not come back once it was deleted`(_ kind: StoreKind) async throws {
    try await kind.withJoinedStore(modules: [WorkshopBetween()]) { source, first, session in
      let minor = try await session.read { try $0.find(seed: Workshop.minor) }
      try await session.delete(minor.id)
      let workspace = try await Workspace.open(source, modules: [Workshop()])
      #expect(try await session.read { try $0.fetch(seed: Workshop.minor) } == nil)
      let error = await #expect(throws: StoreError.self) {
        try await session.read { try $0.find(seed: Workshop.minor) }
      }
      #expect(error?.code == .recordNotFound)
      #expect(error?.kind == .notFound)
      #expect(try await session.fetch(RepairKind.query.order(by: { $0.name })).map(\.name) == ["General", "Major"])
      await workspace.close()
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `takes a record that has its unique value already`(_ kind: StoreKind) async throws {
    try await kind.withJoinedStore(modules: [WorkshopBetween()]) { source, first, session in
      let own = try await session.insert(
        RepairKind {
          $0.name = "Major"; $0.hourlyRate = 200
        })
      let workspace = try await Workspace.open(source, modules: [Workshop()])
      let major = try await session.read { try $0.find(seed: Workshop.major) }
      #expect(major.id == own.id)
      #expect(major.hourlyRate == 200)
      await workspace.close()
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `is not written again when the same version is opened again`(_ kind: StoreKind) async throws {
    try await kind.withJoinedStore(modules: [WorkshopBetween()]) { source, first, session in
      let before = try await session.changes(after: 0).count
      let again = try await Workspace.open(source, modules: [WorkshopBetween()])
      #expect(try await session.changes(after: 0).count == before)
      #expect(try await session.count(RepairKind.query) == 1)
      await again.close()
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `is refused with a name that is not its module's, or twice`(_ kind: StoreKind) async throws {
    let names: [[SeedName]] = [["minor"], ["garage.minor"], ["workshop.Minor"], ["workshop.a", "workshop.a"]]
    for names in names {
      let seeds = names.map { AnySeed($0, of: RepairKind.name) { _ in Record(RepairKind.name, ["name": "A"]) } }
      try await kind.withSource { source in
        let error = await #expect(throws: StoreError.self) {
          try await Workspace.open(source, modules: [Garage(seeds: seeds)])
        }
        #expect(error?.violations.map(\.code) == [.badSeed], "\(names)")
      }
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `that breaks a rule refuses the whole opening and says which`(_ kind: StoreKind) async throws {
    let seed = AnySeed("workshop.bad", of: RepairKind.name) { _ in Record(RepairKind.name, ["name": 5]) }
    try await kind.withSource { source in
      let error = await #expect(throws: StoreError.self) {
        try await Workspace.open(source, modules: [Garage(seeds: [seed])])
      }
      #expect(error?.code == .upgradeFailed)
      #expect(error?.violations.map(\.field) == ["name"])
      let workspace = try await Workspace.open(source, modules: [Garage()])
      #expect(workspace.modules["workshop"] == 1)
      await workspace.close()
    }
  }

  private static func seed(_ name: SeedName, _ entity: EntityName, _ title: FieldValue) -> AnySeed {
    AnySeed(name, of: entity) { _ in Record(entity, ["title": title]) }
  }

  @Test(arguments: StoreKind.allCases)
  func `of an entity that the module gave up stands in nobody's way`(_ kind: StoreKind) async throws {
    let seeds = [Self.seed("stage.a", "stage.thing", "A"), Self.seed("stage.p", "stage.part", "P")]
    let history = ModuleHistory(
      .init(.staged("stage.thing"), .staged("stage.part"), seeds: seeds),
      .init(.staged("stage.thing"), seeds: [Self.seed("stage.a", "stage.thing", "B")]),
      .init(.staged("stage.thing"), .staged("stage.part"), seeds: [seeds[0], Self.seed("stage.p", "stage.part", "Q")]))
    try await kind.withJoinedStore(modules: [history.module(1)]) { source, first, session in
      await (try await Workspace.open(source, modules: [history.module(2)])).close()
      #expect(try await session.records(Query("stage.thing")).map { $0["title"] } == ["B"])
      // The entity comes back, and its seed with it: it follows.
      await (try await Workspace.open(source, modules: [history.module(3)])).close()
      #expect(try await session.records(Query("stage.thing")).map { $0["title"] } == ["A"])
      #expect(try await session.records(Query("stage.part")).map { $0["title"] } == ["Q"])
    }
  }

  private static func field(_ name: FieldName, default value: FieldValue) -> FieldSchema {
    var field = FieldSchema(name, .integer)
    field.defaultValue = .value(value)
    return field
  }

  @Test(arguments: StoreKind.allCases)
  func `follows in a field that it left to its default, and leaves others' fields alone`(_ kind: StoreKind) async throws
  {
    let (rate, size) = (Self.field("rate", default: 5), Self.field("size", default: 1))
    let seed: (FieldValue) -> AnySeed = { rate in
      AnySeed("stage.a", of: "stage.thing") { _ in Record("stage.thing", ["title": "A", "rate": rate]) }
    }
    let history = ModuleHistory(
      .init(.staged("stage.thing", rate, size), seeds: [seed(.null)]),
      .init(.staged("stage.thing", rate, size), seeds: [seed(7)]))
    try await kind.withJoinedStore(modules: [history.module(1)]) { source, first, session in
      try await session.alter { $0["stage.thing"].add(.text("tier").default("D")) }
      let stored = try #require(try await session.records(Query("stage.thing")).first)
      #expect(stored["rate"] == 5)
      try await session.update(AnyRecordID(entity: "stage.thing", rawValue: stored.id), ["custom.tier": "X"])
      await (try await Workspace.open(source, modules: [history.module(2)])).close()
      let now = try #require(try await session.records(Query("stage.thing")).first)
      #expect([now["rate"], now["size"], now["custom.tier"]] == [7, 1, "X"])
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `is added beside a retired field that has a default`(_ kind: StoreKind) async throws {
    let history = ModuleHistory(
      .init(.staged("stage.thing", Self.field("rate", default: 5))),
      .init(.staged("stage.thing"), seeds: [Self.seed("stage.a", "stage.thing", "A")]))
    try await kind.withJoinedStore(modules: [history.module(1)]) { source, first, session in
      await (try await Workspace.open(source, modules: [history.module(2)])).close()
      #expect(try await session.records(Query("stage.thing")).map { $0["title"] } == ["A"])
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `leaves what a backfill gave a new field that the seed leaves open`(_ kind: StoreKind) async throws {
    let seeds = [Self.seed("stage.a", "stage.thing", "A")]
    let fill = ModuleUpgrade.Step.backfill("sizes") { tx in
      for record in try tx.records(Query("stage.thing")) {
        try tx.update(AnyRecordID(entity: "stage.thing", rawValue: record.id), ["size": 9, "rate": 9])
      }
    }
    let history = ModuleHistory(
      .init(.staged("stage.thing"), seeds: seeds),
      .init(
        .staged("stage.thing", FieldSchema("size", .integer), Self.field("rate", default: 5)), steps: [fill],
        seeds: [
          AnySeed("stage.a", of: "stage.thing") { _ in
            Record("stage.thing", ["title": "A", "size": .null, "rate": .null])
          }
        ]))
    try await kind.withJoinedStore(modules: [history.module(1)]) { source, first, session in
      await (try await Workspace.open(source, modules: [history.module(2)])).close()
      #expect(try await session.records(Query("stage.thing")).map { [$0["size"], $0["rate"]] } == [[9, 9]])
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `begins anew when its entity was taken away for good`(_ kind: StoreKind) async throws {
    let seed = Self.seed("stage.p", "stage.part", "P")
    let history = ModuleHistory(
      .init(.staged(), .staged("stage.part"), seeds: [seed]),
      .init(.staged(), steps: [.removeEntity("stage.part")]),
      .init(.staged(), .staged("stage.part"), seeds: [seed]))
    for path in [[3], [2, 3]] {
      try await kind.withJoinedStore(modules: [history.module(1)]) { source, first, session in
        for version in path { await (try await Workspace.open(source, modules: [history.module(version)])).close() }
        #expect(try await session.records(Query("stage.part")).map { $0["title"] } == ["P"])
      }
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `of an entity whose module is switched off waits for a version of its own`(_ kind: StoreKind) async throws {
    let crate = AnySeed("stage.car", of: Crate.entity) { _ in Record(Crate.entity, ["mark": "C"]) }
    let dependent = AnySeed("stage.load", of: "stage.load") { ids in
      Record("stage.load", ["title": "L", "in": ids["stage.car"].map { .reference($0) } ?? .null])
    }
    let load = EntitySchema.staged("stage.load", .required("in", .reference(.several([Crate.entity, "account"]))))
    let history = ModuleHistory(
      .init(.staged()), .init(.staged(), load, seeds: [crate, dependent, Self.seed("stage.t", "stage.thing", "T")]),
      .init(.staged(), load, seeds: [crate, dependent]))
    try await kind.withJoinedStore(modules: [history.module(1), Crate()]) { source, first, session in
      try await session.alter { $0.switchOff("crate") }
      await (try await Workspace.open(source, modules: [history.module(2), Crate()])).close()
      #expect(try await session.records(Query("stage.thing")).map { $0["title"] } == ["T"])
      #expect(try await session.count(Query("stage.load")) == 0)
      try await session.alter { $0.switchOn("crate") }
      #expect(try await session.count(Query(Crate.entity)) == 0)
      await (try await Workspace.open(source, modules: [history.module(3), Crate()])).close()
      #expect(try await session.records(Query(Crate.entity)).map { $0["mark"] } == ["C"])
      #expect(try await session.count(Query("stage.load")) == 1)
    }
  }
}

/// A module of its own, to be switched off.
private struct Crate: CRMModule {
  static let name: ModuleName = "crate"
  static let version = 1
  static let entity: EntityName = "crate.crate"
  var content: ModuleContent { EntitySchema(Self.entity, title: ["mark"], fields: [FieldSchema("mark", .text)]) }
}
