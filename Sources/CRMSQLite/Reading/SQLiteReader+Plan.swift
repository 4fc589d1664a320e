import CRMModel
import CRMStorage

extension SQLiteReader {
  func plan(_ scan: RowScan) throws -> ScanPlan? {
    try attempt { connection in
      guard let source = scan.sources.first else { return nil }
      let index = try forcedIndex(scan, connection)
      var sql = SQLText("EXPLAIN QUERY PLAN ")
      sql.add(try SQLCompiler.rows(scan, connection.layouts, from: index))
      var path = ScanPlan.Path.table
      var isSorted = false
      try connection.with(sql) { statement in
        var isKnown = false
        while try statement.step() {
          let step = (statement.text(3) ?? "").split(separator: " ")
          if step.starts(with: ["USE", "TEMP", "B-TREE", "FOR", "ORDER"]) { isSorted = true }
          // The first table named is the scan's own; those of parents and children follow.
          guard !isKnown, step.count > 1, ["SEARCH", "SCAN"].contains(step[0]), step[1] == "t0" else { continue }
          isKnown = true
          if let place = step.firstIndex(of: "INDEX"), place + 1 < step.count, step[place + 1].hasPrefix("i"),
            let number = Int32(step[place + 1].dropFirst())
          {
            path = .index(number)
          } else if step[0] == "SEARCH" || scan.filter == nil && scan.order.isEmpty {
            path = .ids
          }
        }
      }
      return ScanPlan(
        path: path, isSorted: isSorted, estimatedRows: try estimate(scan, source, path, isSorted, connection))
    }
  }

  /// The index that a scan's rows are made to come from; nil if that is left to SQLite.
  private func forcedIndex(_ scan: RowScan, _ connection: SQLiteConnection) throws -> Int32? {
    guard let table = scan.sources.first?.table, let layout = connection.layouts[table] else { return nil }
    guard let choice = IndexChoice(scan, layout) else {
      return IndexChoice.isUseless(scan, layout) ? SQLCompiler.noIndex : nil
    }
    if choice.isExact { return choice.ordered }
    if let rare = try rival(choice, scan, connection) { return rare }
    return try isGivenUp(choice, scan, connection) ? nil : choice.ordered
  }

  /// Whether the walk of an index would be given up: found out by walking, which ends then.
  private func isGivenUp(_ choice: IndexChoice, _ scan: RowScan, _ connection: SQLiteConnection) throws -> Bool {
    let statement = try prepared(scan, connection, from: choice.ordered).statement
    defer { connection.keep(statement) }
    let budget = WalkBudget(IndexChoice.longestWalk(scan.limit ?? 0), on: connection.handle)
    defer { budget.end() }
    do {
      while try statement.step() {}
      return false
    } catch is SQLiteFailure where budget.isSpent {
      return true
    }
  }

  /// About how many rows are looked at.
  private func estimate(
    _ scan: RowScan, _ source: Source, _ path: ScanPlan.Path, _ isSorted: Bool, _ connection: SQLiteConnection
  ) throws -> Int {
    if let ids = scan.ids { return ids.count }
    let most = ScanPlan.longestCount
    var conditions: Filter?
    if case .index(let number) = path, let layout = connection.layouts[source.table],
      let index = layout.indexes.first(where: { $0.number == number })
    {
      conditions = IndexChoice.conditions(scan.filter, about: index)
    }
    let sql = try SQLCompiler.count([source], conditions, limit: most, connection.layouts)
    let found = Int(clamping: try connection.first(sql).integerValue ?? 0)
    // What comes in its order ends with the last row that is wanted.
    guard let limit = scan.limit, !isSorted else { return found }
    return min(found, max(0, limit))
  }
}
