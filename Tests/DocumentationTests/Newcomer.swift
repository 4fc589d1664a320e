import CRM

/// What somebody wrote who had read the README and nothing else, and had not compiled it; what it prints is returned.
func newcomer() async throws -> [String] {
  var lines: [String] = []
  func print(_ items: Any...) { lines.append(items.map { "\($0)" }.joined(separator: " ")) }

  let workspace = try await Workspace.open(.memory, modules: [.sales])
  let session = try await workspace.session(as: .owner)
  try await session.alter { $0[Account.self].add(.picklist("region", ["north", "south"])) }

  let deals = try await session.write(cause: "first import") { tx in
    let stages = try SalesModule.standardPipeline(in: tx).stages
    let acme = try tx.insert(
      Account {
        $0.name = "Acme"; $0.custom["region"] = "north"
      })
    let birch = try tx.insert(
      Account {
        $0.name = "Birch"; $0.custom["region"] = "south"
      })
    let cobalt = try tx.insert(
      Account {
        $0.name = "Cobalt"; $0.custom["region"] = "north"
      })
    let plan = [
      ("Trailer", cobalt.id, Int32(12_500)), ("Fleet", acme.id, 48_000), ("Vans", birch.id, 30_000),
      ("Service", acme.id, 4_000),
    ]
    return try plan.map { name, account, dollars in
      try tx.open(
        Opportunity {
          $0.name = name; $0.account = account; $0.stage = stages[0].id; $0.amount = .usd(dollars)
        })
    }
  }

  let won = try await session.write(cause: "weekly review") { tx in
    let stages = try SalesModule.standardPipeline(in: tx).stages
    try tx.move(deals[0].id, to: stages[2].id)  // Trailer to Proposal
    try tx.move(deals[1].id, to: stages[2].id)  // Fleet to Proposal
    return try tx.move(deals[3].id, to: stages[4].id)  // Service is won
  }
  try await session.update(deals[0].id) {
    $0.amount = .usd(14_000); $0.nextStep = "Send the offer"
  }

  let north = Opportunity.query
    .where { $0.account.custom["region"] == "north" && !$0.stage.isClosed }
    .order(by: { $0.amount }, .descending)
  print("Won: \(won.name)")
  print("Open in the north:")
  for deal in try await session.fetch(north) {
    print(deal.name, deal.amount.map { "\($0)" } ?? "no amount", deal.nextStep ?? "no next step")
  }

  let pipeline = try await session.read { snapshot in try SalesMetrics(snapshot).pipelineByStage() }
  print("Pipeline:")
  for stage in pipeline where stage.count > 0 { print(stage) }
  await workspace.close()
  return lines
}
