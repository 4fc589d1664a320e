/// What the design asks of a case.
///
/// A ratio is to code by hand over the C interface unless another peer is named.
struct Budget {
  let text: String
  /// Whether a line of figures keeps it; nil where it is not about this size or not shown by these figures.
  let isKept: @Sendable (FigureFile, Int) -> Bool?

  /// The budgets that the cases show, by case.
  static let all: [String: Budget] = [
    "bulk_insert": Budget("≤ 1.5 x c-api, ≤ 1/3 x grdb") { file, rows in
      both(atMost(1.5, "c-api", "bulk_insert", file, rows), atMost(1 / 3, "grdb", "bulk_insert", file, rows))
    },
    "typed_fetch": fetch("typed_fetch"),
    "typed_fetch_custom": fetch("typed_fetch_custom"),
    "dynamic_fetch": Budget("≤ 2 x c-api") { atMost(2, "c-api", "dynamic_fetch", $0, $1) },
    "by_id": Budget("≤ 1.3 x c-api") { atMost(1.3, "c-api", "by_id", $0, $1) },
    "by_id_awaited": Budget("≤ 2 x c-api") { atMost(2, "c-api", "by_id_awaited", $0, $1) },
    "single_update": Budget("≤ 1.5 x c-api and 0.1 ms a commit") { file, rows in
      guard let mine = file.ours("single_update", .sqlite, rows)?.seconds,
        let other = file.peer("single_update", "c-api", rows)?.seconds
      else { return nil }
      return mine <= other * 1.5 + Double(Batch.commits) * 0.000_1
    },
    "concurrent_update": Budget("≤ 1 x c-api, durability full") {
      atMost(1, "c-api", "concurrent_update", $0, $1)
    },
    "list_view": page("list_view"),
    "list_view_all": page("list_view_all"),
    "list_view_account": page("list_view_account"),
    "group_by_2": Budget("≤ 1 x duckdb at 1 M") { file, rows in
      rows < 1_000_000 ? nil : atMost(1, "duckdb", "group_by_2", file, rows)
    },
    "forecast_fresh": Budget("≤ 10 ms each and ≤ 0.4 x duckdb at 1 M") { freshForecasts("forecast_fresh", $0, $1) },
    "forecast_priced": Budget("≤ 10 ms each and ≤ 0.4 x duckdb at 1 M") { freshForecasts("forecast_priced", $0, $1) },
    "forecast_kept": Budget("≤ 1 ms") { seconds(0.001, "forecast_kept", .sqlite, $0, $1) },
    "memory_fixtures": Budget("≤ 5 ms") { seconds(0.005, "memory_fixtures", .memory, $0, $1) },
    "open_workspace": Budget("≤ 5 ms") { seconds(0.005, "open_workspace", .sqlite, $0, $1) },
  ]

  init(_ text: String, _ isKept: @escaping @Sendable (FigureFile, Int) -> Bool?) {
    self.text = text
    self.isKept = isKept
  }

  private static func fetch(_ name: String) -> Budget {
    Budget("≤ 1.3 x c-api, ≤ 0.4 x grdb") { file, rows in
      both(atMost(1.3, "c-api", name, file, rows), atMost(0.4, "grdb", name, file, rows))
    }
  }

  private static func freshForecasts(_ name: String, _ file: FigureFile, _ rows: Int) -> Bool? {
    guard rows >= 1_000_000, let mine = file.ours(name, .sqlite, rows)?.seconds else { return nil }
    return both(mine <= 0.010 * Double(Batch.forecasts), atMost(0.4, "duckdb", name, file, rows))
  }

  private static func page(_ name: String) -> Budget {
    Budget("≤ 2 ms") { seconds(0.002, name, .sqlite, $0, $1) }
  }

  /// Of the engine over SQLite.
  private static func atMost(_ limit: Double, _ peer: String, _ name: String, _ file: FigureFile, _ rows: Int) -> Bool?
  {
    guard let mine = file.ours(name, .sqlite, rows)?.seconds, let other = file.peer(name, peer, rows)?.seconds else {
      return nil
    }
    return mine <= limit * other
  }

  private static func seconds(
    _ limit: Double, _ name: String, _ engine: ContenderName, _ file: FigureFile, _ rows: Int
  ) -> Bool? {
    file.ours(name, engine, rows)?.seconds.map { $0 <= limit }
  }

  private static func both(_ first: Bool?, _ second: Bool?) -> Bool? {
    guard let first else { return second }
    return first && (second ?? true)
  }
}
