import CRM
import CRMTesting
import Foundation
import Testing

/// `Documentation/JSON.md` shows what `crm metrics --json` writes for the store that is made here.
@Suite struct `The figures of selling as JSON` {
  @Test func `are what the document shows, byte for byte`() async throws {
    let bench = try ToolBench()
    try await fill(bench.path("a.crm"))
    let run = await bench.run("metrics", "@a.crm", "--json", "--from", "2025-01-01", "--to", "2025-03-31")
    #expect(run.code == 0, "\(run.errors)")
    let documented = try ProjectDocument("JSON.md").block(after: "Figures of selling")
    #expect(run.output == documented, "\(run.output)")
  }

  @Test func `are null or 0 where nothing was sold`() async throws {
    let bench = try ToolBench()
    await bench.run("init", "@a.crm")
    let json = try JSONValue(parsing: await bench.run("metrics", "@a.crm", "--json").output)
    for (part, key) in [("win_rate", "by_count"), ("win_rate", "by_value"), ("sales_cycle", "mean_days")] {
      #expect(json[part]?[key] == .null)
    }
    #expect(json["closed"] == .null)
    #expect(json["average_won_deal"] == .null)
    #expect(json["sales_cycle"]?["median_days"] == .null)
    #expect(json["win_rate"]?["won_value"] == ["amount": "0.00", "currency": "USD"])
    #expect(json["sales_cycle"]?["deals"] == 0)
    #expect(json["open_by_stage"] == [])
    #expect(json["top_owners"] == [])
  }

  @Test func `say in the help which date counts for what`() async throws {
    let help = await (try ToolBench()).run("metrics", "--help").output
    #expect(help.contains("close date"))
    #expect(help.contains("won in the period"))
  }

  /// Two sellers, two deals won, one lost and two open; a third one was won before the period.
  private func fill(_ path: String) async throws {
    let workspace = try await Workspace.prepared(on: .sqlite(path), modules: [.sales])
    let session = try await workspace.session(as: .owner)
    try await session.write { tx in
      let pipeline = try tx.insert(Pipeline { $0.name = "New business" })
      var stages: [String: PipelineStage.ID] = [:]
      for (position, name) in ["Qualified", "Proposal", "Won", "Lost"].enumerated() {
        let stage = PipelineStage {
          ($0.pipeline, $0.name, $0.position) = (pipeline.id, name, position)
          $0.defaultProbability = [25, 50, 100, 0][position]
          ($0.isClosed, $0.isWon) = (position > 1, name == "Won")
        }
        stages[name] = try tx.insert(stage).id
      }
      let ana = try tx.insert(User { $0.displayName = "Ana López" })
      let ben = try tx.insert(User { $0.displayName = "Ben Okafor" })
      for deal in Self.deals {
        let (opened, closed) = (try deal.opened.map { try CalendarDate($0) }, try CalendarDate(deal.closeDate))
        try tx.insert(
          Opportunity {
            ($0.name, $0.amount, $0.stage) = (deal.name, deal.amount, stages[deal.stage])
            ($0.openedOn, $0.closeDate) = (opened, closed)
            $0.owner = deal.isAnas ? ana.id : ben.id
          })
      }
    }
    await workspace.close()
  }

  private static let deals: [Deal] = [
    Deal("Acme server", "Won", .usd(1200), opened: "2025-01-10", closeDate: "2025-02-10", isAnas: true),
    Deal("Globex licences", "Won", .usd(801), opened: "2025-01-20", closeDate: "2025-02-03", isAnas: false),
    Deal("Initech support", "Lost", .usd(500), opened: "2025-01-05", closeDate: "2025-02-20", isAnas: true),
    Deal("Acme laptops", "Won", .usd(90), opened: "2024-11-01", closeDate: "2024-12-01", isAnas: true),
    Deal("Hooli training", "Proposal", .usd(3000), opened: nil, closeDate: "2025-07-01", isAnas: false),
    Deal("Soylent audit", "Proposal", nil, opened: nil, closeDate: "2025-08-01", isAnas: true),
  ]
}

private struct Deal: Sendable {
  let name: String
  let stage: String
  let amount: Money?
  let opened: String?
  let closeDate: String
  let isAnas: Bool

  init(_ name: String, _ stage: String, _ amount: Money?, opened: String?, closeDate: String, isAnas: Bool) {
    (self.name, self.stage, self.amount) = (name, stage, amount)
    (self.opened, self.closeDate, self.isAnas) = (opened, closeDate, isAnas)
  }
}
