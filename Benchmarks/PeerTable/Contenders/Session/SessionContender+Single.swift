import CRM

extension SessionContender {
  func byID() async throws -> Reduction {
    let ids = ids
    let deals = try await session.read { snapshot in
      var deals: [Opportunity] = []
      for id in ids { if let deal = try snapshot.fetch(id) { deals.append(deal) } }
      return deals
    }
    return { SessionContender.digest(deals) }
  }

  func byUnique() async throws -> Reduction {
    let numbers = numbers
    let deals = try await session.read { snapshot in
      var deals: [Opportunity] = []
      for number in numbers {
        if let deal = try snapshot.fetch(\Opportunity.number, number) { deals.append(deal) }
      }
      return deals
    }
    return { SessionContender.digest(deals) }
  }

  func singleInsert(_ round: Int) async throws -> Reduction {
    let session = try session
    for number in 0..<Batch.commits {
      guard let new = world.newDeal(round * Batch.commits + number) else { continue }
      try await session.insert(try Opportunity(new))
    }
    return everything
  }

  func singleUpdate(_ round: Int) async throws -> Reduction {
    let session = try session
    let step = "Step \(round)"
    for id in ids.prefix(Batch.commits) { _ = try await session.update(id) { $0.nextStep = step } }
    return everything
  }

  func singleDelete(_ round: Int) async throws -> Reduction {
    let session = try session
    for place in world.spread(Batch.commits, from: round * Batch.commits) {
      try await session.delete(Opportunity.ID(rawValue: PeerWorld.deal(place)))
    }
    return everything
  }

  /// All deals as they are now, with their next steps.
  var everything: Reduction {
    { [self] in
      var digest = Digest()
      for deal in try await session.fetch(Opportunity.query) {
        digest.add(deal.record.id, deal.amount?.minorAmount, text: Digest.check((deal.nextStep ?? "").utf8))
      }
      return digest
    }
  }
}
