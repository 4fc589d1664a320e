import GRDB

/// A forecast as somebody writes it with GRDB: SQL gathers the deals, dictionaries roll them up the tree of managers.
struct ForecastRows {
  private struct Figure {
    var count: Int64 = 0
    var amount: Int64 = 0
    /// Minor units times per cent.
    var weighted: Int64 = 0

    mutating func add(_ other: Figure) {
      count += other.count
      amount += other.amount
      weighted += other.weighted
    }
  }

  private static let categories = ["omitted", "pipeline", "best_case", "most_likely", "commit", "closed"]

  /// The figures of each user's team by period and category; those of nobody under nil.
  private var teams: [Int64?: [Figure]] = [:]

  init(_ db: Database, year: Int, month: Int) throws {
    let start = month < 10 ? "0\(month)" : String(month)
    let sql = """
      SELECT o.owner, (CAST(strftime('%m', o.close_date * 86400, 'unixepoch') AS INTEGER) + 12 - ?3) % 12,
        CASE WHEN s.is_won THEN 'closed' WHEN s.is_closed THEN 'omitted' ELSE coalesce(o.forecast_category, s.category) END,
        count(*),
        coalesce(sum(o.amount * CASE WHEN s.is_won THEN 100 ELSE coalesce(o.probability, s.probability) END), 0),
        coalesce(sum(o.amount), 0)
      FROM opportunity o JOIN stage s ON s.id = o.stage
      WHERE o.close_date >= unixepoch(?1) / 86400 AND o.close_date < unixepoch(?2) / 86400
      GROUP BY 1, 2, 3
      """
    let days = ("\(year)-\(start)-01", "\(year + 1)-\(start)-01")
    let managers = try UserRow.fetchAll(db)
    let above = Dictionary(uniqueKeysWithValues: managers.map { ($0.id, $0.manager) })
    let size = 12 * ForecastRows.categories.count
    for row in try Row.fetchAll(db, sql: sql, arguments: [days.0, days.1, month]) {
      let category: String = row[2]
      let period: Int = row[1]
      let place = period * 6 + (ForecastRows.categories.firstIndex(of: category) ?? 0)
      let figure = Figure(count: row[3], amount: row[5], weighted: row[4])
      var user: Int64? = row[0]
      repeat {
        teams[user, default: Array(repeating: Figure(), count: size)][place].add(figure)
        guard let known = user else { break }
        user = above[known] ?? nil
      } while user != nil
    }
  }

  /// The check of the figures.
  func digest() -> Digest {
    var digest = Digest()
    for (user, figures) in teams {
      for (place, figure) in figures.enumerated() {
        digest.add(
          user, place, count: figure.count, amount: figure.amount, weighted: Rounding.minor(figure.weighted))
      }
    }
    return digest
  }
}
