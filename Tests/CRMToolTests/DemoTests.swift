import CRM
import CRMTestStores
import CRMTesting
import Testing

@testable import CRMCommandLine

@Suite struct `The demo` {
  static let realData: String? = SharedData.place(of: "crm-sales-opportunities")

  @Test func `makes up the same data every time`() throws {
    let files = DemoSample.files()
    #expect(files.map(\.text) == DemoSample.files().map(\.text))
    #expect(files.map(\.text) != DemoSample.files(seed: 1).map(\.text))
    let deals = try #require(files.last).text.split(separator: "\n")
    #expect(deals.count == 301)
    #expect(deals.contains { $0.contains(",GTXPro,") })
    #expect(deals.contains { $0.contains(",,Engaging,") })
  }

  @Test func `answers its questions from made-up data`() async throws {
    let bench = try ToolBench()
    let run = await bench.run("demo", "--store", "@demo.crm")
    #expect(run.code == 0, "\(run.errors)")
    for title in [
      "Pipeline by stage", "Win rate by region", "Won revenue by manager and quarter (USD)", "Sales cycle of won deals",
      "Open pipeline by manager and stage", "The ten largest won deals",
    ] { #expect(run.lines.contains(title)) }
    #expect(run.lines.contains { $0.hasPrefix("sales_pipeline.csv   300       300        0        0") })
    #expect(!run.output.contains("left out"))
    #expect(await bench.run("demo", "--store", "@demo.crm").code == 1)
    #expect(await bench.run("check", "@demo.crm").code == 0)
    let metrics = await bench.run("metrics", "@demo.crm", "--json", "--from", "2017-01-01", "--to", "2017-06-30")
    let json = try JSONValue(parsing: metrics.output)
    #expect(json["closed"]?["end"] == "2017-07-01")
    #expect(json["open_by_stage"]?.arrayValue?.count == 2)
    #expect(await bench.run("metrics", "@demo.crm").lines.contains { $0.hasPrefix("win rate by number") })
  }

  @Test(.enabled(if: realData != nil, "shared/data is not there"), arguments: StoreKind.allCases)
  func `gives the answers that another database engine gave for real data`(_ kind: StoreKind) async throws {
    let folder = try #require(Self.realData)
    try await kind.withWorkspace(modules: [.sales]) { workspace in
      let session = try await workspace.session(as: .owner)
      let steps = try await DemoImport.run(folder, session)
      #expect(steps.map(\.report.rowsRead) == [85, 7, 35, 8_800])
      #expect(steps.flatMap(\.report.rejected) == [])
      let again = try await DemoImport.run(folder, session)
      #expect(again.map(\.report.inserted) == [0, 0, 0, 0])
      #expect(again.map(\.report.updated) == [0, 0, 0, 0])
      try await DemoTier.add(session)
      try await checkAnswers(try await session.read { try DemoAnswers($0) })
      try await checkRankings(session)
      try await checkForecast(session)
      // The workspace is in UTC and each deal began and was won with a day, so moments and days measure the same.
      let cycle = try await session.read { try SalesMetrics($0).salesCycle() }
      #expect(cycle.dealCount == 4_238)
      #expect(cycle.medianDays == 57)
      #expect(abs((cycle.meanDays ?? 0) - 51.781972628598396) < 1e-9)
    }
  }

  private func checkAnswers(_ answers: DemoAnswers) async throws {
    #expect(answers.stages.map { $0[0] } == ["Prospecting", "Engaging", "Won", "Lost"])
    #expect(answers.stages.map { $0[1] } == [500, 1_589, 4_238, 2_473])
    #expect(answers.stages[2][2] == usd(10_005_534))
    #expect(answers.winRates.map(\.key) == ["Central", "East", "West"])
    #expect(answers.winRates.map { Figures.percent($0.byCount) } == ["62.56 %", "63.02 %", "63.94 %"])
    #expect(answers.regions == [["Central", 3_512], ["East", 2_291], ["West", 2_997]])
    #expect(answers.cycle.meanDays == 51.781972628598396)
    #expect(answers.cycle.medianDays == 57)
    #expect(try answers.quarters == RealAnswers.quarters())
    #expect(try answers.largest == RealAnswers.largest())
    #expect(answers.open == RealAnswers.open)
    #expect(answers.winRates.map(\.wonCount) == [1_629, 1_171, 1_438])
    #expect(answers.winRates.map(\.lostCount) == [975, 687, 811])
    #expect(answers.winRates.map(\.wonValue) == [3_346_293, 3_090_594, 3_568_647].map { .usd($0) })
  }

  /// The closed column of each manager's team is the won value of the team, which another database engine computed.
  private func checkForecast(_ session: Session) async throws {
    let year = try DateRange(from: CalendarDate("2017-01-01"), to: CalendarDate("2018-01-01"))
    let forecast = try await session.read { try $0.forecast(of: Opportunity.self, in: year, by: .quarter) }
    var closed: [[FieldValue]] = []
    for row in forecast.rows.filter({ $0.depth == 0 && $0.user != nil }).sorted(by: { $0.name < $1.name }) {
      for (period, cell) in zip(forecast.periods, row.cells) {
        let figure = try cell.team.cumulative(.closedOnly)
        closed.append([
          .text(row.name), .date(period.days.start), .money(figure.amount), .integer(Int64(figure.count)),
        ])
      }
    }
    #expect(try closed == RealAnswers.quarters())
    let total = try forecast.total.map { try $0.single(.closed).amount }
    #expect(try Money.sum(total, in: .usd) == .usd(10_005_534))
    #expect(forecast.rows.count == 41)
  }

  private func checkRankings(_ session: Session) async throws {
    func rows(_ text: String) async throws -> [[FieldValue]] { try await session.table(try Query(text: text)).rows }
    // The map spells the sector that EXPECTED.md quotes as it stands in the file, `technolgy`.
    let sectors = try await rows(
      """
      select account.industry, sum(amount), count() from opportunity where stage.is_won = true \
      group by account.industry \
      order by sum(amount) desc limit 5
      """)
    #expect(
      sectors == [
        ["retail", usd(1_867_528), 799], ["technology", usd(1_515_487), 671], ["medical", usd(1_359_595), 592],
        ["software", usd(1_077_934), 450], ["finance", usd(950_908), 375],
      ])
    let agents = try await session.read { try SalesMetrics($0).top(5, by: "owner.display_name") }
    #expect(
      agents.map(\.key) == ["Darcel Schlecht", "Vicki Laflamme", "Kary Hendrixson", "Cassey Cress", "Donn Cantrell"])
    #expect(agents.map(\.value) == [1_153_214, 478_396, 454_298, 450_489, 445_860].map { usd($0) })
    let dates = try await rows(
      "select min(opened_on), max(opened_on), min(close_date), max(close_date) from opportunity")
    let expected = try ["2016-10-20", "2017-12-27", "2017-03-01", "2017-12-31"].map {
      FieldValue.date(try CalendarDate($0))
    }
    #expect(dates == [expected])
    let parents = try await rows(
      """
      select parent.name, count() from account where parent is not null group by parent.name \
      order by count() desc, parent.name
      """
    )
    #expect(
      parents == [
        ["Acme Corporation", 4], ["Sonron", 3], ["Bubba Gump", 2], ["Golddex", 2], ["Inity", 2],
        ["Massive Dynamic", 1],
        ["Warephase", 1],
      ])
    #expect(try await session.count(Query(text: "select name from opportunity where account is null")) == 1_425)
    #expect(try await session.count(User.query) == 41)
  }

  private func usd(_ amount: Int32) -> FieldValue { .money(.usd(amount)) }
}
