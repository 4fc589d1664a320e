import GRDB

extension GRDBContender {
  func bulkInsert() throws -> Reduction {
    try insertAll()
    return { [self] in
      let row = try read { try Row.fetchOne($0, sql: "SELECT count(*), sum(amount) FROM opportunity") }
      var digest = Digest(count: (row?[0] ?? 0) - 1)
      digest.add(row?[1])
      return digest
    }
  }

  /// GRDB has nothing for files; its users write or take a reader of their own, and that would be what is measured.
  func importCSV() throws -> Reduction { throw NotMeasured() }

  func typedFetch() throws -> Reduction {
    let deals = try database.read { try DealRow.fetchAll($0) }
    return { GRDBContender.digest(deals) }
  }

  func dynamicFetch() throws -> Reduction {
    let rows = try database.read { try Row.fetchAll($0, sql: "SELECT * FROM opportunity") }
    return {
      var digest = Digest()
      for row in rows {
        let name: String = row["name"]
        digest.add(row["id"], row["amount"], row["close_date"], row["stage"], text: Digest.check(name.utf8))
      }
      return digest
    }
  }

  func projection() throws -> Reduction {
    let cards = try database.read { db in
      try DealRow.select(DealRow.CodingKeys.name, DealRow.CodingKeys.amount, DealRow.CodingKeys.closeDate)
        .asRequest(of: CardRow.self).fetchAll(db)
    }
    return {
      var digest = Digest()
      for card in cards { digest.add(card.amount, card.closeDate, text: Digest.check(card.name.utf8)) }
      return digest
    }
  }

  /// A read from where only the synchronous one is seen.
  func read<T>(_ body: (Database) throws -> T) throws -> T { try database.read(body) }

  /// The check of deals.
  static func digest(_ deals: [DealRow]) -> Digest {
    var digest = Digest()
    for deal in deals {
      digest.add(deal.id, deal.amount, deal.closeDate, deal.stage, text: Digest.check(deal.name.utf8))
    }
    return digest
  }
}
