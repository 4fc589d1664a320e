import GRDB

/// A deal as somebody declares it who uses GRDB.
struct DealRow: Codable, FetchableRecord, PersistableRecord {
  static let databaseTableName = "opportunity"

  var id: Int64
  var owner: Int64?
  var account: Int64?
  var contact: Int64?
  var amount: Int64?
  var stage: Int64?
  var probability: Int64?
  var closeDate: Int64?
  var openedOn: Int64?
  var closedAt: Int64?
  var product: Int64?
  var name: String
  var number: String?
  var forecastCategory: String?
  var type: String?
  var leadSource: String?
  var nextStep: String?
  var lossReason: String?
  var notes: String?

  enum CodingKeys: String, CodingKey, ColumnExpression {
    case id, owner, account, contact, amount, stage, probability
    case closeDate = "close_date"
    case openedOn = "opened_on"
    case closedAt = "closed_at"
    case product, name, number
    case forecastCategory = "forecast_category"
    case type
    case leadSource = "lead_source"
    case nextStep = "next_step"
    case lossReason = "loss_reason"
    case notes = "description"
  }

  init(_ deal: PeerDeal) {
    id = deal.id
    owner = deal.owner
    account = deal.account
    amount = deal.amount
    stage = deal.stage
    probability = deal.probability
    closeDate = deal.closeDate
    openedOn = deal.openedOn
    closedAt = deal.closedAt
    name = deal.name
    number = deal.number
    type = deal.kind
    leadSource = deal.leadSource
    nextStep = deal.nextStep
    lossReason = deal.lossReason
  }
}

/// The three fields of a deal that a projection takes.
struct CardRow: Codable, FetchableRecord {
  var name: String
  var amount: Int64?
  var closeDate: Int64?

  enum CodingKeys: String, CodingKey {
    case name, amount
    case closeDate = "close_date"
  }
}
