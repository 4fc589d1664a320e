import CRMModel
import CRMSales
import CRMSecurity
import CRMTestStores
import CRMTesting
import Testing

@Suite struct `The sales module` {
  @Test func `describes its entities without problems`() {
    let problems =
      Lead.schema.problems + Pipeline.schema.problems + PipelineStage.schema.problems + Product.schema.problems
      + Opportunity.schema.problems + StageInterval.schema.problems
    #expect(problems == [])
    #expect(SalesModule().content.entities.count == 6)
  }

  @Test(arguments: StoreKind.allCases)
  func `installs by its short name`(_ store: StoreKind) async throws {
    try await store.withWorkspace(modules: [.sales]) { workspace in
      #expect(workspace.modules["sales"] == 1)
      let session = try await workspace.session(as: .owner)
      #expect(session.schema["opportunity"]?.label.text == "Opportunity")
      #expect(session.schema.inverses(named: "opportunities", of: "account") == [RelatedPath("opportunity", "account")])
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `keeps every field of a lead`(_ store: StoreKind) async throws {
    try await store.withWorkspace(modules: [.sales]) { workspace in
      let session = try await workspace.session(as: .owner)
      let given = try Samples.lead()
      let (stored, fetched, nulls) = try await session.roundTrip(given)
      #expect(nulls == [])
      #expect(fetched == stored)
      #expect(stored.with(record: given.record) == given)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `keeps every field of a product`(_ store: StoreKind) async throws {
    try await store.withWorkspace(modules: [.sales]) { workspace in
      let session = try await workspace.session(as: .owner)
      let given = try Samples.product()
      let (stored, fetched, nulls) = try await session.roundTrip(given)
      #expect(nulls == [])
      #expect(fetched == stored)
      #expect(stored.with(record: given.record) == given)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `keeps every field of a pipeline and its stages`(_ store: StoreKind) async throws {
    try await store.withWorkspace(modules: [.sales]) { workspace in
      let session = try await workspace.session(as: .owner)
      let pipeline = Pipeline { ($0.name, $0.isActive, $0.notes) = ("Renewals", false, "Once a year") }
      let first = try await session.roundTrip(pipeline)
      #expect(first.nulls == [])
      #expect(first.fetched.with(record: pipeline.record) == pipeline)
      let stage = PipelineStage {
        $0.pipeline = first.stored.id
        $0.name = "Signed"
        $0.position = 7
        $0.defaultProbability = 90
        $0.forecastCategory = .mostLikely
        $0.isClosed = true
        $0.isWon = true
        $0.isActive = false
      }
      let second = try await session.roundTrip(stage)
      #expect(second.nulls == [])
      #expect(second.fetched.with(record: stage.record) == stage)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `keeps every field of an opportunity and a stage interval`(_ store: StoreKind) async throws {
    try await store.withWorkspace(modules: [.sales], fixtures: [.pipeline]) { workspace in
      let session = try await workspace.session(as: .owner)
      let account = try await session.insert(Account { $0.name = "Acme" })
      let contact = try await session.insert(Contact { $0.name = PersonName(last: "Ruiz") })
      let product = try await session.insert(try Samples.product())
      var given = try Samples.opportunity()
      (given.account, given.contact, given.product) = (account.id, contact.id, product.id)
      given.stage = try await session.stage("Won").id
      let deal = try await session.roundTrip(given)
      #expect(deal.nulls == [])
      #expect(deal.fetched == deal.stored)
      #expect(deal.stored.with(record: given.record) == given)

      let stay = try InstantInterval("2025-05-31T09:00:00Z/2025-06-01T09:00:00Z")
      let interval = StageInterval {
        ($0.opportunity, $0.stage) = (deal.stored.id, given.stage ?? .unset)
        ($0.stay, $0.amount) = (stay, .usd(500))
      }
      let second = try await session.roundTrip(interval)
      #expect(second.nulls == [])
      #expect(second.fetched.with(record: interval.record) == interval)
      #expect(second.fetched.enteredAt == stay.start)
      #expect(second.fetched.leftAt == stay.end)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `counts opportunities`(_ store: StoreKind) async throws {
    try await store.withWorkspace(modules: [.sales], fixtures: [.pipeline]) { workspace in
      let session = try await workspace.session(as: .owner)
      let stage = try await session.stage("Qualified").id
      let first = try await session.insert(Opportunity { ($0.name, $0.stage) = ("One", stage) })
      let second = try await session.insert(Opportunity { ($0.name, $0.stage) = ("Two", stage) })
      #expect(first.number == "OPP-000001")
      #expect(second.number == "OPP-000002")
      #expect(second.account == nil)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `refuses a won stage that is not closed`(_ store: StoreKind) async throws {
    try await store.withWorkspace(modules: [.sales], fixtures: [.pipeline]) { workspace in
      let session = try await workspace.session(as: .owner)
      var stage = try await session.stage("Proposal")
      stage.isWon = true
      let changed = stage
      let error = await #expect(throws: StoreError.self) { try await session.update(changed) }
      #expect(error?.code == "won_not_closed")
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `takes a deal without a stage and refuses one more likely than certain`(_ store: StoreKind) async throws {
    try await store.withWorkspace(modules: [.sales], fixtures: [.pipeline]) { workspace in
      let session = try await workspace.session(as: .owner)
      let early = try await session.insert(Opportunity { $0.name = "No stage" })
      #expect(early.stage == nil)
      #expect(try await session.fetch(StageInterval.current(of: early.id)) == [])
      let stage = try await session.stage("Proposal").id
      let certain = await #expect(throws: StoreError.self) {
        try await session.insert(Opportunity { ($0.name, $0.stage, $0.probability) = ("Too good", stage, 101) })
      }
      #expect(certain?.code == "probability_out_of_range")
    }
  }
}
