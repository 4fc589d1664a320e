import GRDB

extension GRDBContender {
  func byID() throws -> Reduction {
    let deals = try database.read { db in
      var deals: [DealRow] = []
      for id in ids { if let deal = try DealRow.fetchOne(db, key: id) { deals.append(deal) } }
      return deals
    }
    return { GRDBContender.digest(deals) }
  }

  func byUnique() throws -> Reduction {
    let deals = try database.read { db in
      var deals: [DealRow] = []
      for number in numbers {
        let request = DealRow.filter(DealRow.CodingKeys.number == number)
        if let deal = try request.fetchOne(db) { deals.append(deal) }
      }
      return deals
    }
    return { GRDBContender.digest(deals) }
  }

  func singleInsert(_ round: Int) throws -> Reduction {
    let pool = try database
    for number in 0..<Batch.commits {
      guard let new = world.newDeal(round * Batch.commits + number) else { continue }
      try pool.write { try DealRow(new).insert($0) }
    }
    return everything
  }

  func singleUpdate(_ round: Int) throws -> Reduction {
    let pool = try database
    let step = "Step \(round)"
    for id in ids.prefix(Batch.commits) {
      try pool.write { try DealRow.note(step, of: id, in: $0) }
    }
    return everything
  }

  func singleDelete(_ round: Int) throws -> Reduction {
    let pool = try database
    for place in world.spread(Batch.commits, from: round * Batch.commits) {
      _ = try pool.write { try DealRow.deleteOne($0, key: PeerWorld.deal(place)) }
    }
    return everything
  }

  /// All deals as they are now, with their next steps.
  var everything: Reduction {
    { [self] in
      var digest = Digest()
      for deal in try read({ try DealRow.fetchAll($0) }) {
        digest.add(deal.id, deal.amount, text: Digest.check((deal.nextStep ?? "").utf8))
      }
      return digest
    }
  }
}
