public import CRMModel
public import CRMSales
internal import CRMSecurity

/// What lies open in one stage of a pipeline.
///
/// Population: deals in a stage that is not closed, whatever their close date. Weighted: each amount times the deal's
/// probability, or the stage's default where the deal has none; added exactly and rounded once.
public struct StageTotal: Hashable, Sendable, CustomStringConvertible {
  /// The stage.
  public let stage: PipelineStage.ID
  /// What people call it.
  public let name: String
  /// Its place in the pipeline.
  public let position: Int
  /// How many deals are in it.
  public let count: Int
  /// What they are worth.
  public let amount: Money
  /// What they are worth, weighted by their probability.
  public let weighted: Money

  /// Stage, number and values: `Proposal: 4 deals, 400.00 USD, weighted 200.00 USD`.
  public var description: String {
    "\(name): \(count) \(count == 1 ? "deal" : "deals"), \(amount), weighted \(weighted)"
  }
}

extension SalesMetrics {
  /// The open deals of each stage, by the stages' positions; a stage in use without deals is there with 0.
  ///
  /// - Parameters:
  ///   - pipeline: The pipeline; nil means all, one after the other.
  ///   - rule: How a weighted amount becomes minor units.
  public func pipelineByStage(
    _ pipeline: Pipeline.ID? = nil, rounding rule: RoundingRule = .halfEven
  ) throws(StoreError) -> [StageTotal] {
    var stages = PipelineStage.query.where { !$0.isClosed }
    if let pipeline { stages = stages.where { $0.pipeline == pipeline } }
    let ordered = stages.order(by: { $0.pipeline }).order(by: { $0.position })
    let open = deals(.open, closeDateIn: nil).group { ($0.stage, $0.probability, $0.count, $0.amount.sum) }
    var cells: [PipelineStage.ID: [Cell]] = [:]
    for (stage, probability, count, amount) in try snapshot.fetch(open) {
      guard let stage else { continue }
      cells[stage, default: []].append((probability, count, amount ?? .zero(currency)))
    }
    var result: [StageTotal] = []
    for stage in try snapshot.fetch(ordered) {
      let cells = cells[stage.id] ?? []
      if cells.isEmpty, !stage.isActive { continue }
      do throws(ValueError) {
        result.append(try total(stage, cells, rule))
      } catch {
        throw StoreError(error)
      }
    }
    return result
  }

  /// The deals of a stage that have the same probability of their own.
  private typealias Cell = (probability: Percent?, count: Int, amount: Money)

  private func total(
    _ stage: PipelineStage, _ cells: [Cell], _ rule: RoundingRule
  ) throws(ValueError) -> StageTotal {
    var count = 0
    var weighted = ExactDecimal.zero
    for cell in cells {
      let probability = cell.probability ?? stage.defaultProbability
      count += cell.count
      weighted = try weighted.adding(cell.amount.amount.multiplied(by: probability.fraction))
    }
    return StageTotal(
      stage: stage.id, name: stage.name, position: stage.position, count: count,
      amount: try Money.sum(cells.map(\.amount), in: currency),
      weighted: try Money(major: weighted, currency, rounding: rule))
  }
}
