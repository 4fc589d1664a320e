import Dispatch
import GRDB
import Synchronization

extension GRDBContender {
  func byIDAwaited() throws -> Reduction {
    let pool = try database
    let deals = try ids.prefix(Batch.awaited).compactMap { id in try pool.read { try DealRow.fetchOne($0, key: id) } }
    return { GRDBContender.digest(deals) }
  }

  func byIDBatches() throws -> Reduction {
    let pool = try database
    var deals: [DealRow] = []
    for start in stride(from: 0, to: ids.count, by: Batch.batch) {
      let batch = ids[start..<min(start + Batch.batch, ids.count)]
      deals += try pool.read { try DealRow.fetchAll($0, keys: Array(batch)) }
    }
    return { [deals] in GRDBContender.digest(deals) }
  }

  func byUniqueAwaited() throws -> Reduction {
    let pool = try database
    let deals = try numbers.compactMap { number in
      try pool.read { try DealRow.filter(DealRow.CodingKeys.number == number).fetchOne($0) }
    }
    return { GRDBContender.digest(deals) }
  }

  func byUniqueBatches() throws -> Reduction {
    let pool = try database
    var deals: [DealRow] = []
    for start in stride(from: 0, to: numbers.count, by: Batch.batch) {
      let batch = numbers[start..<min(start + Batch.batch, numbers.count)]
      deals += try pool.read { try DealRow.filter(batch.contains(DealRow.CodingKeys.number)).fetchAll($0) }
    }
    return { [deals] in GRDBContender.digest(deals) }
  }

  func listViewAll() throws -> Reduction {
    let list = DealRow.order(DealRow.CodingKeys.closeDate.desc, DealRow.CodingKeys.id).limit(Batch.page)
    let deals = try read { try list.fetchAll($0) }
    return { GRDBContender.digest(deals) }
  }

  func listViewAccount() throws -> Reduction {
    let list = DealRow.filter(DealRow.CodingKeys.account == account)
      .order(DealRow.CodingKeys.closeDate.desc, DealRow.CodingKeys.id).limit(Batch.page)
    let deals = try read { try list.fetchAll($0) }
    return { GRDBContender.digest(deals) }
  }

  func forecastFresh(_ round: Int) throws -> Reduction {
    let all = try PeerWorld.months(round).map { start in
      try read { try ForecastRows($0, year: start.year, month: start.month) }
    }
    return {
      var digest = Digest()
      for rows in all { digest.add(rows.digest()) }
      return digest
    }
  }

  func concurrentUpdate(_ round: Int) throws -> Reduction {
    let pool = try database
    let step = "Together \(round)"
    let ids = ids
    let failures = Mutex<[any Error]>([])
    DispatchQueue.concurrentPerform(iterations: Batch.writers) { writer in
      for id in ids[(writer * Batch.commitsOfEach)..<((writer + 1) * Batch.commitsOfEach)] {
        do {
          try pool.write { try DealRow.note(step, of: id, in: $0) }
        } catch {
          failures.withLock { $0.append(error) }
        }
      }
    }
    if let failure = failures.withLock({ $0.first }) { throw failure }
    return everything
  }

  // MARK: Observers

  func startObserving() async throws {
    let pool = try database
    observers = ids.prefix(Batch.observers).map { id in
      DealObserver(pool, id)
    }
    for observer in observers { await observer.wait { _ in true } }
  }

  func observedUpdate(_ round: Int) async throws -> Reduction {
    let pool = try database
    try update(pool, round)
    for observer in observers { await observer.wait { $0 == Batch.watchedStep(Batch.commits - 1, round) } }
    observers = []
    return everything
  }

  /// Synchronous, as GRDB's quickest calls are.
  private func update(_ pool: DatabasePool, _ round: Int) throws {
    for number in 0..<Batch.commits {
      let text = Batch.watchedStep(number, round)
      try pool.write { try DealRow.note(text, of: ids[number % Batch.observers], in: $0) }
    }
  }

  // MARK: Custom fields

  func loadCustom() throws {
    try reset()
    gather()
    try database.write { db in
      try db.alter(table: DealRow.databaseTableName) { table in
        table.add(column: "tier", .text)
        table.add(column: "score", .integer)
        table.add(column: "renewal", .integer)
      }
      for (place, deal) in deals.enumerated() { try CustomDealRow(deal, PeerWorld.custom(place)).insert(db) }
    }
    scatter()
  }

  func typedFetchCustom() throws -> Reduction {
    let deals = try read { try CustomDealRow.fetchAll($0) }
    return {
      var digest = Digest()
      for deal in deals {
        digest.add(deal.id, deal.amount, deal.score, deal.renewal, text: Digest.check((deal.tier ?? "").utf8))
      }
      return digest
    }
  }
}

extension DealRow {
  /// Changes the next step and writes down what it was.
  static func note(_ step: String, of id: Int64, in db: Database) throws {
    var deal = try DealRow.find(db, key: id)
    let old = deal.nextStep
    _ = try deal.updateChanges(db) { $0.nextStep = step }
    try ChangeRow(opportunity: id, field: "next_step", old: old, new: step).insert(db)
  }
}
