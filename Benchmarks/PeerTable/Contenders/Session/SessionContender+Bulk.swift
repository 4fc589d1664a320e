import CRM

extension SessionContender {
  func bulkInsert() async throws -> Reduction {
    let stored = try await session.insert(deals)
    return { [stored] in
      var sum: Int64 = 0
      for deal in stored { sum += deal.amount?.minorAmount ?? 0 }
      return SessionContender.tally(stored.count, sum)
    }
  }

  func importCSV() async throws -> Reduction {
    let map = try ImportMap(jsonBytes: Array(PeerWorld.importMap.utf8))
    let report = try await session.importCSV(.bytes(csv()), map: map)
    return { [self] in
      var sum: Int64 = 0
      for amount in try await session.fetch(Opportunity.query.select { $0.amount }) { sum += amount?.minorAmount ?? 0 }
      return SessionContender.tally(report.inserted, sum)
    }
  }

  func typedFetch() async throws -> Reduction {
    let deals = try await session.fetch(Opportunity.query)
    return { SessionContender.digest(deals) }
  }

  func dynamicFetch() async throws -> Reduction {
    let records = try await session.records(Opportunity.query.query)
    return {
      var digest = Digest()
      for record in records {
        var name = ""
        if case .text(let text) = record["name"] { name = text }
        digest.add(
          record.id, record["amount"].number, record["close_date"].number, record["stage"].number,
          text: Digest.check(name.utf8))
      }
      return digest
    }
  }

  func projection() async throws -> Reduction {
    let rows = try await session.fetch(Opportunity.query.select { ($0.name, $0.amount, $0.closeDate) })
    return {
      var digest = Digest()
      for (name, amount, day) in rows {
        digest.add(amount?.minorAmount, day.map { Int64($0.daysSinceEpoch) }, text: Digest.check(name.utf8))
      }
      return digest
    }
  }

  private static func tally(_ count: Int, _ sum: Int64) -> Digest {
    var digest = Digest(count: count - 1)
    digest.add(sum)
    return digest
  }

  /// The check of deals.
  static func digest(_ deals: [Opportunity]) -> Digest {
    var digest = Digest()
    for deal in deals {
      digest.add(
        deal.record.id, deal.amount?.minorAmount, deal.closeDate.map { Int64($0.daysSinceEpoch) },
        deal.stage?.rawValue, text: Digest.check(deal.name.utf8))
    }
    return digest
  }
}

extension FieldValue {
  /// Minor units, days, or an id; nil for anything else.
  var number: Int64? {
    switch self {
    case .integer(let number): number
    case .money(let money): money.minorAmount
    case .date(let day): Int64(day.daysSinceEpoch)
    case .reference(let id): id.rawValue
    default: nil
    }
  }
}
