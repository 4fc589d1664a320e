public import CRMModel

/// One stay of a deal in a stage: from when, until when, worth how much.
///
/// The store writes them, whichever way a deal's stage is written (see `History`). No two stays of a deal overlap, so
/// the stage at any moment is one query: `stay.start <= moment && stay.end > moment`. A stay that goes on ends at
/// `Instant.maximum`, which makes that query right for it too and lets no deal have two.
///
/// A stay begins when the deal is written, with what a deal from before says of itself: one that is inserted into an
/// open stage is in it since its opening day, one that is inserted or moved into a closed stage is in it since its
/// moment of closing or else the close date, if the same write gives them and they are past.
public struct StageInterval: Entity {
  /// `stage_interval`.
  public static let name: EntityName = "stage_interval"
  /// The fields of a stay.
  public static let schema = Schema<StageInterval>(label: "Stage interval", plural: "Stage intervals", title: \.stage) {
    Field(\.opportunity, "opportunity", inverse: "stage_intervals", partOf: true)
    Field(\.stage, "stage", inverse: "stage_intervals", onDelete: .restrict)
    Field(\.stay, "stay", required: true)
    Field(\.amount, "amount")
    History(of: \Opportunity.stage, by: \.opportunity, value: \.stage, stay: \.stay)
      .copying(\.amount, into: \.amount)
      .beginning(\.openedOn)
      .closing(\.closedAt, on: \.closeDate) { $0.isClosed == true }
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

  /// The stays of a deal that go on: one, or none for a deal that is in no stage.
  public static func current(of opportunity: Opportunity.ID) -> EntityQuery<StageInterval> {
    query.where { $0.opportunity == opportunity && $0.stay.end == Instant.maximum }
  }

  /// The stays of a deal, the first one first.
  public static func history(of opportunity: Opportunity.ID) -> EntityQuery<StageInterval> {
    query.where { $0.opportunity == opportunity }.order(by: { $0.stay.start })
  }
}
