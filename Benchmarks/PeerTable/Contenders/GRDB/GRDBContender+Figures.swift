import GRDB

extension GRDBContender {
  func groupByStage() throws -> Reduction {
    try groups("SELECT stage, NULL, count(*), sum(amount), max(amount) FROM opportunity GROUP BY 1")
  }

  func groupByOwnerAndMonth() throws -> Reduction {
    try groups(
      """
      SELECT owner, unixepoch(close_date * 86400, 'unixepoch', 'start of month') / 86400, count(*), sum(amount),
        max(amount)
      FROM opportunity GROUP BY 1, 2
      """)
  }

  func distinctCount() throws -> Reduction {
    let accounts = try database.read { db in
      try DealRow.select(count(distinct: DealRow.CodingKeys.account), as: Int.self).fetchOne(db)
    }
    return { Digest(count: accounts ?? 0) }
  }

  func forecast() throws -> Reduction {
    let rows = try database.read { try ForecastRows($0, year: PeerWorld.year, month: 1) }
    return { rows.digest() }
  }

  func forecastAfterChange(_ round: Int) throws -> Reduction {
    try changeAmount(round)
    return try forecast()
  }

  func changeAmount(_ round: Int) throws {
    try database.write { db in
      var deal = try DealRow.find(db, key: ids[0])
      let old = deal.amount
      _ = try deal.updateChanges(db) { $0.amount = PeerWorld.changedAmount(round) }
      try ChangeRow(opportunity: ids[0], field: "amount", old: old.map(String.init), new: deal.amount.map(String.init))
        .insert(db)
    }
  }

  private func groups(_ sql: String) throws -> Reduction {
    let rows = try database.read { try Row.fetchAll($0, sql: sql) }
    return {
      var digest = Digest()
      for row in rows {
        let sum: Int64? = row[3]
        let greatest: Int64? = row[4]
        digest.add(row[0], row[1], row[2], sum ?? 0, text: UInt64(bitPattern: greatest ?? -1))
      }
      return digest
    }
  }
}
