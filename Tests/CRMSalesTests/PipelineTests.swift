import CRMModel
import CRMSales
import CRMSecurity
import CRMTestStores
import CRMTesting
import Testing

@Suite struct `The standard pipeline` {
  @Test(arguments: StoreKind.allCases)
  func `has four open stages, a won one and a lost one`(_ store: StoreKind) async throws {
    try await store.withWorkspace(modules: [.sales]) { workspace in
      let session = try await workspace.session(as: .owner)
      let stages = try await session.write { tx in try SalesModule.standardPipeline(in: tx).stages }
      #expect(stages.map(\.name) == ["Prospecting", "Qualified", "Proposal", "Negotiation", "Won", "Lost"])
      #expect(stages.map(\.defaultProbability) == [10, 25, 50, 75, 100, 0])
      #expect(stages.map(\.forecastCategory) == [.pipeline, .pipeline, .bestCase, .commit, .closed, .omitted])
      #expect(stages.map(\.isClosed) == [false, false, false, false, true, true])
      #expect(stages.map(\.isWon) == [false, false, false, false, true, false])
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `is made once`(_ store: StoreKind) async throws {
    try await store.withWorkspace(modules: [.sales]) { workspace in
      let session = try await workspace.session(as: .owner)
      let first = try await session.write { tx in try SalesModule.standardPipeline(in: tx).stages }
      let second = try await session.write { tx in try SalesModule.standardPipeline(in: tx).stages }
      #expect(first == second)
      #expect(try await session.count(Pipeline.query) == 1)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `keeps stages apart by name`(_ store: StoreKind) async throws {
    try await store.withWorkspace(modules: [.sales], fixtures: [.pipeline]) { workspace in
      let session = try await workspace.session(as: .owner)
      let won = try await session.stage("Won")
      let error = await #expect(throws: StoreError.self) {
        try await session.insert(PipelineStage { ($0.pipeline, $0.name) = (won.pipeline, "Won") })
      }
      #expect(error?.code == .notUnique)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `cannot lose a stage that deals are in`(_ store: StoreKind) async throws {
    try await store.withWorkspace(modules: [.sales], fixtures: [.pipeline]) { workspace in
      let session = try await workspace.session(as: .owner)
      let stage = try await session.stage("Proposal").id
      try await session.insert(Opportunity { ($0.name, $0.stage) = ("Deal", stage) })
      let error = await #expect(throws: StoreError.self) { try await session.delete(stage) }
      #expect(error?.code == .inUse)
    }
  }
}
