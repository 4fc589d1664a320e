import CRMModel
import CRMSales
import CRMSecurity
import CRMTestStores
import CRMTesting
import Testing

@Suite struct `A deal that is decided` {
  /// The ways in which somebody may change a deal's stage.
  enum Way: CaseIterable, Sendable {
    case update, updateWhere, patch, move
  }

  /// The categories in which deals of 100 at 30 % stand, with what each is worth and weighs.
  private func figures(_ session: Session) async throws -> [String] {
    let year = try FiscalCalendar.plain.range(label: "2025")
    let forecast = try await session.read { try $0.forecast(of: Opportunity.self, in: year) }
    return try ForecastCategory.options.compactMap { option in
      let figure = try forecast.total[0].single(ForecastCategory(rawValue: option.code))
      return figure.count == 0 ? nil : "\(option.code): \(figure.amount.amountText) \(figure.weighted.amountText)"
    }
  }

  private func write(
    _ session: Session, _ deal: Opportunity.ID, to stage: PipelineStage.ID, by way: Way
  ) async throws {
    switch way {
    case .update: try await session.update(deal) { $0.stage = stage }
    case .updateWhere: _ = try await session.update(where: Opportunity.query) { $0.stage = stage }
    case .patch: _ = try await session.update(deal.erased, ["stage": stage.fieldValue])
    case .move: try await session.perform(MoveStage(deal, to: stage))
    }
  }

  @Test(arguments: StoreKind.allCases, Way.allCases)
  func `counts as what it came to, whatever category somebody gave it`(_ kind: StoreKind, _ way: Way) async throws {
    try await kind.withSession(modules: [.sales]) { _, session in
      let (deal, stages) = try await session.write { tx in
        let stages = try SalesModule.standardPipeline(in: tx).stages
        let deal = Opportunity {
          ($0.name, $0.stage, $0.amount, $0.probability) = ("Fleet", stages[1].id, .usd(100), 30)
          ($0.forecastCategory, $0.closeDate) = (.commit, try? CalendarDate("2025-06-10"))
        }
        return (try tx.insert(deal), stages)
      }
      #expect(try await figures(session) == ["commit: 100.00 30.00"])
      try await write(session, deal.id, to: stages[4].id, by: way)
      #expect(try await figures(session) == ["closed: 100.00 100.00"])
      try await write(session, deal.id, to: stages[5].id, by: way)
      #expect(try await figures(session) == ["omitted: 100.00 30.00"])
      // What somebody says about a decided deal afterwards is kept, and counts again once it is open.
      try await session.update(deal.id) { $0.forecastCategory = .bestCase }
      #expect(try await figures(session) == ["omitted: 100.00 30.00"])
      try await session.update(deal.id) { $0.stage = stages[2].id }
      #expect(try await figures(session) == ["best_case: 100.00 30.00"])
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `counts so by what its stage is, not by the stage's category`(_ kind: StoreKind) async throws {
    try await kind.withSession(modules: [.sales]) { _, session in
      let stages = try await session.write { tx in
        let stages = try SalesModule.standardPipeline(in: tx).stages
        let day = try CalendarDate("2025-06-10")
        try tx.insert(
          Opportunity { ($0.name, $0.stage, $0.amount, $0.closeDate) = ("A", stages[3].id, .usd(100), day) })
        return stages
      }
      #expect(try await figures(session) == ["commit: 100.00 75.00"])
      // Deals that wait are in none of the columns, though they are not decided.
      try await session.update(stages[3].id) { $0.forecastCategory = .omitted }
      #expect(try await figures(session) == ["omitted: 100.00 75.00"])
      try await session.update(stages[3].id) { ($0.isClosed, $0.isWon) = (true, true) }
      #expect(try await figures(session) == ["closed: 100.00 100.00"])
      try await session.update(stages[3].id) { ($0.isWon, $0.forecastCategory) = (false, .commit) }
      #expect(try await figures(session) == ["omitted: 100.00 75.00"])
    }
  }
}
