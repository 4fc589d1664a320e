import CRMAnalytics
import CRMModel
import CRMSales
import CRMSecurity
import CRMTestStores
import Testing

@Suite struct `The pipeline by stage` {
  @Test(arguments: StoreKind.allCases)
  func `has every open stage in order, empty ones too`(_ store: StoreKind) async throws {
    let lines = [
      DealLine("Proposal", 100), DealLine("Proposal", 300), DealLine("Proposal"), DealLine("Negotiation", 200),
      DealLine("Won", 900), DealLine("Lost", 900),
    ]
    let stages = try await store.figure(of: lines) { try $0.pipelineByStage() }
    #expect(stages.map(\.name) == ["Prospecting", "Qualified", "Proposal", "Negotiation"])
    #expect(stages.map(\.count) == [0, 0, 3, 1])
    #expect(stages.map(\.amount) == [.usd(0), .usd(0), .usd(400), .usd(200)])
    #expect(stages.map(\.weighted) == [.usd(0), .usd(0), .usd(200), .usd(150)])
    #expect(stages.last?.description == "Negotiation: 1 deal, 200.00 USD, weighted 150.00 USD")
  }

  /// Three deals of 0.03 at 50 % are 0.045 together: 0.04 rounded once, half to even; 0.06 if each of them were rounded
  /// half up.
  @Test(arguments: StoreKind.allCases)
  func `rounds a weighted amount once`(_ store: StoreKind) async throws {
    try await store.withWorkspace(modules: [.sales], fixtures: [.pipeline]) { workspace in
      let session = try await workspace.session(as: .owner)
      try await session.write { tx in
        let stage = try #require(try tx.first(PipelineStage.query.where { $0.name == "Proposal" }))
        let deals = (1...3).map { number in
          Opportunity { ($0.name, $0.stage, $0.amount) = ("Deal \(number)", stage.id, Money(minor: 3, .usd)) }
        }
        try tx.insert(deals)
      }
      let even = try await session.read { try SalesMetrics($0).pipelineByStage() }
      #expect(even.map(\.weighted) == [.usd(0), .usd(0), Money(minor: 4, .usd), .usd(0)])
      let up = try await session.read { try SalesMetrics($0).pipelineByStage(rounding: .halfUp) }
      #expect(up.map(\.weighted) == [.usd(0), .usd(0), Money(minor: 5, .usd), .usd(0)])
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `weighs a deal by its own probability before its stage's`(_ store: StoreKind) async throws {
    try await store.withWorkspace(modules: [.sales], fixtures: [.pipeline]) { workspace in
      let session = try await workspace.session(as: .owner)
      let pipeline = try await session.write { tx in
        let stage = try #require(try tx.first(PipelineStage.query.where { $0.name == "Proposal" }))
        try tx.insert(Opportunity { ($0.name, $0.stage, $0.amount, $0.probability) = ("A", stage.id, .usd(100), 0) })
        try tx.insert(Opportunity { ($0.name, $0.stage, $0.amount, $0.probability) = ("B", stage.id, .usd(100), 80) })
        try tx.insert(Opportunity { ($0.name, $0.stage, $0.amount) = ("C", stage.id, .usd(100)) })
        return stage.pipeline
      }
      let stages = try await session.read { try SalesMetrics($0).pipelineByStage(pipeline) }
      #expect(stages.map(\.weighted) == [.usd(0), .usd(0), .usd(130), .usd(0)])
      let other = try await session.insert(Pipeline { $0.name = "Other" })
      #expect(try await session.read { try SalesMetrics($0).pipelineByStage(other.id) } == [])
    }
  }
}
