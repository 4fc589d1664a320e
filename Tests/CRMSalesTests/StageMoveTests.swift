import CRMModel
import CRMSales
import CRMSecurity
import CRMTestStores
import CRMTesting
import Testing

@Suite struct `A deal's stages` {
  private func withDeal(
    _ store: StoreKind, opened: Bool = true, _ body: (Session, FixedClock, Opportunity) async throws -> Void
  ) async throws {
    let clock = FixedClock()
    try await store.withWorkspace(modules: [.sales], fixtures: [.pipeline], clock: clock) { workspace in
      let session = try await workspace.session(as: .owner)
      let stage = try await session.stage("Qualified").id
      let deal = try await session.write { tx in
        let deal = Opportunity { ($0.name, $0.stage, $0.amount) = ("200 seats", stage, .usd(100)) }
        return opened ? try tx.open(deal) : try tx.insert(deal)
      }
      try await body(session, clock, deal)
    }
  }

  private func move(_ session: Session, _ deal: Opportunity, to name: String) async throws -> Opportunity {
    let stage = try await session.stage(name).id
    return try await session.write { tx in try tx.move(deal.id, to: stage) }
  }

  @Test(arguments: StoreKind.allCases)
  func `begin with one when it is opened`(_ store: StoreKind) async throws {
    try await withDeal(store) { session, clock, deal in
      #expect(deal.probability == 25)
      #expect(deal.openedOn == (try CalendarDate("2025-06-02")))
      #expect(deal.closedAt == nil)
      let history = try await session.fetch(StageInterval.history(of: deal.id))
      #expect(history.map(\.stage) == [deal.stage ?? .unset])
      #expect(history.first?.enteredAt == clock.now)
      #expect(history.first?.leftAt == nil)
      #expect(history.first?.amount == .usd(100))
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `follow each other without gap or overlap`(_ store: StoreKind) async throws {
    try await withDeal(store) { session, clock, deal in
      let start = clock.now
      let middle = try clock.advance(by: .days(2))
      try await session.update(deal.id) { $0.amount = .usd(150) }
      _ = try await move(session, deal, to: "Proposal")
      let end = try clock.advance(by: .days(3))
      _ = try await move(session, deal, to: "Won")
      let history = try await session.fetch(StageInterval.history(of: deal.id))
      #expect(history.map(\.enteredAt) == [start, middle, end])
      #expect(history.map(\.leftAt) == [middle, end, nil])
      #expect(history.map(\.amount) == [.usd(100), .usd(150), .usd(150)])
      #expect(try await session.fetch(StageInterval.current(of: deal.id)) == history.suffix(1))
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `tell the stage at any moment`(_ store: StoreKind) async throws {
    try await withDeal(store) { session, clock, deal in
      let middle = try clock.advance(by: .days(2))
      _ = try await move(session, deal, to: "Proposal")
      let query = StageInterval.query.where {
        $0.opportunity == deal.id && $0.stay.start <= middle && $0.stay.end > middle
      }
      let found = try await session.fetch(query)
      #expect(found.map(\.stage) == [try await session.stage("Proposal").id])
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `set probability and closing when it is won`(_ store: StoreKind) async throws {
    try await withDeal(store) { session, clock, deal in
      let moment = try clock.advance(by: .days(2))
      let won = try await move(session, deal, to: "Won")
      #expect(won.probability == 100)
      #expect(won.closedAt == moment)
      #expect(won.closeDate == (try CalendarDate("2025-06-04")))
      try clock.advance(by: .days(1))
      let reopened = try await move(session, deal, to: "Negotiation")
      #expect(reopened.probability == 75)
      #expect(reopened.closedAt == nil)
      #expect(reopened.closeDate == won.closeDate)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `leave a probability alone that somebody chose`(_ store: StoreKind) async throws {
    try await withDeal(store) { session, _, deal in
      try await session.update(deal.id) { $0.probability = 33 }
      #expect(try await move(session, deal, to: "Proposal").probability == 33)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `stay as they are when it moves to where it is`(_ store: StoreKind) async throws {
    try await withDeal(store) { session, clock, deal in
      try clock.advance(by: .days(1))
      #expect(try await move(session, deal, to: "Qualified") == deal)
      #expect(try await session.count(StageInterval.query) == 1)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `begin when a deal is inserted without being opened`(_ store: StoreKind) async throws {
    try await withDeal(store, opened: false) { session, clock, deal in
      let start = clock.now
      let end = try clock.advance(by: .days(1))
      let moved = try await move(session, deal, to: "Proposal")
      #expect(moved.probability == 50)
      let history = try await session.fetch(StageInterval.history(of: deal.id))
      #expect(history.map(\.enteredAt) == [start, end])
      #expect(history.map(\.leftAt) == [end, nil])
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `reach back to the insert of a deal whose history is gone`(_ store: StoreKind) async throws {
    try await withDeal(store, opened: false) { session, clock, deal in
      let start = clock.now
      for stay in try await session.fetch(StageInterval.query) { try await session.removePermanently(stay.id) }
      let end = try clock.advance(by: .days(1))
      _ = try await move(session, deal, to: "Proposal")
      let history = try await session.fetch(StageInterval.history(of: deal.id))
      #expect(history.map(\.enteredAt) == [start, end])
      #expect(history.map(\.leftAt) == [end, nil])
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `are dated by the moment that a move is said to have happened`(_ store: StoreKind) async throws {
    try await withDeal(store) { session, clock, deal in
      let start = clock.now
      let middle = try start.adding(.days(1))
      let end = try start.adding(.days(2))
      try clock.advance(by: .days(5))
      let proposal = try await session.stage("Proposal").id
      let won = try await session.stage("Won").id
      let closed = try await session.write { tx in
        try tx.move(deal.id, to: proposal, at: middle)
        return try tx.move(deal.id, to: won, at: end)
      }
      let history = try await session.fetch(StageInterval.history(of: deal.id))
      #expect(history.map(\.enteredAt) == [start, middle, end])
      #expect(history.map(\.leftAt) == [middle, end, nil])
      #expect(closed.closedAt == end)
      #expect(closed.closeDate == (try CalendarDate("2025-06-04")))
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `begin at the moment that a deal is said to have been opened`(_ store: StoreKind) async throws {
    try await withDeal(store) { session, clock, deal in
      let moment = try clock.now.adding(.days(-3))
      for name in ["Proposal", "Lost"] {
        let stage = try await session.stage(name).id
        let opened = try await session.write { tx in
          try tx.open(Opportunity { ($0.name, $0.stage) = ("Earlier", stage) }, at: moment)
        }
        #expect(opened.openedOn == (try CalendarDate("2025-05-30")))
        #expect(opened.closedAt == (name == "Lost" ? moment : nil))
        #expect(try await session.fetch(StageInterval.history(of: opened.id)).map(\.enteredAt) == [moment])
      }
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `do not change when a move lies before the last one`(_ store: StoreKind) async throws {
    try await withDeal(store) { session, clock, deal in
      let stage = try await session.stage("Proposal").id
      let early = try clock.now.adding(.days(-1))
      let after = try await session.write { tx in
        let error = #expect(throws: StoreError.self) { try tx.move(deal.id, to: stage, at: early) }
        #expect(error?.code == "ends_before_start")
        return try tx.find(deal.id)
      }
      #expect(after == deal)
      #expect(try await session.fetch(StageInterval.history(of: deal.id)).map(\.leftAt) == [nil])
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `are refused where they would overlap`(_ store: StoreKind) async throws {
    try await withDeal(store) { session, clock, deal in
      let stay = try InstantInterval(from: clock.now.adding(.days(5)), to: clock.now.adding(.days(6)))
      let error = await #expect(throws: StoreError.self) {
        try await session.insert(
          StageInterval { ($0.opportunity, $0.stage, $0.stay) = (deal.id, deal.stage ?? .unset, stay) })
      }
      #expect(error?.code == "stages_overlap")
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `do not lead into one that is no longer used`(_ store: StoreKind) async throws {
    try await withDeal(store) { session, _, deal in
      let stage = try await session.stage("Proposal").id
      try await session.update(stage) { $0.isActive = false }
      let error = await #expect(throws: StoreError.self) {
        _ = try await session.write { tx in try tx.move(deal.id, to: stage) }
      }
      #expect(error?.code == .stageInactive)
      #expect(try await session.find(deal.id) == deal)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `go with the deal into the bin`(_ store: StoreKind) async throws {
    try await withDeal(store) { session, _, deal in
      try await session.delete(deal.id)
      #expect(try await session.count(StageInterval.query) == 0)
      #expect(try await session.count(StageInterval.query.scope(.deleted)) == 1)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `are dated in the workspace's zone`(_ store: StoreKind) async throws {
    let clock = FixedClock(try Instant("2025-06-02T23:30:00Z"))
    let zone = try ZoneID("Pacific/Auckland")
    try await store.withWorkspace(
      modules: [.sales], fixtures: [.pipeline], clock: clock, { $0.zone = zone }
    ) { workspace in
      let session = try await workspace.session(as: .owner)
      let stage = try await session.stage("Lost").id
      let deal = try await session.write { tx in
        try tx.open(Opportunity { ($0.name, $0.stage) = ("Lost before it began", stage) })
      }
      #expect(deal.openedOn == (try CalendarDate("2025-06-03")))
      #expect(deal.closeDate == (try CalendarDate("2025-06-03")))
      #expect(deal.closedAt == clock.now)
    }
  }
}
