import CRMModel
import CRMSecurity
import CRMStorage
import CRMTestStores
import CRMTesting
import Testing

/// A module of its own entity, and a field in one of ours.
private struct Fleet: CRMModule {
  static let name: ModuleName = "fleet"
  static let version = 1
  var content: ModuleContent {
    EntitySchema(
      "fleet.car", title: ["plate"],
      fields: [FieldSchema("plate", .text), FieldSchema("driver", .reference(.one("contact")))])
    Extend(Contact.self) { .badge }
  }
}

extension ExtensionField where E == Contact, V == String? {
  fileprivate static var badge: Self { .init("fleet.badge") }
}

/// A module that refers to the first one's entity.
private struct Tours: CRMModule {
  static let name: ModuleName = "tours"
  static let version = 1
  var content: ModuleContent {
    EntitySchema(
      "tours.tour", title: ["name"],
      fields: [FieldSchema("name", .text), FieldSchema("car", .reference(.one("fleet.car")))])
  }
}

@Suite struct `Switching a module off` {
  private func withFleet(
    _ kind: StoreKind, _ modules: [any CRMModule] = [Fleet()],
    _ body: (StorageSource, Workspace, Session) async throws -> Void
  ) async throws {
    try await kind.withJoinedStore(modules: modules) { source, first, session in
      let ana = try await session.insert(
        Contact {
          $0.name = PersonName(last: "Ana"); $0[.badge] = "B7"
        })
      try await session.insert(
        Record("fleet.car", ["plate": "X-1", "driver": .reference(ana.id.erased)]))
      try await body(source, first, session)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `hides its entities and fields, keeps their data, and switching it on shows them again`(_ kind: StoreKind)
    async throws
  {
    try await withFleet(kind) { source, first, session in
      let plan = try await session.plan { $0.switchOff("fleet") }
      #expect(plan.steps.map(\.description) == ["safe: switch module fleet off, its data are kept"])
      try await session.alter { $0.switchOff("fleet") }
      let read = await #expect(throws: StoreError.self) { try await session.records(Query("fleet.car")) }
      #expect(read?.code == .unknownEntity)
      #expect(read?.message.contains("module fleet is switched off") == true)
      let written = await #expect(throws: StoreError.self) {
        try await session.insert(Record("fleet.car", ["plate": "X-2"]))
      }
      #expect(written?.code == .unknownEntity)
      let asked = await #expect(throws: StoreError.self) {
        try await session.fetch(Contact.query.where { $0[.badge] == "B7" })
      }
      #expect(asked?.violations.map(\.code) == [.unknownField])
      #expect(try await session.fetch(Contact.query).count == 1)
      #expect(try await session.check().isEmpty)

      // Opening with its code leaves it off.
      let again = try await Workspace.open(source, modules: [Fleet()])
      #expect(session.schema.modules["fleet"]?.isOff == true)
      await again.close()

      try await session.alter { $0.switchOn("fleet") }
      #expect(try await session.records(Query("fleet.car")).map { $0["plate"] } == ["X-1"])
      #expect(try await session.fetch(Contact.query.where { $0[.badge] == "B7" }).count == 1)
      #expect(session.schema.modules["fleet"]?.isOff == false)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `keeps a restricting reference's word while it is off`(_ kind: StoreKind) async throws {
    try await withFleet(kind) { source, first, session in
      try await session.alter { $0.switchOff("fleet") }
      let ana = try #require(try await session.first(Contact.query))
      try await session.delete(ana.id)
      try await session.alter { $0.switchOn("fleet") }
      // The reference clears, off or on.
      #expect(try await session.records(Query("fleet.car")).map { $0["driver"] } == [.null])
      #expect(try await session.check().isEmpty)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `is refused where others refer to it, and for the base`(_ kind: StoreKind) async throws {
    try await withFleet(kind, [Fleet(), Tours()]) { source, first, session in
      try await session.alter { $0[Account.self].add(.reference("best_car", to: "fleet.car")) }
      for change in [{ $0.switchOff("fleet") }, { $0.removeModule("fleet") }] as [@Sendable (inout SchemaDraft) -> Void]
      {
        let plan = try await session.plan { change(&$0) }
        #expect(plan.violations.map(\.code) == [.inUse, .inUse])
        #expect(plan.violations.map(\.field) == ["custom.best_car", "car"])
      }
      let base = try await session.plan { $0.switchOff("base") }
      #expect(base.isRefused)
      let unknown = try await session.plan { $0.switchOff("cinema") }
      #expect(unknown.violations.map(\.code) == [.unknownModule])
      let on = try await session.plan { $0.switchOn("fleet") }
      #expect(on.isRefused)
      try await session.alter { schema in
        schema[Account.self].retire("best_car")
        schema.switchOff("tours")
        schema.switchOff("fleet")
      }
      #expect(session.schema.modules.filter { $0.value.isOff }.keys.sorted() == ["fleet", "tours"])
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `removing it tells what is lost and takes all of it away`(_ kind: StoreKind) async throws {
    try await withFleet(kind) { source, first, session in
      let estimate = try await session.estimate { $0.removeModule("fleet") }
      #expect(
        estimate.effects.map { "\($0.step.edit): \($0.valuesLost)" } == [
          "remove field contact.fleet.badge: 1", "remove entity fleet.car: 1", "remove module fleet: 0",
        ])
      let refused = await #expect(throws: StoreError.self) { try await session.alter { $0.removeModule("fleet") } }
      #expect(refused?.code == .schemaRefused)
      try await session.alter(losing: true) { $0.removeModule("fleet") }
      #expect(session.schema.modules["fleet"] == nil)
      #expect(session.schema["fleet.car"] == nil)
      #expect(session.schema.field("fleet.badge", of: "contact") == nil)
      #expect(try await session.check().isEmpty)
      let again = try await Workspace.open(source, modules: [Fleet()])
      #expect(try await session.count(Query("fleet.car")) == 0)
      await again.close()
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `removing one with seeds lets them come anew`(_ kind: StoreKind) async throws {
    try await kind.withJoinedStore(modules: [Workshop()]) { source, first, session in
      try await session.alter(losing: true) { $0.removeModule("workshop") }
      await (try await Workspace.open(source, modules: [Workshop()])).close()
      #expect(try await session.fetch(RepairKind.query.order(by: { $0.name })).map(\.name) == ["Major", "Minor"])
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `and on again brings it up to the code that is there, as opening would have`(_ kind: StoreKind) async throws {
    try await kind.withJoinedStore(modules: [WorkshopBefore()]) { source, first, session in
      try await first.fillWorkshop()
      try await session.alter { $0.switchOff("workshop") }
      let newer = try await Workspace.open(source, modules: [Workshop()])
      #expect(newer.modules["workshop"] == 1)
      let owner = try await newer.session(as: .owner)
      let before = owner.schema
      let last = newer.options.ids?.last
      let estimate = try await owner.estimate { $0.switchOn("workshop") }
      #expect(estimate.valuesLost == 2)
      #expect(!estimate.isRefused)
      let unwilling = await #expect(throws: StoreError.self) { try await owner.alter { $0.switchOn("workshop") } }
      #expect(unwilling?.code == .schemaRefused)
      #expect(owner.schema == before)
      #expect(newer.options.ids?.last == last)

      let plan = try await owner.plan { $0.switchOn("workshop") }
      #expect(plan.steps.first?.description == "safe: switch module workshop on")
      try await owner.alter(losing: true) { $0.switchOn("workshop") }
      #expect(newer.modules["workshop"] == 3)
      let repairs = try await owner.fetch(Repair.query.order(by: { $0.title }))
      #expect(repairs.map(\.minutes) == [90, nil, nil])
      #expect(try await owner.count(RepairKind.query) == 3)
      #expect(try await owner.check().isEmpty)
      await newer.close()
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `and on again by older code keeps newer code from writing before it has upgraded`(_ kind: StoreKind) async throws
  {
    try await kind.withJoinedStore(modules: [WorkshopBefore()]) { source, first, session in
      try await session.alter { $0.switchOff("workshop") }
      let newer = try await Workspace.open(source, modules: [Workshop()])
      let owner = try await newer.session(as: .owner)
      try await owner.insert(Account { $0.name = "While it is off" })
      try await session.alter { $0.switchOn("workshop") }
      #expect(newer.modules["workshop"] == 1)
      let error = await #expect(throws: StoreError.self) {
        try await owner.insert(Account { $0.name = "Now it is on" })
      }
      #expect(error?.code == .upgradePending)
      #expect(newer.pendingUpgrade?.catalog.modules["workshop"]?.version == 3)
      #expect(try await owner.count(Account.query) == 1)
      try await newer.upgrade()
      #expect(newer.pendingUpgrade == nil)
      try await owner.insert(Account { $0.name = "Upgraded" })
      await newer.close()
    }
  }

  @Test(arguments: StoreKind.allCases, [true, false])
  func `keeps its version from standing in anybody's way until it is on`(_ kind: StoreKind, _ isOlder: Bool)
    async throws
  {
    let history = ModuleHistory(.init(.staged()), .init(.staged()), .init(.staged()), .init(.staged()))
    var content = ModuleContent()
    content.entities = history.stages[3].entities
    let late = StagedModule<Version4>(content: content, upgrades: [ModuleUpgrade(to: 3), ModuleUpgrade(to: 4)])
    let stored = isOlder ? 1 : 3
    let code: any CRMModule = isOlder ? late : history.module(2)
    try await kind.withJoinedStore(modules: [history.module(stored)]) { source, first, session in
      try await session.alter { $0.switchOff("stage") }
      let workspace = try await Workspace.open(source, modules: [code])
      let owner = try await workspace.session(as: .owner)
      #expect(workspace.modules["stage"] == stored)
      try await owner.insert(Account { $0.name = "Acme" })
      let error = await #expect(throws: StoreError.self) { try await owner.alter { $0.switchOn("stage") } }
      #expect(error?.violations.map(\.code) == [isOlder ? .missingUpgrade : .newerModule])
      #expect(owner.schema.modules["stage"]?.isOff == true)
      await workspace.close()
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `and on again asks for what is required by now`(_ kind: StoreKind) async throws {
    try await withFleet(kind) { source, first, session in
      try await session.alter { $0[Contact.self].setRequired("fleet.badge") }
      try await session.alter { $0.switchOff("fleet") }
      try await session.insert(Contact { $0.name = PersonName(last: "Ben") })
      let error = await #expect(throws: StoreError.self) { try await session.alter { $0.switchOn("fleet") } }
      #expect(error?.violations.map(\.code) == [.required])
      #expect(error?.violations.map(\.field) == ["fleet.badge"])
      try await session.alter { schema in
        schema[Contact.self].setRequired("fleet.badge", false)
        schema.switchOn("fleet")
      }
      #expect(try await session.count(Contact.query) == 2)
    }
  }

  @Test(arguments: StoreKind.allCases, [DeletePolicy.restrict, .cascade])
  func `leaves references the policy that they have`(_ kind: StoreKind, _ policy: DeletePolicy) async throws {
    try await kind.withJoinedStore(modules: [Yard(policy: policy)]) { source, first, session in
      let owner = try await session.insert(Account { $0.name = "Acme" })
      try await session.insert(Record("yard.box", ["mark": "B", "of": .reference(owner.id.erased)]))
      try await session.alter { $0.switchOff("yard") }
      if policy == .restrict {
        let error = await #expect(throws: StoreError.self) { try await session.delete(owner.id) }
        #expect(error?.violations.map(\.code) == [.inUse])
      } else {
        try await session.delete(owner.id)
      }
      try await session.alter { $0.switchOn("yard") }
      #expect(try await session.count(Query("yard.box")) == (policy == .restrict ? 1 : 0))
      #expect(try await session.check().isEmpty)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `is asked of a module before the one whose entity it extends is removed`(_ kind: StoreKind) async throws {
    try await withFleet(kind, [Fleet(), Wash()]) { source, first, session in
      let plan = try await session.plan { $0.removeModule("fleet") }
      #expect(plan.violations.map(\.code) == [.inUse])
      #expect(plan.violations.map(\.field) == ["wash.day"])
      #expect(plan.violations.first?.message.contains("module wash") == true)
      try await session.alter(losing: true) { schema in
        schema.switchOff("wash")
        schema.removeModule("fleet")
      }
      // Its code has nothing to extend: it stays off, and says why it cannot be switched on.
      let again = try await Workspace.open(source, modules: [Wash()])
      let owner = try await again.session(as: .owner)
      let error = await #expect(throws: StoreError.self) { try await owner.alter { $0.switchOn("wash") } }
      #expect(error?.violations.map(\.code) == [.unknownEntity])
      await again.close()
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `is no way for a module to require a field of others' records`(_ kind: StoreKind) async throws {
    var badge = FieldSchema("stage.badge", .text)
    var history = ModuleHistory(.init(.staged()), .init(.staged()))
    history.stages[0].extensions = [FieldExtension("contact", fields: [badge])]
    badge.isRequired = true
    history.stages[1].extensions = [FieldExtension("contact", fields: [badge])]
    try await kind.withJoinedStore(modules: [history.module(1)]) { source, first, session in
      let error = await #expect(throws: StoreError.self) {
        try await Workspace.open(source, modules: [history.module(2)])
      }
      #expect(error?.violations.map(\.code) == [.badTrait])
      #expect(error?.violations.map(\.field) == ["stage.badge"])
    }
  }
}

/// A module that adds a field to the fleet's cars.
private struct Wash: CRMModule {
  static let name: ModuleName = "wash"
  static let version = 1
  var content: ModuleContent {
    var content = ModuleContent()
    content.extensions = [FieldExtension("fleet.car", fields: [FieldSchema("wash.day", .date)])]
    return content
  }
}

/// A module whose records refer to accounts.
private struct Yard: CRMModule {
  static let name: ModuleName = "yard"
  static let version = 1
  let policy: DeletePolicy
  var content: ModuleContent {
    var reference = FieldSchema("of", .reference(.one("account")))
    reference.relationship = RelationshipSchema(onDelete: policy)
    var content = ModuleContent()
    content.entities = [EntitySchema("yard.box", title: ["mark"], fields: [FieldSchema("mark", .text), reference])]
    return content
  }
}
