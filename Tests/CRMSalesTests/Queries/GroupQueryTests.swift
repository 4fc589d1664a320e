import CRMModel
import CRMSales
import CRMSecurity
import CRMTestStores
import CRMTesting
import Testing

@Suite struct `A typed grouped query` {
  @Test(arguments: StoreKind.allCases)
  func `gives keys and measures as tuples, groups in the order of their keys`(_ store: StoreKind) async throws {
    try await store.withQueryWorld { world in
      let query = Opportunity.query.group { ($0.owner, $0.count, $0.amount.sum) }
      let rows: [(User.ID?, Int, Money?)] = try await world.session.fetch(query)
      #expect(rows.map(\.0) == [world.ann, world.bea, nil])
      #expect(rows.map(\.1) == [2, 1, 1])
      #expect(rows.map(\.2) == [.usd(150), .usd(300), nil])
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `keeps and sorts groups by their measures`(_ store: StoreKind) async throws {
    try await store.withQueryWorld { world in
      let query = Opportunity.query
        .group { ($0.owner, $0.stage.name, $0.count, $0.amount.sum) }
        .having { $0.count >= 1 && $0.amount.sum >= .usd(60) }
        .order(by: { $0.amount.sum }, .descending)
      let rows = try await world.session.fetch(query)
      #expect(rows.map(\.0) == [world.bea, world.ann])
      #expect(rows.map(\.1) == ["Won", "Won"])
      #expect(rows.map(\.3) == [.usd(300), .usd(100)])
      let first = try await world.session.fetch(
        Opportunity.query.group { $0.owner }.order(by: { $0.count }, .descending).limit(1))
      #expect(first == [world.ann])
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `gathers dates and moments by period`(_ store: StoreKind) async throws {
    try await store.withQueryWorld { world in
      let query = Opportunity.query
        .group { ($0.closeDate.start(of: .quarter), $0.count, $0.closeDate.minimum, $0.closeDate.maximum) }
        .order(by: { $0.closeDate.start(of: .quarter) }, .descending, nulls: .first)
      let rows: [(CalendarDate?, Int, CalendarDate?, CalendarDate?)] = try await world.session.fetch(query)
      #expect(rows.map { $0.0?.description } == [nil, "2025-07-01", "2025-04-01"])
      #expect(rows.map(\.1) == [1, 1, 2])
      #expect(rows.map { $0.2?.description } == [nil, "2025-07-01", "2025-04-10"])
      #expect(rows.map { $0.3?.description } == [nil, "2025-07-01", "2025-05-20"])
      let days = try await world.session.fetch(
        Opportunity.query.group { ($0.createdAt.start(of: .day), $0.count) })
      #expect(days.map { $0.0?.description } == ["2025-06-02"])
      #expect(days.map(\.1) == [4])
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `measures everything without groups in one row`(_ store: StoreKind) async throws {
    try await store.withQueryWorld { world in
      let query = Opportunity.query.group {
        ($0.count, $0.amount.count, $0.account.distinctCount, $0.amount.average, $0.amount.minimum, $0.amount.maximum)
      }
      let rows = try await world.session.fetch(query)
      try #require(rows.count == 1)
      #expect(rows[0].0 == 4 && rows[0].1 == 3 && rows[0].2 == 2)
      #expect(rows[0].3 == .usd(150) && rows[0].4 == .usd(50) && rows[0].5 == .usd(300))
      let nothing = try await world.session.fetch(
        Opportunity.query.where { $0.name == "Sofas" }.group { ($0.count, $0.amount.sum) })
      try #require(nothing.count == 1)
      #expect(nothing[0].0 == 0 && nothing[0].1 == nil)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `averages whole numbers and per cent points with decimals`(_ store: StoreKind) async throws {
    try await store.withQueryWorld { world in
      let query = PipelineStage.query.where { !$0.isClosed }
        .group { ($0.position.sum, $0.position.average, $0.defaultProbability.sum, $0.defaultProbability.average) }
      let rows = try await world.session.fetch(query)
      try #require(rows.count == 1)
      #expect(rows[0].0 == 10)
      #expect(try rows[0].1 == ExactDecimal("2.5"))
      #expect(rows[0].2 == 160)
      #expect(rows[0].3 == 40)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `adds amounts of any currency by currency`(_ store: StoreKind) async throws {
    try await store.withQueryWorld { world in
      try await world.session.update(world.acme) { $0.annualRevenue = .eur(5) }
      try await world.session.update(world.bolt) { $0.annualRevenue = .usd(7) }
      let query = Account.query.group { ($0.annualRevenue.currency, $0.annualRevenue.sum) }
      let rows = try await world.session.fetch(query)
      #expect(rows.map(\.0) == ["EUR", "USD"])
      #expect(rows.map(\.1) == [.eur(5), .usd(7)])
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `tells each key once`(_ store: StoreKind) async throws {
    try await store.withQueryWorld { world in
      let stages = try await world.session.fetch(Opportunity.query.group { $0.stage.name })
      #expect(stages == ["Proposal", "Prospecting", "Won"])
      let pairs = try await world.session.fetch(Opportunity.query.group { ($0.account.industry, $0.owner) })
      #expect(pairs.map(\.0) == ["Bank", "Retail", "Retail", nil])
      #expect(pairs.map(\.1) == [world.ann, world.ann, world.bea, nil])
    }
  }

  @Test func `is the same value as by name`() {
    let typed = Opportunity.query
      .where { $0.stage.isWon }
      .group { ($0.owner, $0.closeDate.start(of: .month), $0.count, $0.amount.sum) }
      .having { $0.amount.sum > .usd(60) }
      .having { $0.count >= 1 }
      .order(by: { $0.closeDate.start(of: .month) }, .descending)
      .order(by: { $0.amount.sum })
      .order(by: { $0.owner }, nulls: .first)
      .limit(5)
    let named = Query("opportunity")
      .where(.compare(.equal, .field("stage.is_won"), .literal(true)))
      .group(by: "owner").group(by: "close_date", .month)
      .measure(.count).measure(.sum, "amount")
      .having(Aggregate(.sum, "amount") > .money(.usd(60)))
      .having(Aggregate.count >= 1)
      .order(by: "close_date", .month, .descending)
      .order(by: Aggregate(.sum, "amount"))
      .order(by: "owner", nulls: .first)
      .limit(5)
    #expect(typed.query == named)
  }
}

@Suite struct `A grouped query by name` {
  @Test(arguments: StoreKind.allCases)
  func `keeps and sorts groups by measures`(_ store: StoreKind) async throws {
    try await store.withQueryWorld { world in
      let query = Query("opportunity").group(by: "account.industry").measure(.sum, "amount", as: "total")
        .having(Aggregate(.sum, "amount") < 1_000)
        .having(Aggregate.count != 7)
        .order(by: Aggregate(.sum, "amount"))
      let table = try await world.session.table(query)
      #expect(table.rows == [["Bank", .money(.usd(50))], ["Retail", .money(.usd(400))]])
      #expect(try Query(text: query.text) == query)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `sorts by a period`(_ store: StoreKind) async throws {
    try await store.withQueryWorld { world in
      let query = Query("opportunity").group(by: "close_date", .month).measure(.count)
        .order(by: "close_date", .month, .descending)
      let months = try await world.session.table(query).rows.map { $0[0] }
      let expected = try ["2025-07-01", "2025-05-01", "2025-04-01"].map { FieldValue.date(try CalendarDate($0)) }
      #expect(months == expected + [.null])
    }
  }
}
