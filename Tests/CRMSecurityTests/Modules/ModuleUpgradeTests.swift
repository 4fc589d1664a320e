import CRMModel
import CRMSecurity
import CRMStorage
import CRMTestStores
import CRMTesting
import Foundation
import Synchronization
import Testing

@Suite("Upgrading a module") struct ModuleUpgradeTests {
  /// Opens a store of the first version, and leaves it open for others to join.
  static func withFirstVersion(
    _ kind: StoreKind, fault: EngineFault? = nil, _ body: (StorageSource, Workspace) async throws -> Void
  ) async throws {
    try await kind.withJoinedStore(modules: [WorkshopBefore()], fault: fault) { source, first, _ in
      try await first.fillWorkshop()
      try await body(source, first)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `over two versions converts, backfills and seeds, and keeps what a customer added`(_ kind: StoreKind)
    async throws
  {
    try await Self.withFirstVersion(kind) { source, first in
      let workspace = try await Workspace.open(source, modules: [Workshop()])
      let session = try await workspace.session(as: .owner)
      #expect(workspace.upgradedModules == ["workshop": 1])
      let repairs = try await session.fetch(Repair.query.order(by: { $0.title }))
      #expect(repairs.map(\.title) == ["Brakes", "Lamp", "Oil"])
      #expect(repairs.map(\.minutes) == [90, nil, nil])
      #expect(repairs.map(\.code) == repairs.map { "R-\($0.id)" })
      #expect(repairs.map { $0.custom["grade"] } == [.text("a"), .null, .null])
      let general = try #require(try await session.first(RepairKind.query.where { $0.name == "General" }))
      #expect(repairs.map(\.kind) == [general.id, general.id, general.id])
      let kinds = try await session.fetch(RepairKind.query.order(by: { $0.hourlyRate }))
      #expect(kinds.map(\.name) == ["General", "Minor", "Major"])
      #expect(kinds.map(\.less) == [nil, nil, kinds[1].id])
      let schema = try #require(session.schema["workshop.repair"])
      #expect(schema.fields.map(\.name) == ["title", "minutes", "bay", "custom.grade", "code", "kind"])
      #expect(schema.field("bay")?.isRetired == true)
      #expect(schema.field("bay")?.label == "Box")
      #expect(schema.field("kind")?.isRequired == true)
      #expect(try await session.check().isEmpty)
      await workspace.close()
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `is one commit with its steps, and observers of other openers are told`(_ kind: StoreKind) async throws {
    try await Self.withFirstVersion(kind) { source, first in
      let session = try await first.session(as: .owner)
      let before = try await session.changes(after: 0).last?.sequence ?? 0
      let workspace = try await Workspace.open(source, modules: [Workshop()])
      let commits = try await session.changes(after: before)
      #expect(commits.map(\.cause) == ["modules"])
      #expect(commits.map(\.actor) == ["system"])
      #expect(commits[0].schemaGeneration == session.schema.generation)
      let seen = commits[0].changes.map { "\($0.operation) \($0.entity) \($0.ids.count)" }
      #expect(
        seen == [
          "update workshop.repair 2", "update workshop.repair 3", "insert workshop.kind 1", "update workshop.repair 3",
          "insert workshop.kind 1", "insert workshop.kind 1",
        ])
      #expect(commits[0].changes[0].oldValues == [[.text("90")], [.text("about ten")]])
      await workspace.close()
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `tells each step before it is taken`(_ kind: StoreKind) async throws {
    try await Self.withFirstVersion(kind) { source, first in
      let told = Told()
      let options = WorkspaceOptions {
        $0.clock = FixedClock()
        $0.progress = { told.append("\($0.step)/\($0.count) \($0.what)") }
      }
      let workspace = try await Workspace.open(source, modules: [Workshop()], options: options)
      #expect(
        told.lines == [
          "1/15 rename field workshop.repair.topic to title",
          "2/15 convert field workshop.repair.minutes to type integer",
          "3/15 add entity workshop.kind with 4 fields",
          "4/15 change field workshop.repair.title: another label",
          "5/15 add field workshop.repair.code of type text",
          "6/15 add field workshop.repair.kind of type reference",
          "7/15 add rule too_long to workshop.repair, for records saved from now on",
          "8/15 run upgrade of module workshop to version 3: codes of repairs",
          "9/15 run upgrade of module workshop to version 3: kinds of repairs",
          "10/15 change field workshop.repair.code: required",
          "11/15 change field workshop.repair.kind: required",
          "12/15 remove field workshop.repair.legacy",
          "13/15 retire field workshop.repair.bay, its values are kept",
          "14/15 install module workshop in version 3",
          "15/15 add 2 records of module workshop, or bring them up to date",
        ])
      await workspace.close()
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `that throws half-way leaves the store as it was and says where`(_ kind: StoreKind) async throws {
    struct Refusal: Error {}
    try await Self.withFirstVersion(kind) { source, first in
      let before = try await first.workshopContent()
      let last = first.options.ids?.last
      let error = await #expect(throws: StoreError.self) {
        try await Workspace.open(source, modules: [Workshop { throw Refusal() }])
      }
      #expect(error?.code == .upgradeFailed)
      #expect(error?.message.contains("workshop to version 3: codes of repairs") == true)
      #expect(error?.underlying?.contains("Refusal") == true)
      #expect(try await first.workshopContent() == before)
      #expect(first.options.ids?.last == last)
      let session = try await first.session(as: .owner)
      try await session.insert(RepairBefore { $0.topic = "Still writable" })
      await (try await Workspace.open(source, modules: [Workshop()])).close()
    }
  }

  @Test(arguments: StoreKind.allCases, EngineCall.allCases)
  func `that fails at any call of the engine leaves the old state or the new one`(
    _ kind: StoreKind, _ call: EngineCall
  ) async throws {
    var number = 1
    var hasFailed = true
    while hasFailed {
      let fault = EngineFault(call, at: number)
      try await Self.withFirstVersion(kind, fault: fault) { source, first in
        let before = try await first.workshopContent()
        fault.arm()
        let opened = try? await Workspace.open(source, modules: [Workshop()])
        hasFailed = fault.calls >= number
        fault.disarm()
        #expect(hasFailed == (opened == nil), "call \(number)")
        if hasFailed {
          #expect(try await first.workshopContent() == before, "call \(number)")
          let again = try await Workspace.open(source, modules: [Workshop()])
          await again.close()
        }
        let after = try await first.workshopContent()
        #expect(after[1].contains("version: 3"))
        #expect(after.count == 10)
        await opened?.close()
      }
      number += 1
    }
  }

  @Test func `from every earlier version leads to the same schema`() async throws {
    try await StoreKind.sqlite.withSource { source in
      let first = try await Workspace.prepared(on: source, modules: [WorkshopBefore()])
      try await first.fillWorkshop()
      await first.close()
      let between = try await Workspace.open(source, modules: [WorkshopBetween()])
      let session = try await between.session(as: .owner)
      #expect(try await session.fetch(RepairKind.query).map(\.hourlyRate) == [60])
      await between.close()
      let now = try await Workspace.open(source, modules: [Workshop()])
      #expect(now.upgradedModules == ["workshop": 2])
      let names = try await now.session(as: .owner).schema["workshop.repair"]?.fields.map(\.name)
      #expect(names == ["title", "minutes", "bay", "custom.grade", "code", "kind"])
      await now.close()
    }
  }
}

/// Lines that were told, from any thread.
final class Told: Sendable {
  private let content = Mutex<[String]>([])
  var lines: [String] { content.withLock { $0 } }
  func append(_ line: String) { content.withLock { $0.append(line) } }
}
