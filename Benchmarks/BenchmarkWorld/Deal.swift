public import CRMModel

/// What is measured: an opportunity of 16 fields, with the types, the indexes and the rule that opportunities have.
///
/// It belongs to the benchmark, so that a change of the library's own opportunity does not change what figures mean.
public struct Deal: Entity {
  /// `bench.deal`.
  public static let name: EntityName = "bench.deal"
  /// The fields of a deal.
  public static let schema = Schema<Deal>(label: "Deal", title: \.title) {
    Field(\.title, "name", indexed: true)
    Field(\.number, "number", unique: true)
    Field(\.account, "account", onDelete: .clear)
    Field(\.partner, "partner", onDelete: .clear)
    Field(\.amount, "amount")
    Field(\.stage, "stage", onDelete: .restrict)
    Field(\.probability, "probability")
    Field(\.closeDate, "close_date", indexed: true)
    Field(\.openedOn, "opened_on")
    Field(\.closedAt, "closed_at")
    Field(\.quantity, "quantity")
    Field(\.isRenewal, "is_renewal")
    Field(\.kind, "type", type: .picklist(["new", "existing", "renewal"]))
    Field(\.leadSource, "lead_source")
    Field(\.nextStep, "next_step")
    Field(\.notes, "description", type: .longText)
    Rule("probability_out_of_range", on: \.probability, "A probability is 0 to 100 %") {
      $0.probability.isBetween(.zero, .hundred)
    }
  }

  /// Identity, owner, revision and moments.
  public var record = RecordInfo()
  /// What people call the deal.
  public var title = ""
  /// Its number, unique.
  public var number: String?
  /// The account that may buy.
  public var account: Account.ID?
  /// The account that helps to sell; most deals have none.
  public var partner: Account.ID?
  /// What it is worth.
  public var amount: Money?
  /// How far it has come.
  public var stage = RecordID<Stage>.unset
  /// How likely it is won.
  public var probability: Percent?
  /// The day on which it is expected to be decided.
  public var closeDate: CalendarDate?
  /// The day on which the work on it began.
  public var openedOn: CalendarDate?
  /// The moment at which it was decided.
  public var closedAt: Instant?
  /// How many pieces.
  public var quantity = 1
  /// Whether it renews an older deal.
  public var isRenewal = false
  /// New business, existing business or a renewal.
  public var kind: String?
  /// Where it came from.
  public var leadSource: String?
  /// What happens next.
  public var nextStep: String?
  /// Anything else.
  public var notes: String?

  /// A deal with nothing filled in.
  public init() {}
}
