import GRDB

extension GRDBContender {
  /// Won deals, the latest first.
  private var list: QueryInterfaceRequest<DealRow> {
    DealRow.filter(DealRow.CodingKeys.stage == world.won)
      .order(DealRow.CodingKeys.closeDate.desc, DealRow.CodingKeys.id)
      .limit(Batch.page)
  }

  func listView() throws -> Reduction {
    let deals = try database.read { try list.fetchAll($0) }
    return { GRDBContender.digest(deals) }
  }

  func turnToFirstPage() throws { lastOfPage = try database.read { try list.fetchAll($0) }.last }

  func nextPages() throws -> Reduction {
    let pool = try database
    var deals: [DealRow] = []
    var last = lastOfPage
    for _ in 0..<Batch.pages {
      guard let day = last?.closeDate, let id = last?.id else { break }
      let date = DealRow.CodingKeys.closeDate
      let rest = list.filter(date <= day).filter(date < day || DealRow.CodingKeys.id > id)
      let page = try pool.read { try rest.fetchAll($0) }
      deals += page
      last = page.last
    }
    return { [deals] in GRDBContender.digest(deals) }
  }

  func parentCondition() throws -> Reduction {
    try tally(
      """
      SELECT count(*), sum(o.amount) FROM opportunity o JOIN account a ON a.id = o.account
      WHERE a.industry = ? COLLATE NOCASE
      """, [world.industry])
  }

  func childCondition() throws -> Reduction {
    try tally(
      """
      SELECT count(*), sum(employees) FROM account
      WHERE id IN (SELECT account FROM opportunity WHERE stage = ? AND amount >= ?)
      """, [world.negotiation, PeerWorld.largeAmount])
  }

  func prefixSearch() throws -> Reduction {
    let deals = try database.read { db in
      try DealRow.filter(DealRow.CodingKeys.name.like(PeerWorld.prefix + "%")).fetchAll(db)
    }
    return { GRDBContender.digest(deals) }
  }

  private func tally(_ sql: String, _ arguments: StatementArguments) throws -> Reduction {
    let row = try database.read { try Row.fetchOne($0, sql: sql, arguments: arguments) }
    return {
      var digest = Digest()
      let sum: Int64? = row?[1]
      digest.add(row?[0], sum ?? 0)
      return digest
    }
  }
}
