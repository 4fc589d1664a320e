import CRM
import CRMTesting
import Testing

@Suite struct `The rows of a sales world` {
  @Test(arguments: [(100, 10, 3), (1_000, 31, 4), (10_000, 100, 5), (1_000_000, 1_000, 6), (10_000_000, 3_162, 7)])
  func `are users in levels, as many as the world needs`(_ opportunities: Int, _ count: Int, _ levels: Int) throws {
    let users = Array(SalesWorld(opportunities: opportunities, seed: 7).users)
    #expect(users.count == count)
    #expect(users.filter { $0.manager == nil }.map(\.place) == [0])
    #expect((users.map(\.level).max() ?? 0) + 1 == levels)
    for user in users.dropFirst() {
      // A manager stands before those who report to him, so no chain comes back to where it began.
      let manager = users[try #require(user.manager)]
      #expect(manager.place < user.place)
      #expect(manager.level == user.level - 1)
      #expect(manager.region == user.region || user.level == 1)
    }
    #expect(Set(users.map(\.email)).count == count)
    let managers = Set(users.compactMap(\.manager))
    let sellerTitles: Set = ["Account executive", "Sales representative", "Inside sales"]
    #expect(users.allSatisfy { managers.contains($0.place) != sellerTitles.contains($0.title) })
    #expect(users.allSatisfy { $0.isActive || !managers.contains($0.place) })
    #expect(Set(users.dropFirst().map(\.region)).count > 2)
  }

  @Test(arguments: [100, 1_000, 10_000, 1_000_000])
  func `refer to rows that are there`(_ opportunities: Int) {
    let world = SalesWorld(opportunities: opportunities, seed: 7)
    let step = max(opportunities / 2_000, 1)
    let users = Array(world.users)
    let managers = Set(users.compactMap(\.manager))
    func sells(_ place: Int?) -> Bool { place.map { users.indices.contains($0) && !managers.contains($0) } ?? true }
    for place in stride(from: 0, to: world.opportunities.count, by: step) {
      guard let deal = world.opportunities[place] else { continue }
      #expect(deal.place == place)
      #expect(sells(deal.owner))
      #expect(deal.account.map { world.accounts[$0] != nil } ?? true)
      #expect(deal.product.map { world.products[$0] != nil } ?? true)
      let contact = deal.contact.flatMap { world.contacts[$0] }
      #expect(deal.contact == nil || contact != nil)
      #expect(contact?.account == nil || contact?.account == deal.account)
    }
    for place in stride(from: 0, to: world.contacts.count, by: step) {
      #expect(world.contacts[place]?.account.map { world.accounts[$0] != nil } ?? true)
      #expect(sells(world.contacts[place]?.owner))
    }
    for place in stride(from: 0, to: world.leads.count, by: step) { #expect(sells(world.leads[place]?.owner)) }
  }

  @Test(arguments: WorldSeed.all)
  func `are companies that own others, and never themselves`(_ given: WorldSeed) {
    let accounts = Array(given.world.accounts)
    let share = WorldFigures.share(accounts) { $0.parent != nil }
    #expect(share > 0.04 && share < 0.12, "\(share)")
    for account in accounts {
      var (place, steps) = (account.parent, 0)
      while let above = place, steps <= 20 { (place, steps) = (accounts[above].parent, steps + 1) }
      #expect(steps <= 10)
      // Of two companies the greater one owns the other, so none owns itself in the end.
      if let above = account.parent.flatMap({ accounts[$0].employees }), let own = account.employees {
        #expect(above > own)
      }
    }
  }

  @Test func `have keys of their own`() {
    let world = SalesWorld(opportunities: 2_000, seed: 7)
    #expect(Set(world.accounts.map(\.number)).count == world.accounts.count)
    #expect(Set(world.contacts.map(\.key)).count == world.contacts.count)
    #expect(Set(world.leads.map(\.key)).count == world.leads.count)
    #expect(Set(world.products.map(\.code)).count == world.products.count)
    #expect(Set(world.products.map(\.name)).count == world.products.count)
    #expect(Set(world.opportunities.map(\.number)).count == 2_000)
  }

  @Test func `are stages like those of the standard pipeline`() async throws {
    let workspace = try await Workspace.inMemory(modules: [.sales], fixtures: [.pipeline])
    let stages = try await workspace.session(as: .owner).fetch(PipelineStage.query.order(by: { $0.position }))
    for (row, stage) in zip(SalesWorld(opportunities: 100, seed: 1).stages, stages) {
      #expect(row.name == stage.name)
      #expect(row.position == stage.position)
      #expect(Percent(integerLiteral: row.probability) == stage.defaultProbability)
      #expect(row.category == stage.forecastCategory)
      #expect((row.isClosed, row.isWon) == (stage.isClosed, stage.isWon))
    }
    #expect(stages.count == 6)
    await workspace.close()
  }
}
