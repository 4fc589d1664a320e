import CRM
import CRMTestStores
import CRMTesting
import Foundation
import Testing

/// "A version-1 file goes to version 3, killed at every step, old or new and never between."
@Suite struct `An upgrade whose process is killed` {
  @Test
  func `leaves the old store or the new one, and goes through when it is tried again`() async throws {
    let program = try #require(BuiltProgram.named("CRMUpgradeJob"))
    let bench = try ToolBench()
    let first = try await Workspace.prepared(on: .sqlite(bench.path("old.crm")), modules: [WorkshopBefore()])
    try await first.fillWorkshop()
    let old = try await first.workshopContent()
    await first.close()
    let options = WorkspaceOptions { $0.clock = FixedClock() }
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
      let session = try await now.session(as: .owner)
      #expect(try await session.fetch(Repair.query).count == 3)
      #expect(try await session.check().isEmpty, "killed at step \(step)")
      await now.close()
    }
  }
}
