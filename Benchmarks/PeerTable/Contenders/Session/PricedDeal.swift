import CRM

/// A deal whose amount is in a currency of its own, with what a forecast needs; ``Opportunity`` has amounts in the
/// workspace's.
struct PricedDeal: Entity {
  static let name: EntityName = "peers.deal"
  static let schema = Schema<PricedDeal>(label: "Deal", title: \.title) {
    Field(\.title, "name")
    Field(\.amount, "amount", type: .money(.any))
    Field(\.stage, "stage", onDelete: .restrict)
    Field(\.probability, "probability")
    Field(\.forecastCategory, "forecast_category")
    Field(\.closeDate, "close_date", indexed: true)
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
  }

  var record = RecordInfo()
  var title = ""
  var amount: Money?
  var stage: PipelineStage.ID?
  var probability: Percent?
  var forecastCategory: ForecastCategory?
  var closeDate: CalendarDate?
}

extension PricedDeal {
  /// A deal of the world; the currency is that of its place.
  init(_ deal: PeerDeal, at place: Int) throws {
    self.init()
    record.id = deal.id
    record.owner = deal.owner.map { RecordID(rawValue: $0) }
    title = deal.name
    amount = deal.amount.map { Money(minor: $0, PeerWorld.isForeign(place) ? .eur : .usd) }
    stage = RecordID(rawValue: deal.stage)
    probability = try Percent(ExactDecimal(Int(deal.probability)))
    closeDate = deal.closeDate.flatMap { CalendarDate(daysSinceEpoch: Int($0)) }
  }
}

/// The module of ``PricedDeal``.
struct PricedDeals: CRMModule {
  static let name: ModuleName = "peers"
  static let version = 1
  var content: ModuleContent { PricedDeal.self }
}
