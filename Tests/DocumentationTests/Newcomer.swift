import CRM

/// What somebody writes who has read the README and nothing else.
func newcomer() async throws -> [String] {
  let workspace = try await Workspace.open(.memory, modules: [.sales])
  let session = try await workspace.session(as: .owner)
  try await session.alter { $0[Account.self].add(.picklist("region", ["north", "south"])) }

  try await session.write(cause: "quarter") { tx in
    let (_, stages) = try SalesModule.standardPipeline(in: tx)
    let acme = try tx.insert(Account { ($0.name, $0.custom["region"]) = ("Acme", "north") })
    let beta = try tx.insert(Account { ($0.name, $0.custom["region"]) = ("Beta", "south") })
    for (name, account, stage, amount) in [
      ("Fleet", acme, 2, 48_000), ("Spare parts", acme, 4, 2_500), ("Vans", beta, 1, 31_000),
      ("Trailer", beta, 5, 9_000),
    ] {
      let deal = Opportunity {
        ($0.name, $0.account, $0.stage) = (name, account.id, stages[stage].id)
        $0.amount = .usd(Int32(amount))
      }
      try tx.open(deal)
    }
  }

  var lines: [String] = []
  let north = Opportunity.query.where { $0.account.custom["region"] == "north" }.order(by: { $0.amount }, .descending)
  for deal in try await session.fetch(north) { lines.append("\(deal.name) \(deal.amount ?? .usd(0))") }
  let stages = try await session.read { try SalesMetrics($0).pipelineByStage() }
  for stage in stages where stage.count > 0 { lines.append(stage.description) }
  let winRate = try await session.read { try SalesMetrics($0).winRate() }
  lines.append("\(winRate.wonCount) won of \(winRate.wonCount + winRate.lostCount)")
  await workspace.close()
  return lines
}
