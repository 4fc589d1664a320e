public import CRMModel
public import CRMSecurity

/// Moves a deal to another stage, with its probability, its forecast category and the history of its stages.
///
///     let moved = try await session.perform(MoveStage(deal.id, to: won.id), key: request.key)
///
/// It does what `tx.move(_:to:at:)` does, under a name.
public struct MoveStage: Command {
  /// `move_stage`.
  public static let name: CommandName = "move_stage"

  /// The deal.
  public var opportunity: Opportunity.ID
  /// The stage it goes to.
  public var stage: PipelineStage.ID
  /// When it moved; nil means when the command is performed.
  public var moment: Instant?

  /// Describes a move.
  public init(_ opportunity: Opportunity.ID, to stage: PipelineStage.ID, at moment: Instant? = nil) {
    self.opportunity = opportunity
    self.stage = stage
    self.moment = moment
  }

  /// The deal as it is then, as far as a move concerns it.
  public struct Output: Hashable, Sendable, Codable {
    /// The deal.
    public var opportunity: Opportunity.ID
    /// Its revision, for whoever changes it next.
    public var revision: Int64
    /// The stage it is in.
    public var stage: PipelineStage.ID
    /// The stage it was in; nil if it was in none, and the same as ``stage`` if it did not move.
    public var formerStage: PipelineStage.ID?
    /// How likely it is won.
    public var probability: Percent?
    /// Its own forecast category; nil if it counts as its stage says.
    public var forecastCategory: ForecastCategory?
    /// The stay in the stage that goes on.
    public var interval: StageInterval.ID?
    /// When it entered a closed stage; nil while it is open.
    public var closedAt: Instant?
    /// The day on which it is, or was, decided.
    public var closeDate: CalendarDate?
  }

  /// Moves the deal.
  ///
  /// - Throws: What `tx.move(_:to:at:)` throws.
  public func run(in tx: WriteTransaction) throws -> Output {
    let before = try tx.find(opportunity)
    let deal = try tx.move(opportunity, to: stage, at: moment)
    return Output(
      opportunity: deal.id, revision: deal.record.revision, stage: stage, formerStage: before.stage,
      probability: deal.probability, forecastCategory: deal.forecastCategory,
      interval: try tx.first(StageInterval.current(of: deal.id))?.id, closedAt: deal.closedAt,
      closeDate: deal.closeDate)
  }
}
