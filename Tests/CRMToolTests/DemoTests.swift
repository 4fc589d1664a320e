import CRM
import CRMTestStores
import CRMTesting
import Testing

@testable import CRMCommandLine

@Suite struct `The demo` {
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

  @Test(.enabled(if: ExpectedAnswers.isThere, ExpectedAnswers.absence), arguments: StoreKind.allCases)
  func `gives the answers that another database engine gave for real data`(_ kind: StoreKind) async throws {
    let folder = try #require(SharedData.place(of: ExpectedAnswers.folder))
    let expected = try ExpectedAnswers()
    try await kind.withWorkspace(modules: [.sales]) { workspace in
      let session = try await workspace.session(as: .owner)
      let steps = try await DemoImport.run(folder, session)
      #expect(steps.map(\.report.rowsRead) == [85, 7, 35, 8_800])
      #expect(steps.flatMap(\.report.rejected) == [])
      let again = try await DemoImport.run(folder, session)
      #expect(again.map(\.report.inserted) == [0, 0, 0, 0])
      #expect(again.map(\.report.updated) == [0, 0, 0, 0])
      try await DemoTier.add(session)
      try await checkAnswers(try await session.read { try DemoAnswers($0) }, expected)
      try await checkRankings(session, expected)
      try await checkForecast(session, expected)
      // The workspace is in UTC and each deal began and was won with a day, so moments and days measure the same.
      let cycle = try await session.read { try SalesMetrics($0).salesCycle() }
      #expect(cycle.dealCount == 4_238)
      #expect(try cycle.medianDays == expected.cycle().median)
      #expect(abs((cycle.meanDays ?? 0) - (try expected.cycle().mean)) < 1e-9)
    }
  }

  private func checkAnswers(_ answers: DemoAnswers, _ expected: ExpectedAnswers) async throws {
    #expect(try answers.stages.map { Array($0.prefix(2)) } == expected.stages())
    #expect(try answers.stages[2][2] == .money(expected.wonValue()))
    let rates = try expected.winRates()
    #expect(answers.winRates.map(\.key) == rates.map { .text($0.region) })
    #expect(answers.winRates.map { Figures.percent($0.byCount) } == rates.map(\.rate))
    #expect(answers.regions == rates.map { [.text($0.region), .integer($0.deals)] })
    #expect(try answers.cycle.meanDays == expected.cycle().mean)
    #expect(try answers.cycle.medianDays == expected.cycle().median)
    #expect(try answers.quarters == RealAnswers.quarters(expected))
    #expect(try answers.largest == RealAnswers.largest())
    #expect(answers.open == RealAnswers.open)
    #expect(answers.winRates.map(\.wonCount) == [1_629, 1_171, 1_438])
    #expect(answers.winRates.map(\.lostCount) == [975, 687, 811])
    #expect(answers.winRates.map(\.wonValue) == [3_346_293, 3_090_594, 3_568_647].map { .usd($0) })
  }

  /// The closed column of each manager's team is the won value of the team, which another database engine computed.
  private func checkForecast(_ session: Session, _ expected: ExpectedAnswers) async throws {
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
    #expect(try closed == RealAnswers.quarters(expected))
    let total = try forecast.total.map { try $0.single(.closed).amount }
    #expect(try Money.sum(total, in: .usd) == expected.wonValue())
    #expect(forecast.rows.count == 41)
  }

  private func checkRankings(_ session: Session, _ expected: ExpectedAnswers) async throws {
    func rows(_ text: String) async throws -> [[FieldValue]] { try await session.table(try Query(text: text)).rows }
    // The map spells a sector that the document quotes as it stands in the file.
    let sectors = try await rows(
      """
      select account.industry, sum(amount), count() from opportunity where stage.is_won = true \
      group by account.industry \
      order by sum(amount) desc limit 5
      """)
    #expect(try sectors == expected.sectors().map { $0.map { $0 == "technolgy" ? "technology" : $0 } })
    let agents = try await session.read { try SalesMetrics($0).top(5, by: "owner.display_name") }
    #expect(try agents.map { [$0.key, $0.value] } == expected.agents())
    let dates = try await rows(
      "select min(opened_on), max(opened_on), min(close_date), max(close_date) from opportunity")
    #expect(try dates == [expected.days()])
    let parents = try await rows(
      """
      select parent.name, count() from account where parent is not null group by parent.name \
      order by count() desc, parent.name
      """
    )
    let told = try expected.parents()
    #expect(parents == told.byParent)
    #expect(
      try await session.count(Query(text: "select name from account where parent is not null")) == Int(told.count))
    #expect(try await session.count(Query(text: "select name from opportunity where account is null")) == 1_425)
    #expect(try await session.count(User.query) == 41)
  }
}
