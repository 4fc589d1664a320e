import CRMModel
import CRMSales
import CRMSecurity

/// The ways in which a deal's stage can be written.
enum StageWrite: String, Sendable, CaseIterable {
  case entity, byID, byQuery, patch, record, upsert, externalUpsert, importing

  /// The ways that change a deal that is there.
  static let changes: [StageWrite] = [.entity, .byID, .byQuery, .patch, .upsert, .externalUpsert, .importing]
  /// The ways that add a deal.
  static let additions: [StageWrite] = [.entity, .record, .upsert, .externalUpsert, .importing]

  static let system = "old_crm"

  /// Adds a deal worth 100 dollars.
  func add(_ number: String, in stage: PipelineStage, _ session: Session) async throws {
    let deal = Opportunity {
      ($0.name, $0.number, $0.amount, $0.stage) = ("200 seats", number, .usd(100), stage.id)
    }
    let record = Record(
      "opportunity",
      ["name": "200 seats", "number": .text(number), "amount": .money(.usd(100)), "stage": stage.id.fieldValue])
    switch self {
    case .entity, .byID, .byQuery, .patch: try await session.insert(deal)
    case .record: try await session.insert(record)
    case .upsert: _ = try await session.write { tx in try tx.upsert([deal], by: \.number) }
    case .externalUpsert:
      _ = try await session.write { tx in
        try tx.upsert([record], externalIDs: [number], in: StageWrite.system)
      }
    case .importing:
      let file = "name,number,amount,stage\n200 seats,\(number),100,\(stage.name)\n"
      try await self.importing(file, session)
    }
  }

  /// Writes another stage into the deal with a number.
  func write(_ stage: PipelineStage, into number: String, _ session: Session) async throws {
    let found = Opportunity.query.where { $0.number == number }
    guard var deal = try await session.first(found) else {
      throw StoreError(.notFound, .recordNotFound, "no deal of this number")
    }
    let id = deal.id
    let target = stage.id
    switch self {
    case .entity:
      deal.stage = target
      let changed = deal
      try await session.update(changed)
    case .byID: try await session.update(id) { $0.stage = target }
    case .byQuery: try await session.update(where: found) { $0.stage = target }
    case .patch, .record: try await session.update(id.erased, ["stage": target.fieldValue])
    case .upsert:
      let given = Opportunity { ($0.name, $0.number, $0.stage) = ("200 seats", number, target) }
      _ = try await session.write { tx in try tx.upsert([given], by: \.number) }
    case .externalUpsert:
      _ = try await session.write { tx in
        try tx.setExternalID(number, in: StageWrite.system, for: id.erased)
        try tx.upsert(
          [Record("opportunity", ["stage": target.fieldValue])], externalIDs: [number], in: StageWrite.system)
      }
    case .importing: try await importing("number,stage\n\(number),\(stage.name)\n", session)
    }
  }

  private func importing(_ file: String, _ session: Session) async throws {
    var map = ImportMap("opportunity")
    map.targets[0].upsert = "number"
    map.targets[0].fields = [ImportRule("stage", column: "stage", find: ImportFind(by: "name"))]
    let report = try await session.importCSV(.bytes(Array(file.utf8)), map: map)
    if let row = report.rejected.first { throw StoreError(.invalid, "refused", row.summary) }
  }
}
