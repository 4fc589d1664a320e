import CRM
import CRMTestStores
import CRMTesting
import Foundation
import Testing

/// "A version-1 file goes to version 3, killed at every step, old or new and never between; opened without the module's code it is
/// read-only."
@Suite struct `An upgrade whose process is killed` {
  private let options = WorkspaceOptions { $0.clock = FixedClock() }

  @Test
  func `leaves the old store or the new one, and goes through when it is tried again`() async throws {
    let program = try #require(BuiltProgram.named("CRMUpgradeJob"))
    let bench = try ToolBench()
    let first = try await Workspace.prepared(on: .sqlite(bench.path("old.crm")), modules: [WorkshopBefore()])
    try await first.fillWorkshop()
    let old = try await first.workshopContent()
    await first.close()
    let asked = try await Workspace.open(.sqlite(bench.path("old.crm")), modules: [Workshop()], upgrade: .plan)
    let steps = try #require(asked.pendingUpgrade).steps.count
    await asked.close()
    for step in 0...steps {
      let path = bench.path("killed-\(step).crm")
      try FileManager.default.copyItem(atPath: bench.path("old.crm"), toPath: path)
      let run = try program.run([path, String(step)])
      #expect(run.code == 9, "step \(step): \(run.errors)")
      if step > 0 {
        let killed = try await Workspace.open(.sqlite(path), modules: [WorkshopBefore()], options: options)
        #expect(try await killed.workshopContent() == old, "killed at step \(step)")
        await killed.close()
      }
      let now = try await Workspace.open(.sqlite(path), modules: [Workshop()], options: options)
      #expect(now.upgradedModules == (step > 0 ? ["workshop": 1] : [:]), "killed at step \(step)")
      try await expectThirdVersion(now, "killed at step \(step)")
      await now.close()
      try await expectReadOnlyWithoutCode(path, "killed at step \(step)")
    }
  }

  /// Expects all that the third version makes of a filled workshop: by conversions, backfills and seeds, and what the customer added.
  private func expectThirdVersion(_ workspace: Workspace, _ place: Comment) async throws {
    let session = try await workspace.session(as: .owner)
    #expect(workspace.modules["workshop"] == 3, place)
    let repairs = try await session.fetch(Repair.query.order(by: { $0.title }))
    #expect(repairs.map(\.title) == ["Brakes", "Lamp", "Oil"], place)
    #expect(repairs.map(\.minutes) == [90, nil, nil], place)
    #expect(repairs.map(\.code) == repairs.map { "R-\($0.id)" }, place)

    let kinds = try await session.fetch(RepairKind.query.order(by: { $0.hourlyRate }))
    #expect(kinds.map(\.name) == ["General", "Minor", "Major"], place)
    #expect(kinds.map(\.hourlyRate) == [50, 70, 90], place)
    #expect(kinds.map(\.symbol) == [nil, "m", nil], place)
    #expect(kinds.map(\.less) == [nil, nil, kinds.dropFirst().first?.id], place)
    #expect(repairs.map(\.kind) == repairs.map { _ in kinds.first?.id }, place)
    let seeds = try await session.read { [try $0.find(seed: Workshop.minor).id, try $0.find(seed: Workshop.major).id] }
    #expect(seeds == kinds.dropFirst().map(\.id), place)

    let schema = try #require(session.schema["workshop.repair"])
    #expect(schema.fields.map(\.name) == ["title", "minutes", "bay", "custom.grade", "code", "kind"], place)
    #expect(schema.field("minutes")?.type == .integer, place)
    #expect(schema.field("custom.grade")?.label == "Grade", place)
    #expect(schema.field("bay")?.label == "Box", place)
    #expect(repairs.map { $0.custom["grade"] } == [.text("a"), .null, .null], place)
    if let lamp = repairs.dropFirst().first { try await session.update(lamp.id) { $0.custom["grade"] = "b" } }
    let graded = Repair.query.where { $0.custom["grade"] == "b" }
    #expect(try await session.fetch(graded).map(\.title) == ["Lamp"], place)
    #expect(try await session.check().isEmpty, place)
  }

  /// Expects that somebody without the module reads all of it and writes nothing, not even what is none of the module's.
  private func expectReadOnlyWithoutCode(_ path: String, _ place: Comment) async throws {
    let without = try await Workspace.open(.sqlite(path), options: options)
    let session = try await without.session(as: .owner)
    #expect(without.writeRefusal?.code == .moduleCodeMissing, place)
    let repairs = Query("workshop.repair").order(by: "title")
    let found = try await session.records(repairs)
    #expect(found.map { $0["title"] } == ["Brakes", "Lamp", "Oil"], place)
    #expect(found.map { $0["minutes"] } == [90, .null, .null], place)
    #expect(found.map { $0["custom.grade"] } == ["a", "b", .null], place)
    let brakes = try #require(found.first).recordID
    let patch: Patch = ["custom.grade": "b"]
    await expectRefused(place) { try await session.update(brakes, patch) }
    await expectRefused(place) {
      try await session.insert(Record("workshop.kind", ["name": "Own", "hourly_rate": 10]))
    }
    await expectRefused(place) { try await session.insert(Account { $0.name = "Acme" }) }
    await expectRefused(place) { try await session.alter { $0[Account.self].add(.text("tier")) } }
    #expect(try await session.records(repairs) == found, place)
    #expect(try await session.count(Account.query) == 0, place)
    #expect(try await session.count(Query("workshop.kind")) == 3, place)
    await without.close()
  }

  private func expectRefused(_ place: Comment, _ write: () async throws -> Void) async {
    let error = await #expect(throws: StoreError.self, place) { try await write() }
    #expect(error?.code == .moduleCodeMissing, place)
  }
}
