internal import CRM

/// The figures of selling of one state of a store, gathered for `crm metrics`.
struct SalesFigures: Sendable {
  let period: DateRange?
  let winRate: WinRate
  let size: AverageDealSize
  let cycle: SalesCycle
  let stages: [StageTotal]
  let owners: [RankedKey]

  init(_ snapshot: Snapshot, _ period: DateRange?) throws(StoreError) {
    let metrics = SalesMetrics(snapshot)
    self.period = period
    winRate = try metrics.winRate(closeDateIn: period)
    size = try metrics.averageDealSize(closeDateIn: period)
    cycle = try metrics.salesCycle(closedIn: period)
    stages = try metrics.pipelineByStage()
    owners = try metrics.top(10, by: "owner.display_name", closeDateIn: period)
  }

  /// The figures for people.
  var text: String {
    var summary = TextTable(["figure", ""], [.left, .right])
    if let period { summary.add(["deals closed", period.description]) }
    summary.add(["won", Figures.grouped(Int64(winRate.wonCount))])
    summary.add(["lost", Figures.grouped(Int64(winRate.lostCount))])
    summary.add(["won value", "\(Figures.amount(winRate.wonValue)) \(winRate.wonValue.currency.code)"])
    summary.add(["win rate by number", Figures.percent(winRate.byCount)])
    summary.add(["win rate by value", Figures.percent(winRate.byValue)])
    summary.add([
      "average won deal", size.average.map { "\(Figures.grouped($0.amountText)) \($0.currency.code)" } ?? "-",
    ])
    summary.add(["sales cycle, mean days", Figures.decimals(cycle.meanDays, 1)])
    summary.add(["sales cycle, median days", Figures.decimals(cycle.medianDays, 1)])
    var open = TextTable(["open deals in stage", "deals", "value", "weighted"], [.left, .right, .right, .right])
    for stage in stages {
      open.add([
        stage.name, Figures.grouped(Int64(stage.count)), Figures.amount(stage.amount), Figures.amount(stage.weighted),
      ])
    }
    var ranked = TextTable(["most won by", "value"], [.left, .right])
    for owner in owners { ranked.add([owner.key.isNull ? "nobody" : owner.key.cellText, owner.value.cellText]) }
    return summary.text + "\n" + open.text + "\n" + ranked.text
  }

  /// The figures as JSON: amounts as everywhere, rates as fractions of one, undefined figures null.
  var json: JSONValue {
    let rates: JSONValue = [
      "won": integer(winRate.wonCount), "lost": integer(winRate.lostCount), "won_value": money(winRate.wonValue),
      "lost_value": money(winRate.lostValue), "by_count": number(winRate.byCount), "by_value": number(winRate.byValue),
    ]
    let cycle: JSONValue = [
      "deals": integer(self.cycle.dealCount), "mean_days": number(self.cycle.meanDays),
      "median_days": number(self.cycle.medianDays),
    ]
    let stages = self.stages.map { stage -> JSONValue in
      [
        "stage": .string(stage.name), "deals": integer(stage.count), "amount": money(stage.amount),
        "weighted": money(stage.weighted),
      ]
    }
    let owners = self.owners.map { owner -> JSONValue in
      ["owner": FieldJSON.encode(owner.key, as: .text), "won_value": FieldJSON.encode(owner.value, as: .money(.any))]
    }
    return [
      "closed": period.map { FieldJSON.encode(.dateRange($0), as: .dateRange) } ?? .null, "win_rate": rates,
      "average_won_deal": size.average.map(money) ?? .null, "sales_cycle": cycle, "open_by_stage": .array(stages),
      "top_owners": .array(owners),
    ]
  }

  private func integer(_ number: Int) -> JSONValue { .number(JSONNumber(Int64(number))) }
  private func number(_ value: Double?) -> JSONValue { value.flatMap { JSONNumber($0) }.map(JSONValue.number) ?? .null }
  private func money(_ value: Money) -> JSONValue { FieldJSON.encode(.money(value), as: .money(.any)) }
}
