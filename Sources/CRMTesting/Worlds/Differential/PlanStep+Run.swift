internal import CRMModel
internal import CRMStorage

/// What undoes a transaction on purpose.
private struct Undoing: Error {}

extension PlanStep {
  /// Does this step to an engine and tells what came of each part, in order.
  func run(on engine: any StorageEngine) async throws -> [PlanOutcome] {
    let grant = EngineGrant()
    switch self {
    case .questions(let questions):
      return try await engine.read(grant) { reader in questions.map { $0.ask(reader) } }
    case .transaction(let changes, let isUndone):
      let outcomes = Ledger<PlanOutcome>()
      do {
        try await engine.write(grant) { writer in
          for change in changes { for outcome in change.run(writer) { outcomes.add(outcome) } }
          if isUndone { throw Undoing() }
        }
      } catch is Undoing {
        outcomes.add(.refused("undone"))
      } catch {
        outcomes.add(.refused(PlanOutcome.code(of: error)))
      }
      return outcomes.all
    }
  }
}

extension PlanChange {
  fileprivate func run(_ writer: any EngineWriter) -> [PlanOutcome] {
    switch self {
    case .insert(let batch, let table): return attempt(writer) { try writer.insert(batch, into: table) }
    case .update(let batch, let table): return attempt(writer) { try writer.update(batch, in: table) }
    case .remove(let ids, let table): return attempt(writer) { try writer.remove(ids, from: table) }
    case .trim(let sequence): return attempt(writer) { try writer.trimLog(through: sequence) }
    case .metadata(let key, let value): return attempt(writer) { try writer.setMetadata(key, value) }
    case .layout(let change): return attempt(writer) { try writer.apply(change) }
    case .ask(let question): return [question.ask(writer)]
    case .append(let body, let at):
      do {
        return [.sequence(try writer.append(body, at: at))]
      } catch {
        return [.refused(PlanOutcome.code(of: error))]
      }
    case .atomically(let changes, let isUndone):
      var outcomes: [PlanOutcome] = []
      do {
        try writer.atomically {
          for change in changes { outcomes += change.run(writer) }
          if isUndone { throw Undoing() }
        }
      } catch is Undoing {
        outcomes.append(.refused("undone"))
      } catch {
        outcomes.append(.refused(PlanOutcome.code(of: error)))
      }
      return outcomes
    }
  }

  private func attempt(_ writer: any EngineWriter, _ body: () throws -> Void) -> [PlanOutcome] {
    do {
      try writer.atomically(body)
      return [.done]
    } catch {
      return [.refused(PlanOutcome.code(of: error))]
    }
  }
}

extension PlanQuestion {
  fileprivate func ask(_ reader: any EngineReader) -> PlanOutcome {
    do {
      switch self {
      case .rows(let scan, let batchSize):
        return try rows(of: scan, batchSize, reader)
      case .count(let sources, let filter, let limit):
        return .count(Int64(try reader.count(sources, filter, limit: limit)))
      case .groups(let scan):
        let groups = try reader.groups(scan)
        let set = Set(groups)
        return set.count == groups.count ? .groups(set) : .malformed("a group came twice")
      case .state:
        let metadata = try PlanWorld.metadataKeys.map { try reader.metadata($0) }
        return .state(
          try reader.layouts(), metadata, try reader.log(after: 0, limit: 1_000), try reader.lastSequence())
      }
    } catch {
      return .refused(PlanOutcome.code(of: error))
    }
  }

  private func rows(of scan: RowScan, _ batchSize: Int, _ reader: any EngineReader) throws -> PlanOutcome {
    var rows: [[Scalar]] = []
    var problem: String?
    try reader.scan(scan, batchSize: batchSize) { batch in
      if batch.count == 0 || batch.count > batchSize { problem = "a batch has \(batch.count) rows" }
      if batch.columns != scan.columns.map(\.column) { problem = "a batch has other columns" }
      if batch.vectors.contains(where: { $0.count != batch.count }) { problem = "a vector is too short or too long" }
      for (row, id) in batch.ids.enumerated() { rows.append([.integer(id)] + batch.vectors.map { $0[row] }) }
      return true
    }
    return problem.map { .malformed($0) } ?? .rows(rows)
  }
}

extension PlanOutcome {
  /// The code of an error; those of the library have one.
  fileprivate static func code(of error: any Error) -> ErrorCode { (error as? any CRMError)?.code ?? .unexpected }
}
