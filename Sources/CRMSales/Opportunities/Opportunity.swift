public import CRMModel

/// A deal that may be won: who may buy what, for how much, and how far it has come.
///
/// A name is all that a deal needs. The customer is an account, a contact, or both; a deal without either is allowed, because real data has such deals.
/// Whichever way its stage is written, the store keeps the history of its stages (``StageInterval``), ``closedAt`` and
/// ``closeDate``. `tx.open(_:)` and `tx.move(_:to:)` fill in the probability and take the moment as well.
public struct Opportunity: Entity {
  /// `opportunity`.
  public static let name: EntityName = "opportunity"
  /// The fields of a deal.
  public static let schema = Schema<Opportunity>(label: "Opportunity", plural: "Opportunities", title: \.name) {
    Field(\.name, "name", indexed: true)
    Field(\.number, "number", type: .autoNumber("OPP-000000"), unique: true)
    Field(\.account, "account", inverse: "opportunities", onDelete: .clear)
    Field(\.contact, "contact", inverse: "opportunities", onDelete: .clear)
    Field(\.amount, "amount")
    Field(\.stage, "stage", inverse: "opportunities", onDelete: .restrict)
    Field(\.probability, "probability")
    Field(\.forecastCategory, "forecast_category")
    Field(\.closeDate, "close_date", indexed: true)
    Field(\.openedOn, "opened_on")
    Field(\.closedAt, "closed_at")
    Field(\.product, "product", inverse: "opportunities", onDelete: .clear)
    Field(\.kind, "type")
    Field(\.leadSource, "lead_source")
    Field(\.nextStep, "next_step")
    Field(\.lossReason, "loss_reason")
    Field(\.notes, "description", type: .longText)
    Index("close_date_in_stage", on: \.stage, \.closeDate)
    Facet.forecast(
      amount: { $0.amount }, date: { $0.closeDate },
      category: {
        $0.forecastCategory
        $0.stage.forecastCategory
      },
      probability: {
        $0.probability
        $0.stage.defaultProbability
      },
      decided: { $0.stage.isClosed }, won: { $0.stage.isWon })
    Rule("probability_out_of_range", on: \.probability, "A probability is 0 to 100 %") {
      $0.probability.isBetween(.zero, .hundred)
    }
  }

  /// Identity, owner, revision and moments.
  public var record = RecordInfo()
  /// What people call the deal.
  public var name = ""
  /// The number that the store counts: `OPP-000042`.
  public var number: String?
  /// The account that may buy.
  public var account: Account.ID?
  /// The person who may buy, or the one to talk to at the account.
  public var contact: Contact.ID?
  /// What the deal is worth, in the workspace's currency.
  public var amount: Money?
  /// How far it has come; nil for a deal that is in no stage yet, which is neither open nor decided.
  public var stage: PipelineStage.ID?
  /// How likely it is won, 0 to 100 %; nil means the stage's default.
  public var probability: Percent?
  /// How far it is counted on; nil means as far as its stage says. In a closed stage it counts as won or not at all, whatever stands here.
  public var forecastCategory: ForecastCategory?
  /// The day on which it is expected to be decided. Once it is decided, the day on which it was: a write that closes it
  /// without giving another sets it.
  public var closeDate: CalendarDate?
  /// The day on which the work on it began.
  public var openedOn: CalendarDate?
  /// The moment at which it entered a closed stage; nil while it is open. The write that closes or reopens it sets it,
  /// unless it gives one itself.
  public var closedAt: Instant?
  /// What may be bought.
  public var product: Product.ID?
  /// New business, existing business or a renewal.
  public var kind: OpportunityKind?
  /// Where it came from.
  public var leadSource: String?
  /// What happens next.
  public var nextStep: String?
  /// Why it was lost.
  public var lossReason: String?
  /// Anything else.
  public var notes: String?

  /// A deal with nothing filled in.
  public init() {}
}
