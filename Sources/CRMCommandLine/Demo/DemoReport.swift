internal import CRM

/// The demo's answers for people.
struct DemoReport {
  private let answers: DemoAnswers

  init(_ answers: DemoAnswers) { self.answers = answers }

  var text: String {
    [
      section("Pipeline by stage", stages), section("Win rate by region", winRates),
      section("Won revenue by manager and quarter (USD)", quarters), section("Sales cycle of won deals", cycle),
      section("Open pipeline by manager and stage", open), section("The ten largest won deals", largest),
    ].joined()
  }

  private func section(_ title: String, _ body: String) -> String {
    "\n\(title)\n\(String(repeating: "=", count: title.count))\n\(body)"
  }

  private var stages: String {
    var table = TextTable(["stage", "deals", "value (USD)"], [.left, .right, .right])
    for row in answers.stages where row.count == 3 { table.add([row[0].cellText, row[1].cellText, amount(row[2])]) }
    return table.text
  }

  private var winRates: String {
    var all: [FieldValue: FieldValue] = [:]
    for row in answers.regions where row.count == 2 { all[row[0]] = row[1] }
    var table = TextTable(
      ["region", "deals", "won", "lost", "win rate", "won value (USD)"],
      [.left, .right, .right, .right, .right, .right])
    for rate in answers.winRates {
      let counts = [rate.wonCount, rate.lostCount].map { Figures.grouped(Int64($0)) }
      let rates = [Figures.percent(rate.byCount), Figures.amount(rate.wonValue)]
      table.add([name(rate.key), (all[rate.key] ?? .null).cellText] + counts + rates)
    }
    return table.text
  }

  private var quarters: String {
    let starts = Set(answers.quarters.compactMap { $0.count == 4 ? date($0[1]) : nil }).sorted()
    var table = TextTable(
      ["manager"] + starts.map { "\($0.year) Q\($0.quarter)" } + ["total", "deals"],
      [.left] + Array(repeating: .right, count: starts.count + 2))
    for group in groups(answers.quarters) {
      var cells: [CalendarDate: String] = [:]
      var values: [Money] = []
      var deals: Int64 = 0
      for row in group.rows where row.count == 4 {
        if let start = date(row[1]) { cells[start] = amount(row[2]) }
        if case .money(let value) = row[2] { values.append(value) }
        if case .integer(let count) = row[3] { deals += count }
      }
      let currency = values.first?.currency ?? .usd
      let total = (try? Money.sum(values, in: currency)).map(Figures.amount) ?? "-"
      table.add([name(group.key)] + starts.map { cells[$0] ?? "-" } + [total, Figures.grouped(deals)])
    }
    return table.text
  }

  private var cycle: String {
    var table = TextTable(["deals", "mean days", "median days"], [.right, .right, .right])
    let cycle = answers.cycle
    table.add([
      Figures.grouped(Int64(cycle.dealCount)), Figures.decimals(cycle.meanDays, 2),
      Figures.decimals(cycle.medianDays, 1),
    ])
    return table.text
  }

  private var open: String {
    var table = TextTable(["manager", "stage", "deals", "at list price (USD)"], [.left, .left, .right, .right])
    for group in groups(answers.open) {
      for (index, row) in group.rows.enumerated() where row.count == 4 {
        table.add([index == 0 ? name(group.key) : "", row[1].cellText, row[2].cellText, amount(row[3])])
      }
    }
    return table.text
  }

  private var largest: String {
    var table = TextTable(
      ["deal", "value (USD)", "closed", "product", "agent", "account", "tier", "belongs to"],
      [.left, .right, .left, .left, .left, .left, .left, .left])
    for row in answers.largest where row.count == 8 {
      table.add([row[0].cellText, amount(row[1])] + row[2...].map(\.cellText))
    }
    return table.text
  }

  // MARK: Cells

  /// Rows that follow each other with the same first value.
  private func groups(_ rows: [[FieldValue]]) -> [(key: FieldValue, rows: [[FieldValue]])] {
    var result: [(key: FieldValue, rows: [[FieldValue]])] = []
    for row in rows {
      guard let key = row.first else { continue }
      if let last = result.indices.last, result[last].key == key {
        result[last].rows.append(row)
      } else {
        result.append((key, [row]))
      }
    }
    return result
  }

  private func name(_ value: FieldValue) -> String { value.isNull ? "nobody" : value.cellText }
  private func date(_ value: FieldValue) -> CalendarDate? { if case .date(let date) = value { date } else { nil } }
  private func amount(_ value: FieldValue) -> String {
    if case .money(let money) = value { Figures.amount(money) } else { "-" }
  }
}
