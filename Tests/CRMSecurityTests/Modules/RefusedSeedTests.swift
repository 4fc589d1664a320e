import CRMModel
import CRMSecurity
import CRMStorage
import CRMTestStores
import CRMTesting
import Testing

/// What was added to a store at run time that stands against a seed, and goes again.
enum SeedObstacle: CaseIterable {
  case rule, requiredCustomField, requiredModuleField, option, uniqueIndex

  static let thing: EntityName = "stage.thing"

  var code: ErrorCode {
    switch self {
    case .rule: "custom.welcome"
    case .requiredCustomField, .requiredModuleField: .required
    case .option: .unknownCode
    case .uniqueIndex: .notUnique
    }
  }

  /// Puts it there. What is there already is not touched by it.
  func raise(_ session: Session) async throws {
    switch self {
    case .rule:
      try await session.alter { schema in
        schema[Self.thing].addRule(
          "welcome", "not welcome", condition: .not(.compare(.equal, .field("title"), .literal("Guest"))))
      }
    case .requiredCustomField:
      try await session.alter { $0[Self.thing].add(.text("origin")) }
      try await Self.fill("custom.origin", session)
      try await session.alter { $0[Self.thing].setRequired("origin") }
    case .requiredModuleField:
      try await Self.fill("note", session)
      try await session.alter { $0[Self.thing].setRequired("note") }
    case .option: try await session.alter { $0[Self.thing].retireOption("size", "large") }
    case .uniqueIndex: try await session.insert(Record(Self.thing, ["title": "Own", "size": "large"]))
    }
  }

  /// Takes it away.
  func lower(_ session: Session) async throws {
    switch self {
    case .rule: try await session.alter { $0[Self.thing].removeRule("welcome") }
    case .requiredCustomField: try await session.alter { $0[Self.thing].setRequired("origin", false) }
    case .requiredModuleField: try await session.alter { $0[Self.thing].setRequired("note", false) }
    case .option: try await session.alter { $0[Self.thing].restoreOption("size", "large") }
    case .uniqueIndex:
      let own = try await session.records(Query(Self.thing).where(.compare(.equal, .field("title"), .literal("Own"))))
      let ids = own.map { AnyRecordID(entity: Self.thing, rawValue: $0.id) }
      try await session.write { tx in try tx.delete(ids) }
    }
  }

  private static func fill(_ field: FieldName, _ session: Session) async throws {
    for record in try await session.records(Query(Self.thing)) {
      try await session.update(AnyRecordID(entity: Self.thing, rawValue: record.id), Patch([field: "here"]))
    }
  }
}

@Suite struct `A seed that users of the store stand against` {
  private static func schema() throws -> EntitySchema {
    var schema = EntitySchema.staged(
      "stage.thing", FieldSchema("size", .picklist([PicklistOption("small"), PicklistOption("large")])),
      FieldSchema("note", .text))
    schema.indexes = [
      IndexSchema("one_large", on: ["size"], isUnique: true, where: .compare(.equal, .field("size"), .literal("large")))
    ]
    return schema
  }

  private static func seed(_ name: SeedName, _ title: String, _ size: String) -> AnySeed {
    AnySeed(name, of: "stage.thing") { _ in Record("stage.thing", ["title": .text(title), "size": .text(size)]) }
  }

  private static func history() throws -> ModuleHistory {
    let first = seed("stage.first", "First", "small")
    let guest = seed("stage.guest", "Guest", "large")
    return ModuleHistory(
      .init(try schema(), seeds: [first]), .init(try schema(), seeds: [first, guest]),
      .init(try schema(), seeds: [first, guest]))
  }

  @Test(arguments: StoreKind.allCases, SeedObstacle.allCases)
  func `is left out and told, and comes with the next version`(_ kind: StoreKind, _ obstacle: SeedObstacle) async throws
  {
    let history = try Self.history()
    try await kind.withJoinedStore(modules: [history.module(1)]) { source, first, session in
      try await obstacle.raise(session)
      let second = try await Workspace.open(source, modules: [history.module(2)])
      #expect(second.seedsLeftOut.map(\.code) == [obstacle.code])
      #expect(second.seedsLeftOut.first?.entity == "stage.thing")
      #expect(second.seedsLeftOut.first?.message.contains("stage.guest") == true)
      #expect(second.modules["stage"] == 2)
      #expect(try await titles(session).contains("Guest") == false)
      // It is not tried again and again.
      let again = try await Workspace.open(source, modules: [history.module(2)])
      #expect(again.seedsLeftOut.isEmpty)
      try await obstacle.lower(session)
      let third = try await Workspace.open(source, modules: [history.module(3)])
      #expect(third.seedsLeftOut.isEmpty)
      #expect(try await titles(session).contains("Guest"))
      for workspace in [second, again, third] { await workspace.close() }
    }
  }

  private func titles(_ session: Session) async throws -> [FieldValue] {
    try await session.records(Query("stage.thing")).map { $0["title"] }
  }

  @Test(arguments: StoreKind.allCases)
  func `is told by an estimate, which refuses nothing for it`(_ kind: StoreKind) async throws {
    let history = try Self.history()
    try await kind.withJoinedStore(modules: [history.module(1)]) { source, first, session in
      try await SeedObstacle.rule.raise(session)
      let second = try await Workspace.open(source, modules: [history.module(2)], upgrade: .plan)
      let estimate = try await second.estimateUpgrade()
      #expect(!estimate.isRefused)
      #expect(estimate.effects.flatMap(\.leftOut).map(\.code) == ["custom.welcome"])
      #expect(second.seedsLeftOut.isEmpty)
      try await second.upgrade()
      #expect(second.seedsLeftOut.map(\.code) == ["custom.welcome"])
      await second.close()
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `stays as it is when a version would change it against them`(_ kind: StoreKind) async throws {
    let history = ModuleHistory(
      .init(try Self.schema(), seeds: [Self.seed("stage.guest", "Visitor", "small")]),
      .init(try Self.schema(), seeds: [Self.seed("stage.guest", "Guest", "small")]),
      .init(try Self.schema(), seeds: [Self.seed("stage.guest", "Guest", "small")]))
    try await kind.withJoinedStore(modules: [history.module(1)]) { source, first, session in
      try await SeedObstacle.rule.raise(session)
      let second = try await Workspace.open(source, modules: [history.module(2)])
      #expect(second.seedsLeftOut.map(\.code) == ["custom.welcome"])
      #expect(try await titles(session) == ["Visitor"])
      try await SeedObstacle.rule.lower(session)
      let third = try await Workspace.open(source, modules: [history.module(3)])
      #expect(try await titles(session) == ["Guest"])
      for workspace in [second, third] { await workspace.close() }
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `refuses the opening when the module itself stands against it too`(_ kind: StoreKind) async throws {
    var schema = try Self.schema()
    schema.rules = [
      RuleSchema(
        "no_guest", message: "No guests", condition: .not(.compare(.equal, .field("title"), .literal("Guest"))))
    ]
    let history = ModuleHistory(
      .init(schema), .init(schema, seeds: [Self.seed("stage.guest", "Guest", "small")]))
    try await kind.withJoinedStore(modules: [history.module(1)]) { source, first, session in
      try await SeedObstacle.rule.raise(session)
      let error = await #expect(throws: StoreError.self) {
        try await Workspace.open(source, modules: [history.module(2)])
      }
      #expect(error?.code == .upgradeFailed)
      #expect(Set(error?.violations.map(\.code) ?? []) == ["no_guest", "custom.welcome"])
    }
  }
}
