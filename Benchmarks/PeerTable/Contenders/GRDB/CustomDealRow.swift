import GRDB

/// A deal with the three fields that a customer added, as somebody declares it who knows them.
struct CustomDealRow: Codable, FetchableRecord, PersistableRecord {
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
  var tier: String?
  var score: Int64?
  var renewal: Int64?

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
    case tier, score, renewal
  }

  init(_ deal: DealRow, _ custom: (tier: String?, score: Int64, renewal: Int64)) {
    id = deal.id
    owner = deal.owner
    account = deal.account
    contact = deal.contact
    amount = deal.amount
    stage = deal.stage
    probability = deal.probability
    closeDate = deal.closeDate
    openedOn = deal.openedOn
    closedAt = deal.closedAt
    product = deal.product
    name = deal.name
    number = deal.number
    forecastCategory = deal.forecastCategory
    type = deal.type
    leadSource = deal.leadSource
    nextStep = deal.nextStep
    lossReason = deal.lossReason
    notes = deal.notes
    tier = custom.tier
    score = custom.score
    renewal = custom.renewal
  }
}
