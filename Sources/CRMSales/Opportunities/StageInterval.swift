public import CRMModel

/// One stay of a deal in a stage: from when, until when, worth how much.
///
/// `tx.open(_:)` and `tx.move(_:to:)` write them. No two stays of a deal overlap, so the stage at any moment is one
/// query: `stay.start <= moment && stay.end > moment`. A stay that goes on ends at `Instant.maximum`, which makes that
/// query right for it too and lets no deal have two.
public struct StageInterval: Entity {
  /// `stage_interval`.
  public static let name: EntityName = "stage_interval"
  /// The fields of a stay.
  public static let schema = Schema<StageInterval>(label: "Stage interval", plural: "Stage intervals", title: \.stage) {
    Field(\.opportunity, "opportunity", inverse: "stage_intervals", partOf: true)
    Field(\.stage, "stage", inverse: "stage_intervals", onDelete: .restrict)
    Field(\.stay, "stay", required: true)
    Field(\.amount, "amount")
    NoOverlap("stages_overlap", of: \.stay, per: \.opportunity, message: "A deal is in one stage at a time")
  }

  /// Identity, owner, revision and moments.
  public var record = RecordInfo()
  /// The deal.
  public var opportunity = Opportunity.ID.unset
  /// The stage it was in.
  public var stage = PipelineStage.ID.unset
  /// From entering the stage up to, not including, leaving it; required. Ends at `Instant.maximum` as long as it goes
  /// on.
  public var stay: InstantInterval?
  /// What the deal was worth when it entered the stage.
  public var amount: Money?

  /// A stay with nothing filled in.
  public init() {}

  /// When the deal entered the stage.
  public var enteredAt: Instant? { stay?.start }

  /// When the deal left the stage; nil while it is in it.
  public var leftAt: Instant? { stay.flatMap { $0.end == .maximum ? nil : $0.end } }

  /// The stays of a deal that go on: one, or none for a deal whose history nobody wrote.
  public static func current(of opportunity: Opportunity.ID) -> EntityQuery<StageInterval> {
    query.where { $0.opportunity == opportunity && $0.stay.end == Instant.maximum }
  }

  /// The stays of a deal, the first one first.
  public static func history(of opportunity: Opportunity.ID) -> EntityQuery<StageInterval> {
    query.where { $0.opportunity == opportunity }.order(by: { $0.stay.start })
  }
}
