import CRMModel
import CRMSales
import CRMSecurity
import CRMStorage
import CRMTestStores
import CRMTesting
import Foundation
import Testing

/// For sequences of commands made up from seeds: what a dry run tells is what the commit that follows did, told by its entry in the change log and
/// the records after it.
@Suite struct `What a dry run tells` {
  private static let rounds = 30

  @Test(arguments: StoreKind.allCases, [1, 2, 3] as [UInt64])
  func `is what the command then does`(_ kind: StoreKind, _ seed: UInt64) async throws {
    let clock = FixedClock()
    var operations: [String: Int] = [:]
    var work: Set<String> = []
    try await kind.withSession(modules: [.sales, Academy(), RandomWorkModule()], clock: clock) { workspace, session in
      _ = try await session.write { tx in try SalesModule.standardPipeline(in: tx) }
      for round in 0..<Self.rounds {
        let command = RandomWork(seed: seed &* 1_000 &+ UInt64(round), steps: 8)
        let before = try await session.everything()
        let last = try await session.changes(after: 0).last?.sequence ?? 0
        let trial = try await session.dryRun(command)
        #expect(try await session.everything() == before)
        #expect(try await session.changes(after: last).isEmpty)

        let output = try await session.perform(command)
        #expect(output == trial.output)
        work.formUnion(output)
        let after = try await session.everything()
        let commits = try await session.changes(after: last)
        #expect(commits.count <= 1)
        if let commit = commits.first {
          let derived = DerivedChanges(commit, store: after, schema: session.schema)
          try #require(trial.changes == derived.set, "seed \(command.seed)")
        } else {
          #expect(trial.changes.isEmpty)
          #expect(after == before)
        }
        let encoded = try JSONEncoder().encode(trial.changes)
        #expect(try JSONDecoder().decode(ChangeSet.self, from: encoded) == trial.changes)
        for change in trial.changes.changes {
          operations["\(change.operation.name) \(change.record.entity)", default: 0] += 1
        }
        try clock.advance(by: .hours(7))
      }
      #expect(try await session.check().isEmpty)
    }
    // None starved.
    #expect(work.count == 14, "\(work.sorted())")
    for entity in ["account", "opportunity", "academy.course"] {
      for operation in RecordChange.Operation.allCases {
        #expect(operations["\(operation.name) \(entity)", default: 0] > 0, "\(operation.name) \(entity)")
      }
    }
    #expect(operations["update stage_interval", default: 0] > 0)
    #expect(operations["update academy.course_tutor_stay", default: 0] > 0)
  }
}
