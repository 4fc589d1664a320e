import CRMModel
import CRMSales
import CRMSecurity
import CRMStorage
import CRMTestStores
import CRMTesting
import Foundation
import Testing

@Suite struct `Moving a deal by command` {
  private func withDeal(
    _ store: StoreKind, _ body: (Workspace, Session, FixedClock, Opportunity) async throws -> Void
  ) async throws {
    let clock = FixedClock()
    try await store.withWorkspace(modules: [.sales], fixtures: [.pipeline], clock: clock) { workspace in
      let session = try await workspace.session(as: .owner)
      let stage = try await session.stage("Qualified").id
      let deal = try await session.write { tx in
        try tx.open(Opportunity { ($0.name, $0.stage, $0.amount) = ("200 seats", stage, .usd(100)) })
      }
      try await body(workspace, session, clock, deal)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `takes probability and history along, and is the cause of the commit`(_ store: StoreKind) async throws {
    try await withDeal(store) { workspace, session, clock, deal in
      #expect(workspace.commands == ["move_stage"])
      let proposal = try await session.stage("Proposal")
      let last = try await session.changes(after: 0).last?.sequence ?? 0
      let moment = try clock.advance(by: .days(1))
      let moved = try await session.perform(MoveStage(deal.id, to: proposal.id), key: "m")
      #expect(moved.opportunity == deal.id)
      #expect(moved.revision == deal.record.revision + 1)
      #expect(moved.stage == proposal.id)
      #expect(moved.formerStage == deal.stage)
      #expect(moved.probability == 50)
      #expect(moved.closedAt == nil)
      let stay = try #require(try await session.first(StageInterval.current(of: deal.id)))
      #expect(moved.interval == stay.id)
      #expect(stay.enteredAt == moment)
      #expect(try await session.changes(after: last).map(\.cause) == ["move_stage"])
      try clock.advance(by: .days(1))
      // The key says that it is the same move, although the deal went on.
      try await session.perform(MoveStage(deal.id, to: try await session.stage("Won").id))
      #expect(try await session.perform(MoveStage(deal.id, to: proposal.id), key: "m") == moved)
      #expect(try await session.find(deal.id).closedAt == clock.now)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `tried out tells the deal and both stays, and does the same then`(_ store: StoreKind) async throws {
    try await withDeal(store) { _, session, clock, deal in
      let won = try await session.stage("Won").id
      let moment = try clock.now.adding(.hours(30))
      try clock.advance(by: .days(3))
      let trial = try await session.dryRun(MoveStage(deal.id, to: won, at: moment))
      #expect(trial.output.closedAt == moment)
      #expect(trial.output.probability == 100)
      let change = try #require(trial.changes.of(Opportunity.name).first)
      #expect(change.fields.map(\.field) == ["close_date", "closed_at", "probability", "stage"])
      #expect(change["stage"]?.new == .reference(won.erased))
      #expect(trial.changes.of(StageInterval.name).map(\.operation).contains(.insert))
      #expect(try await session.find(deal.id) == deal)
      #expect(try await session.perform(MoveStage(deal.id, to: won, at: moment)) == trial.output)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `keeps a forecast category that somebody chose, until the deal is closed`(_ store: StoreKind) async throws {
    try await withDeal(store) { _, session, _, deal in
      func category(after name: String, from own: ForecastCategory?) async throws -> ForecastCategory? {
        try await session.update(deal.id) { $0.forecastCategory = own }
        return try await session.perform(MoveStage(deal.id, to: try await session.stage(name).id)).forecastCategory
      }
      let stage = try await session.stage("Qualified")
      #expect(stage.forecastCategory != .commit)
      #expect(try await category(after: "Proposal", from: .commit) == .commit)
      // That of the stage it leaves says nothing of its own.
      let proposal = try await session.stage("Proposal")
      #expect(try await category(after: "Negotiation", from: proposal.forecastCategory) == nil)
      for name in ["Won", "Lost"] {
        #expect(try await category(after: name, from: .commit) == nil)
        #expect(try await category(after: "Proposal", from: .bestCase) == .bestCase)
      }
      #expect(try await category(after: "Negotiation", from: nil) == nil)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `is refused for a stage that is not used, a deal that is not there, and a moment too early`(
    _ store: StoreKind
  ) async throws {
    try await withDeal(store) { _, session, clock, deal in
      let stage = try await session.stage("Proposal").id
      let early = try clock.now.adding(.days(-1))
      func code(_ command: MoveStage) async throws -> ErrorCode {
        try await #require(throws: StoreError.self) { try await session.perform(command, key: "k") }.code
      }
      #expect(try await code(MoveStage(deal.id, to: stage, at: early)) == "ends_before_start")
      #expect(try await code(MoveStage(Opportunity.ID(rawValue: 9_999), to: stage)) == .recordNotFound)
      try await session.update(stage) { $0.isActive = false }
      #expect(try await code(MoveStage(deal.id, to: stage)) == .stageInactive)
      #expect(try await session.find(deal.id) == deal)
    }
  }

  @Test func `is read from JSON as a host sends it`() throws {
    let json = #"{"opportunity":"7218","stage":"12","moment":"2025-06-02T09:00:00Z"}"#
    let command = try JSONDecoder().decode(MoveStage.self, from: Data(json.utf8))
    #expect(command.opportunity == Opportunity.ID(rawValue: 7_218))
    #expect(command.stage == PipelineStage.ID(rawValue: 12))
    #expect(command.moment == FixedClock.standardStart)
    for wrong in [#"{"opportunity":7218,"stage":"12"}"#, #"{"opportunity":"x","stage":"12"}"#, #"{"stage":"12"}"#] {
      #expect(throws: (any Error).self) { try JSONDecoder().decode(MoveStage.self, from: Data(wrong.utf8)) }
    }
  }
}
