import CRMModel
import CRMSales
import CRMSecurity
import CRMStorage
import CRMTestStores
import CRMTesting
import Testing

@Suite struct `Whichever way a stage is written, a deal` {
  private func withPipeline(
    _ store: StoreKind, _ body: (Session, FixedClock) async throws -> Void
  ) async throws {
    let clock = FixedClock()
    try await store.withWorkspace(modules: [.sales], fixtures: [.pipeline], clock: clock) { workspace in
      let session = try await workspace.session(as: .owner)
      try await body(session, clock)
      #expect(try await session.check() == [])
    }
  }

  private func deal(_ session: Session) async throws -> Opportunity {
    try #require(try await session.first(Opportunity.query))
  }

  @Test(arguments: StoreKind.allCases, StageWrite.additions)
  func `begins with one stay`(_ store: StoreKind, _ way: StageWrite) async throws {
    try await withPipeline(store) { session, clock in
      let stage = try await session.stage("Qualified")
      try await way.add("D-1", in: stage, session)
      let deal = try await deal(session)
      let history = try await session.fetch(StageInterval.history(of: deal.id))
      #expect(history.map(\.stage) == [stage.id])
      #expect(history.map(\.enteredAt) == [clock.now])
      #expect(history.map(\.leftAt) == [nil])
      #expect(history.map(\.amount) == [.usd(100)])
      #expect(deal.closedAt == nil)
    }
  }

  @Test(arguments: StoreKind.allCases, StageWrite.changes)
  func `ends one stay where the next begins, and is closed in the same transaction`(
    _ store: StoreKind, _ way: StageWrite
  ) async throws {
    try await withPipeline(store) { session, clock in
      let stages = [
        try await session.stage("Qualified"), try await session.stage("Proposal"), try await session.stage("Won"),
      ]
      let start = clock.now
      try await StageWrite.entity.add("D-1", in: stages[0], session)
      let middle = try clock.advance(by: .days(2))
      try await way.write(stages[1], into: "D-1", session)
      let end = try clock.advance(by: .days(3))
      let before = try #require(try await session.changes(after: 0, limit: 1_000).last).sequence
      try await way.write(stages[2], into: "D-1", session)
      let deal = try await deal(session)
      let history = try await session.fetch(StageInterval.history(of: deal.id))
      #expect(history.map(\.stage) == stages.map(\.id))
      #expect(history.map(\.enteredAt) == [start, middle, end])
      #expect(history.map(\.leftAt) == [middle, end, nil])
      #expect(deal.closedAt == end)
      #expect(deal.closeDate == (try CalendarDate("2025-06-07")))
      let commits = try await session.changes(after: before, limit: 1_000)
      #expect(commits.count == 1)
      let stays = commits[0].changes.filter { $0.entity == StageInterval.name }.map(\.operation)
      #expect(stays == [.update, .insert])

      try clock.advance(by: .days(1))
      try await way.write(stages[1], into: "D-1", session)
      let reopened = try await self.deal(session)
      #expect(reopened.closedAt == nil)
      #expect(reopened.closeDate == deal.closeDate)
      #expect(try await session.fetch(StageInterval.current(of: deal.id)).map(\.stage) == [stages[1].id])
    }
  }

  @Test(arguments: StoreKind.allCases, StageWrite.changes)
  func `keeps its stay when something else is written`(_ store: StoreKind, _ way: StageWrite) async throws {
    try await withPipeline(store) { session, clock in
      let stage = try await session.stage("Qualified")
      try await StageWrite.entity.add("D-1", in: stage, session)
      let before = try await session.fetch(StageInterval.query)
      try #require(before.count == 1)
      try clock.advance(by: .days(1))
      try await way.write(stage, into: "D-1", session)
      try await session.update(try await deal(session).id) { $0.amount = .usd(300) }
      #expect(try await session.fetch(StageInterval.query) == before)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `that is refused leaves no stay behind`(_ store: StoreKind) async throws {
    try await withPipeline(store) { session, clock in
      let stage = try await session.stage("Qualified")
      let won = try await session.stage("Won").id
      try await StageWrite.entity.add("D-1", in: stage, session)
      let before = try await session.fetch(StageInterval.query)
      try #require(before.count == 1)
      try clock.advance(by: .days(1))
      let bad = Opportunity { ($0.name, $0.number, $0.stage) = ("", "D-2", stage.id) }
      await #expect(throws: StoreError.self) { try await session.insert(bad) }
      let id = try await deal(session).id
      await #expect(throws: StoreError.self) {
        try await session.update(id) { ($0.stage, $0.name) = (won, "") }
      }
      #expect(try await session.fetch(StageInterval.query) == before)
    }
  }
}
