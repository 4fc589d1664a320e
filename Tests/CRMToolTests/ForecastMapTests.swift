import CRM
import CRMTestStores
import CRMTesting
import Testing

@testable import CRMCommandLine

@Suite struct `A forecast of imported deals` {
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

  /// The closed column of each manager's team in the quarters of 2017 as the tool tells it, of files as ``DemoMaps`` reads them.
  private func closedByTeam(_ bench: ToolBench, _ folder: String) async throws -> [[FieldValue]] {
    await bench.run("init", "@a.crm")
    for (entity, file, map) in [
      ("pipeline_stage", "sales_pipeline.csv", Self.stages), ("account", "accounts.csv", DemoMaps.accounts),
      ("product", "products.csv", DemoMaps.products), ("user", "sales_teams.csv", DemoMaps.teams),
      ("opportunity", "sales_pipeline.csv", DemoMaps.pipeline),
    ] {
      try bench.file("map.json", map)
      let run = await bench.run("import", "@a.crm", entity, "\(folder)/\(file)", "--map", "@map.json")
      #expect(run.code == 0, "\(file): \(run.errors)")
    }
    let days = ["--from", "2017-01-01", "--to", "2017-12-31", "--by", "quarter"]
    let run = await bench.run(["forecast", "@a.crm", "--json"] + days)
    #expect(run.code == 0, "\(run.errors)")
    let json = try JSONValue(parsing: run.output)
    let periods = try #require(json["periods"]?.arrayValue)
    #expect(periods.map { $0["label"] } == ["2017-Q1", "2017-Q2", "2017-Q3", "2017-Q4"])
    var closed: [[FieldValue]] = []
    for row in try #require(json["rows"]?.arrayValue) where row["depth"] == 0 && row["user"] != .null {
      for (period, cell) in zip(periods, row["cells"]?.arrayValue ?? []) {
        let figure = try #require(cell["team"]?["cumulative"]?["closed_only"])
        let texts = [row["name"], period["days"]?["start"], figure["amount"]?["amount"]].compactMap { $0?.stringValue }
        guard texts.count == 3, case .number(let count)? = figure["count"] else { continue }
        closed.append([
          .text(texts[0]), .date(try CalendarDate(texts[1])), .money(try Money(texts[2], .usd)),
          .integer(Int64(count.text) ?? -1),
        ])
      }
    }
    return closed.sorted { "\($0[0]) \($0[1])" < "\($1[0]) \($1[1])" }
  }

  @Test(.enabled(if: ExpectedAnswers.isThere, ExpectedAnswers.absence))
  func `by a user's own map is what another database engine gives`() async throws {
    let bench = try ToolBench()
    let expected = try ExpectedAnswers()
    let closed = try await closedByTeam(bench, try #require(SharedData.place(of: ExpectedAnswers.folder)))
    for (manager, quarters) in try expected.teams() {
      let team = closed.filter { $0[0] == .text(manager) }
      #expect(team.map { $0[2] } == quarters.map { .money($0.value) }, "\(manager)")
      #expect(team.map { $0[3] } == quarters.map { .integer($0.deals) }, "\(manager)")
    }
    #expect(try closed == RealAnswers.quarters(expected))
    // The same for people.
    let shown = await bench.run("forecast", "@a.crm", "--period", "2017-Q4")
    let team = try #require(try expected.teams().first)
    let line = try #require(shown.lines.first { $0.hasPrefix(team.manager) })
    let last = try #require(team.quarters.last).value.amountText.prefix { $0 != "." }
    let words = team.manager.split(separator: " ").count
    #expect(line.split(separator: " ").dropFirst(words).first?.filter { $0 != "," } == String(last))
  }

  @Test func `by a user's own map is what adding up by hand gives`() async throws {
    let bench = try ToolBench()
    for (name, text) in Self.company { try bench.file(name, text) }
    let days = try ["2017-01-01", "2017-04-01", "2017-07-01", "2017-10-01"].map { try CalendarDate($0) }
    // Carla: Ana's 1,000 and Ben's 500 in the first quarter, Ana's 70 on its last day of the fourth, and her own 8.
    // Deniz: Dora's 30 on the first day of the second and 4 in the third; what is lost, open or of 2018 counts nowhere.
    let hand: [(String, [(Int32, Int64)])] = [
      ("Carla", [(1_500, 2), (0, 0), (0, 0), (78, 2)]), ("Deniz", [(0, 0), (30, 1), (4, 1), (0, 0)]),
    ]
    let expected = hand.flatMap { manager, quarters in
      zip(days, quarters).map { day, won -> [FieldValue] in
        [.text(manager), .date(day), .money(.usd(won.0)), .integer(won.1)]
      }
    }
    #expect(try await closedByTeam(bench, bench.folder) == expected)
    let shown = await bench.run("forecast", "@a.crm", "--period", "2017-Q2")
    let lines = shown.lines.map { $0.split(separator: " ").map(String.init) }
    // Closed, commit, most likely, best case, open.
    #expect(lines.first { $0.first == "Deniz" }?.dropFirst().prefix(5) == ["30", "30", "30", "930", "900"])
  }

  /// A company small enough to add up by hand, in files as the real ones are written.
  private static let company = [
    (
      "accounts.csv",
      "account,sector,year_established,revenue,employees,office_location,subsidiary_of\nAcme,retail,1996,1.5,20,Kenya,\n"
    ),
    ("products.csv", "product,series,sales_price\nGTX Pro,GTX,4821\n"),
    (
      "sales_teams.csv",
      """
      sales_agent,manager,regional_office
      Ana,Carla,North
      Ben,Carla,North
      Dora,Deniz,South

      """
    ),
    (
      "sales_pipeline.csv",
      """
      opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value
      D1,Ana,GTXPro,Acme,Won,2016-10-20,2017-01-01,1000
      D2,Ben,GTXPro,Acme,Won,2016-11-20,2017-03-31,500
      D3,Ana,GTX Pro,Acme,Won,2017-10-20,2017-12-31,70
      D4,Carla,GTX Pro,Acme,Won,2017-10-20,2017-11-02,8
      D5,Dora,GTX Pro,Acme,Won,2017-01-20,2017-04-01,30
      D6,Dora,GTX Pro,Acme,Won,2017-01-20,2017-09-30,4
      D7,Dora,GTX Pro,Acme,Lost,2017-01-20,2017-04-02,0
      D8,Dora,GTX Pro,,Engaging,2017-01-20,2017-05-01,900
      D9,Ben,GTX Pro,Acme,Won,2017-12-20,2018-01-01,60000
      D0,Ben,GTX Pro,,Prospecting,,,

      """
    ),
  ]

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
