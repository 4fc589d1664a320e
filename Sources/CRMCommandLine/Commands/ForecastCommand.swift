public import ArgumentParser
internal import CRM

/// `crm forecast STORE [--period 2017-Q4 | --from --to --by month] [--currency EUR --rate USD=0.92] [--as-of …] [--json]`
public struct ForecastCommand: AsyncParsableCommand {
  /// Name and purpose.
  public static let configuration = CommandConfiguration(
    commandName: "forecast", abstract: "Forecasts by owner, period and category, rolled up the tree of managers.",
    discussion:
      """
      --period names a year, quarter, month, week or day: 2017, 2017-Q4, 2017-11, 2017-W46, 2017-11-05. --from and --to \
      name the first and the last day instead, both included. --by cuts the days into periods.

      Each line is a user with the team: the user's own records and those of everybody below. The columns add categories \
      up: closed; commit with closed; most likely with both; best case with all three; what is open, without closed. \
      --own shows the users' own records only.

      Any entity that declares how it is forecast may be named by --entity; without it, opportunities are forecast.

      --rate USD=0.92 says what one USD is worth in the currency of the figures, which --currency names; without it, that is \
      the store's. It may be given once for each currency.

      --as-of 2017-11-01T00:00:00Z takes the records as they were then, by the change log.
      """)

  @Argument(help: "The store.") var store: String
  @Option(help: "The period that is forecast, such as 2017-Q4.") var period: String?
  @Option(help: "The first day, year first.") var from: String?
  @Option(help: "The last day, year first.") var to: String?
  @Option(help: "What the days are cut into: day, week, month, quarter or year.") var by: String?
  @Option(help: "What is forecast.") var entity = "opportunity"
  @Option(help: "The currency of the figures, such as EUR.") var currency: String?
  @Option(help: "What one unit of a currency is worth in it, such as USD=0.92.") var rate: [String] = []
  @Option(help: "The moment as of which the records count, such as 2017-11-01T00:00:00Z.") var asOf: String?
  @Flag(help: "Show the users' own records instead of their teams'.") var own = false
  @Flag(help: "Write JSON.") var json = false

  /// The command.
  public init() {}

  /// Computes and writes the forecast.
  public func run() async throws {
    let output = ToolContext.current.output
    let unit = try by.map(unit)
    let entity = EntityName(entity)
    let own = own
    let days = try days(.plain)
    let moment = try asOf.map { text in try ToolFailure.naming("--as-of \(text)") { try Instant(text) } }
    let named = try RateArguments(currency: currency, rates: rate)
    try await StoreFile.withSession(store, for: .reading) { session in
      let rates = try named.rates(for: session.schema.currency)
      let forecast = try await session.read { snapshot in
        try snapshot.forecast(of: entity, in: days, by: unit, at: rates, asOf: moment)
      }
      let figures = ForecastFigures(forecast, showsOwn: own)
      output(json ? JSONOutput.pretty(try figures.json()) : try figures.text())
    }
  }

  private func unit(_ text: String) throws -> PeriodUnit {
    guard let unit = PeriodUnit(rawValue: text) else {
      let known = PeriodUnit.allCases.map(\.rawValue).joined(separator: ", ")
      throw ToolFailure("--by \(text): one of \(known) expected")
    }
    return unit
  }

  private func days(_ calendar: FiscalCalendar) throws -> DateRange {
    if let period {
      guard from == nil, to == nil else { throw ToolFailure("--period goes without --from and --to") }
      return try ToolFailure.naming("--period \(period)") { try calendar.range(label: period) }
    }
    guard let from, let to else { throw ToolFailure("--period, or --from and --to, say what is forecast") }
    let first = try ToolFailure.naming("--from \(from)") { try CalendarDate(from) }
    let last = try ToolFailure.naming("--to \(to)") { try CalendarDate(to) }
    return try ToolFailure.naming("--from \(from) --to \(to)") { try DateRange(from: first, through: last) }
  }
}
