import CRMModel
import CRMSecurity
import CRMStorage
import CRMTestStores
import CRMTesting
import Foundation
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
    try await kind.withSource { source in
      let name = "fleet-\(UUID().uuidString)"
      let joined = kind == .memory ? StorageSource(identity: { name }, open: source.open) : source
      let first = try await Workspace.prepared(on: joined, modules: modules)
      let session = try await first.session(as: .owner)
      do {
        let ana = try await session.insert(
          Contact {
            $0.name = PersonName(last: "Ana"); $0[.badge] = "B7"
          })
        try await session.insert(
          Record("fleet.car", ["plate": "X-1", "driver": .reference(ana.id.erased)]))
        try await body(joined, first, session)
        await first.close()
      } catch {
        await first.close()
        throw error
      }
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
    try await kind.withSource { source in
      let name = "anew-\(UUID().uuidString)"
      let joined = kind == .memory ? StorageSource(identity: { name }, open: source.open) : source
      let first = try await Workspace.prepared(on: joined, modules: [Workshop()])
      let session = try await first.session(as: .owner)
      try await session.alter(losing: true) { $0.removeModule("workshop") }
      let again = try await Workspace.open(joined, modules: [Workshop()])
      #expect(try await session.fetch(RepairKind.query.order(by: { $0.name })).map(\.name) == ["Major", "Minor"])
      await again.close()
      await first.close()
    }
  }
}
