public import BenchmarkWorld
import CRMModel

/// A deal as somebody would hold it who writes everything by hand: the cells, without the library's types.
public struct HandDeal: Sendable {
  var id: Int64 = 0
  var owner: Int64?
  var revision: Int64 = 1
  var createdAt: Int64 = 0
  var modifiedAt: Int64 = 0
  var deletedAt: Int64?
  var title = ""
  var titleKey = ""
  var number: String?
  var account: Int64?
  var partner: Int64?
  var amount: Int64?
  var stage: Int64 = 0
  var probability: Int64?
  var closeDate: Int64?
  var openedOn: Int64?
  var closedAt: Int64?
  var quantity: Int64 = 0
  var isRenewal = false
  var kind: String?
  var leadSource: String?
  var nextStep: String?
  var notes: String?

  init() {}

  /// What it is worth in minor units, 0 for nothing.
  public var minorAmount: Int64 { amount ?? 0 }
}

extension HandDeal {
  /// The same deal, with its folded name and the moment of its insert.
  public init(_ deal: Deal, at now: Int64) throws {
    id = deal.record.id
    owner = deal.record.owner?.rawValue
    createdAt = now
    modifiedAt = now
    title = deal.title
    titleKey = TextKey.folded(deal.title)
    number = deal.number
    account = deal.account?.rawValue
    partner = deal.partner?.rawValue
    amount = deal.amount?.minorAmount
    stage = deal.stage.rawValue
    probability = try deal.probability?.points.scaledExactly(to: 2)
    closeDate = deal.closeDate.map { Int64($0.daysSinceEpoch) }
    openedOn = deal.openedOn.map { Int64($0.daysSinceEpoch) }
    closedAt = deal.closedAt?.microsecondsSinceEpoch
    quantity = Int64(deal.quantity)
    isRenewal = deal.isRenewal
    kind = deal.kind
    leadSource = deal.leadSource
    nextStep = deal.nextStep
    notes = deal.notes
  }
}
