import CRM
import CRMTestStores
import CRMTesting
import Testing

@testable import CRMCommandLine

@Suite struct `A forecast of imported deals` {
  static let realData: String? = SharedData.place(of: "crm-sales-opportunities")

  /// What a user writes who has a list of deals and knows what their stages mean.
  private static let stages = """
    {
      "ignore": ["*"],
      "targets": [
        {"entity": "pipeline", "upsert": "name", "fields": [{"field": "name", "constant": "Hardware"}]},
        {
          "entity": "pipeline_stage", "upsert": "name",
          "fields": [
            {"field": "pipeline", "target": "pipeline"},
            {"field": "name", "column": "deal_stage"},
            {"field": "forecast_category", "column": "deal_stage", "translate": {
              "Prospecting": "pipeline", "Engaging": "best_case", "Won": "closed", "Lost": "omitted"}},
            {"field": "is_closed", "column": "deal_stage", "translate": {
              "Prospecting": "no", "Engaging": "no", "Won": "yes", "Lost": "yes"}},
            {"field": "is_won", "column": "deal_stage", "translate": {
              "Prospecting": "no", "Engaging": "no", "Won": "yes", "Lost": "no"}}
          ]
        }
      ]
    }
    """

  @Test(.enabled(if: realData != nil, "shared/data is not there: set CRM_DATA to the folder"))
  func `by a user's own map is what another database engine gives`() async throws {
    let folder = try #require(Self.realData)
    let bench = try ToolBench()
    await bench.run("init", "@a.crm")
    func imported(_ entity: String, _ file: String, _ map: String) async throws {
      try bench.file("map.json", map)
      let words = ["import", "@a.crm", entity, "\(folder)/\(file)", "--map", "@map.json"]
      let run = await bench.run(words)
      #expect(run.code == 0, "\(file): \(run.errors)")
    }
    try await imported("pipeline_stage", "sales_pipeline.csv", Self.stages)
    try await imported("account", "accounts.csv", DemoMaps.accounts)
    try await imported("product", "products.csv", DemoMaps.products)
    try await imported("user", "sales_teams.csv", DemoMaps.teams)
    try await imported("opportunity", "sales_pipeline.csv", DemoMaps.pipeline)

    let days = ["--from", "2017-01-01", "--to", "2017-12-31", "--by", "quarter"]
    let run = await bench.run(["forecast", "@a.crm", "--json"] + days)
    #expect(run.code == 0, "\(run.errors)")
    let json = try JSONValue(parsing: run.output)
    #expect(json["periods"]?.arrayValue?.map { $0["label"] } == ["2017-Q1", "2017-Q2", "2017-Q3", "2017-Q4"])
    var closed: [[String]] = []
    for row in try #require(json["rows"]?.arrayValue) where row["depth"] == 0 && row["user"] != .null {
      for cell in row["cells"]?.arrayValue ?? [] {
        let figure = try #require(cell["team"]?["cumulative"]?["closed_only"])
        closed.append([row["name"], figure["amount"]?["amount"], figure["count"]].map { $0?.text() ?? "" })
      }
    }
    let expected = try RealAnswers.quarters().map { row in
      guard case .text(let manager) = row[0], case .money(let won) = row[2], case .integer(let count) = row[3] else {
        return [String]()
      }
      return ["\"\(manager)\"", "\"\(won.amountText)\"", "\(count)"]
    }
    #expect(closed.sorted { $0[0] < $1[0] }.map { $0 } == expected)
    // The same for people: the team of EXPECTED.md.
    let shown = await bench.run("forecast", "@a.crm", "--period", "2017-Q4")
    let line = try #require(shown.lines.first { $0.hasPrefix("Melvin Marxen") })
    #expect(line.split(separator: " ").dropFirst(2).first == "670,788")
  }

  private static let deals = """
    deal,stage,seller,value,day
    A,gewonnen,Ann,100,2017-10-02
    B,zugesagt,Ann,50,2017-11-02
    C,offen,Ben,25,2017-12-02
    D,verloren,Ben,900,2017-12-03

    """

  @Test func `follows the categories that a map gives to stages of any name`() async throws {
    let bench = try ToolBench()
    await bench.run("init", "@a.crm")
    try bench.file("deals.csv", Self.deals)
    try bench.file(
      "users.json",
      #"{"ignore": ["*"], "targets": [{"entity": "user", "upsert": "display_name", "fields": [{"field": "display_name", "column": "seller"}]}]}"#
    )
    try bench.file("stages.json", Self.map())
    try bench.file(
      "deals.json",
      """
      {"ignore": ["*"], "targets": [{"entity": "opportunity", "fields": [
        {"field": "name", "column": "deal"}, {"field": "stage", "column": "stage", "find": {"by": "name"}},
        {"field": "owner", "column": "seller", "find": {"by": "display_name"}},
        {"field": "amount", "column": "value"}, {"field": "close_date", "column": "day"}]}]}
      """)
    for (entity, map) in [("user", "@users.json"), ("pipeline_stage", "@stages.json"), ("opportunity", "@deals.json")] {
      let run = await bench.run("import", "@a.crm", entity, "@deals.csv", "--map", map)
      #expect(run.code == 0, "\(map): \(run.errors)")
    }
    let run = await bench.run("forecast", "@a.crm", "--period", "2017-Q4")
    #expect(run.code == 0, "\(run.errors)")
    let lines = run.lines.map { $0.split(separator: " ").map(String.init) }
    #expect(
      lines.first { $0.first == "Ann" }?.dropFirst() == ["100", "150", "150", "150", "50", "0", "2"])
    #expect(lines.first { $0.first == "Ben" }?.dropFirst() == ["0", "0", "0", "0", "25", "0", "1"])
    #expect(
      lines.first { $0.first == "all" }?.dropFirst() == ["100", "150", "150", "150", "75", "0", "3"])
  }

  /// The map of the stages above, in which a test may put something else in a place.
  private static func map(_ old: String = "", _ new: String = "") -> String {
    let map = """
      {"ignore": ["*"], "targets": [
        {"entity": "pipeline", "upsert": "name", "fields": [{"field": "name", "constant": "Verkauf"}]},
        {"entity": "pipeline_stage", "upsert": "name", "fields": [
          {"field": "pipeline", "target": "pipeline"}, {"field": "name", "column": "stage"},
          {"field": "forecast_category", "column": "stage", "translate": {
            "gewonnen": "closed", "zugesagt": "commit", "offen": "pipeline", "verloren": "omitted"}}]}]}
      """
    return old.isEmpty ? map : map.replacing(old, with: new)
  }

  @Test(
    arguments: [
      (#""closed""#, #""won""#, ["line 2", "forecast_category", "one of omitted", "closed expected"]),
      (#""gewonnen": "closed", "#, "", ["line 2", "forecast_category", "one of omitted", "closed expected"]),
      (
        #""forecast_category""#, #""forecast_categroy""#, ["pipeline_stage.forecast_categroy", "no field of this name"]
      ),
      (#""column": "stage", "translate""#, #""column": "phase", "translate""#, ["phase"]),
      (#""pipeline_stage""#, #""pipeline_step""#, ["pipeline_step"]),
      (#""translate""#, #""translation""#, ["translation"]),
      ("]}]}", "]}", ["json_syntax"]),
    ] as [(String, String, [String])])
  func `tells what is wrong with a map`(_ old: String, _ new: String, _ words: [String]) async throws {
    let bench = try ToolBench()
    await bench.run("init", "@a.crm")
    try bench.file("deals.csv", Self.deals)
    try bench.file("stages.json", Self.map(old, new))
    let run = await bench.run("import", "@a.crm", "pipeline_stage", "@deals.csv", "--map", "@stages.json")
    #expect(run.code != 0)
    #expect(run.errors.split(separator: "\n").count == 1)
    for word in words { #expect(run.errors.contains(word), "\(run.errors)") }
    #expect(await bench.run("query", "@a.crm", "select name from pipeline_stage").lines.last == "0 rows")
  }

  @Test(
    arguments: [
      (["--from", "2017-12-31", "--to", "2017-01-01"], "--from 2017-12-31 --to 2017-01-01: ends_before_start"),
      (["--from", "2017-02-30", "--to", "2017-03-01"], "--from 2017-02-30: no_such_date"),
      (["--from", "2017-01-01"], "--period, or --from and --to, say what is forecast"),
      (["--period", "2017-13"], "--period 2017-13"), (["--period", ""], "--period "),
    ] as [([String], String)])
  func `is refused for days that are none`(_ words: [String], _ message: String) async throws {
    let bench = try ToolBench()
    await bench.run("init", "@a.crm")
    let run = await bench.run(["forecast", "@a.crm"] + words)
    #expect(run.code == 1)
    #expect(run.output == "")
    #expect(run.errors.hasPrefix("crm: \(message)"), "\(run.errors)")
    #expect(run.errors.split(separator: "\n").count == 1)
  }
}
