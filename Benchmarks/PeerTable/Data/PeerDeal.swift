import CRM
import CRMTesting

/// A deal as all contenders store it, in nobody's types.
struct PeerDeal: Sendable {
  var id: Int64
  var owner: Int64?
  var account: Int64?
  /// Minor units.
  var amount: Int64?
  /// Of ``PeerWorld/stage(_:)``.
  var stage: Int64
  /// Whole per cent.
  var probability: Int64
  /// Days since 1970.
  var closeDate: Int64?
  /// Days since 1970.
  var openedOn: Int64
  /// Microseconds since 1970.
  var closedAt: Int64?
  var name: String
  var number: String
  var kind: String
  var leadSource: String
  var nextStep: String?
  var lossReason: String?

  init(_ row: OpportunityRow) {
    id = PeerWorld.deal(row.place)
    owner = row.owner.map(PeerWorld.user)
    account = row.account.map(PeerWorld.account)
    amount = row.amount.map { Int64($0) * 100 }
    stage = PeerWorld.stage(row.stage.position - 1)
    probability = Int64(row.probability)
    closeDate = row.closeDate.map { Int64($0.daysSinceEpoch) }
    openedOn = Int64(row.openedOn.daysSinceEpoch)
    closedAt = row.stage.isClosed ? closeDate.map { $0 * 86_400_000_000 } : nil
    name = row.name
    number = row.number
    kind = row.kind.rawValue
    leadSource = row.leadSource
    nextStep = row.nextStep
    lossReason = row.lossReason
  }
}
