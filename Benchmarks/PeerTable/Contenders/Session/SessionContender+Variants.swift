import CRM

extension SessionContender {
  func byIDAwaited() async throws -> Reduction {
    let session = try session
    var deals: [Opportunity] = []
    for id in ids.prefix(Batch.awaited) { if let deal = try await session.fetch(id) { deals.append(deal) } }
    return { [deals] in SessionContender.digest(deals) }
  }

  func byIDBatches() async throws -> Reduction {
    let session = try session
    var deals: [Opportunity] = []
    for start in stride(from: 0, to: ids.count, by: Batch.batch) {
      let batch = Array(ids[start..<min(start + Batch.batch, ids.count)])
      deals += try await session.read { try $0.fetch(batch) }
    }
    return { [deals] in SessionContender.digest(deals) }
  }

  func byUniqueAwaited() async throws -> Reduction {
    let session = try session
    var deals: [Opportunity] = []
    for number in numbers {
      if let deal = try await session.first(Opportunity.query.where { $0.number == number }) { deals.append(deal) }
    }
    return { [deals] in SessionContender.digest(deals) }
  }

  func byUniqueBatches() async throws -> Reduction {
    let session = try session
    var deals: [Opportunity] = []
    for start in stride(from: 0, to: numbers.count, by: Batch.batch) {
      let batch = Array(numbers[start..<min(start + Batch.batch, numbers.count)])
      deals += try await session.fetch(Opportunity.query.where { $0.number.isIn(batch) })
    }
    return { [deals] in SessionContender.digest(deals) }
  }

  func listViewAll() async throws -> Reduction {
    let list = Opportunity.query.order(by: { $0.closeDate }, .descending)
    let page = try await session.page(list, first: Batch.page)
    return { SessionContender.digest(page.items) }
  }

  func listViewAccount() async throws -> Reduction {
    let account = Account.ID(rawValue: account)
    let list = Opportunity.query.where { $0.account == account }.order(by: { $0.closeDate }, .descending)
    let page = try await session.page(list, first: Batch.page)
    return { SessionContender.digest(page.items) }
  }

  func forecastFresh(_ round: Int) async throws -> Reduction {
    try await forecasts(of: Opportunity.self, round)
  }

  private func forecasts(
    of entity: (some Entity).Type, _ round: Int, at rates: ExchangeRates? = nil
  ) async throws -> Reduction {
    let session = try session
    var forecasts: [Forecast] = []
    for (year, month) in PeerWorld.months(round) {
      let days = try DateRange(
        from: CalendarDate(year: year, month: month, day: 1), to: CalendarDate(year: year + 1, month: month, day: 1))
      forecasts.append(try await session.read { try $0.forecast(of: entity, in: days, by: .month, at: rates) })
    }
    return { [forecasts] in
      var digest = Digest()
      for forecast in forecasts { digest.add(try SessionContender.digest(forecast)) }
      return digest
    }
  }

  func loadPriced() async throws {
    try await reset([PricedDeals()])
    var deals: [PricedDeal] = []
    for (place, deal) in world.deals().enumerated() { deals.append(try PricedDeal(deal, at: place)) }
    try await session.insert(deals)
  }

  func forecastPriced(_ round: Int) async throws -> Reduction {
    try await forecasts(of: PricedDeal.self, round, at: ExchangeRates(to: .usd, constant: [.eur: ExactDecimal("1.1")]))
  }

  func concurrentUpdate(_ round: Int) async throws -> Reduction {
    let session = try session
    let step = "Together \(round)"
    try await withThrowingTaskGroup(of: Void.self) { group in
      for writer in 0..<Batch.writers {
        let own = ids[(writer * Batch.commitsOfEach)..<((writer + 1) * Batch.commitsOfEach)]
        group.addTask { for id in own { _ = try await session.update(id) { $0.nextStep = step } } }
      }
      try await group.waitForAll()
    }
    return everything
  }

  // MARK: Observers

  func startObserving() async throws {
    let session = try session
    let (started, starts) = AsyncStream.makeStream(of: Void.self)
    observers = ids.prefix(Batch.observers).map { id in
      Task {
        var changes = session.observe(Opportunity.query.where { $0.id == id }).makeAsyncIterator()
        // The first element is what is there.
        _ = try await changes.next()
        starts.yield()
        while let change = try await changes.next() {
          if change.items.first?.nextStep?.hasPrefix(Batch.lastStep) == true { break }
        }
      }
    }
    var waiting = started.makeAsyncIterator()
    for _ in observers { await waiting.next() }
  }

  func observedUpdate(_ round: Int) async throws -> Reduction {
    let session = try session
    for number in 0..<Batch.commits {
      let step = Batch.watchedStep(number, round)
      _ = try await session.update(ids[number % Batch.observers]) { $0.nextStep = step }
    }
    for observer in observers { try await observer.value }
    observers = []
    return everything
  }

  // MARK: Custom fields

  func loadCustom() async throws {
    try await reset()
    try await session.alter { schema in
      schema[Opportunity.self].add(.text("tier"))
      schema[Opportunity.self].add(.integer("score"))
      schema[Opportunity.self].add(.date("renewal"))
    }
    try gather()
    try await session.insert(customized())
    scatter()
  }

  private func customized() throws -> [Opportunity] {
    var all = deals
    for place in all.indices {
      let custom = PeerWorld.custom(place)
      if let tier = custom.tier { all[place].custom["tier"] = .text(tier) }
      all[place].custom["score"] = .integer(custom.score)
      if let day = CalendarDate(daysSinceEpoch: Int(custom.renewal)) { all[place].custom["renewal"] = .date(day) }
    }
    return all
  }

  func typedFetchCustom() async throws -> Reduction {
    let deals = try await session.fetch(Opportunity.query)
    return {
      var digest = Digest()
      for deal in deals {
        var tier = ""
        if case .text(let text) = deal.custom["tier"] { tier = text }
        digest.add(
          deal.record.id, deal.amount?.minorAmount, deal.custom["score"].number, deal.custom["renewal"].number,
          text: Digest.check(tier.utf8))
      }
      return digest
    }
  }
}
