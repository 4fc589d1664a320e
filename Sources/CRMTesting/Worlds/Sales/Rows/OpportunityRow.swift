public import CRMModel
public import CRMSales

/// A deal of a ``SalesWorld``.
public struct OpportunityRow: Hashable, Sendable {
  /// The place in the table.
  public let place: Int
  /// The number, unique: `OPP-000042`.
  public let number: String
  /// What people call the deal.
  public let name: String
  /// Whether ``name`` is not written as it should be.
  public let isDirty: Bool
  /// The place of the account.
  public let account: Int?
  /// The place of the contact, one of the account's.
  public let contact: Int?
  /// The place of the user who owns it.
  public let owner: Int?
  /// The place of the product.
  public let product: Int?
  /// New business, existing business or a renewal.
  public let kind: OpportunityKind
  /// The stage it is in.
  public let stage: StageRow
  /// How likely it is won, in per cent: the stage's, or what somebody believes.
  public let probability: Int
  /// What it is worth, in whole units of the workspace's currency.
  public let amount: Int?
  /// The day on which the work on it began.
  public let openedOn: CalendarDate
  /// The day on which it was decided, or on which it is expected to be.
  public let closeDate: CalendarDate?
  /// Where it came from.
  public let leadSource: String
  /// What happens next; only open deals have it.
  public let nextStep: String?
  /// Why it was lost; only lost deals have it.
  public let lossReason: String?
}
