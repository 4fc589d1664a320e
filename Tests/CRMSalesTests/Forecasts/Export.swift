import CRMModel
import CRMSales
import CRMSecurity
import CRMTesting

/// A module whose amounts are of any currency.
struct Trade: CRMModule {
  static let name: ModuleName = "trade"
  static let version = 1
  var content: ModuleContent { Export.self }
}

struct Export: Entity {
  static let name: EntityName = "trade.export"
  static let schema = Schema<Export>(label: "Export", title: \.good) {
    Field(\.good, "good")
    Field(\.price, "price", type: .money(.any))
    Field(\.due, "due")
    Field(\.state, "state")
    Field(\.chance, "chance", type: .percent(scale: 2))
    Facet.forecast(amount: { $0.price }, date: { $0.due }, category: { $0.state }, probability: { $0.chance })
  }
  var record = RecordInfo()
  var good = "Steel"
  var price: Money?
  var due: CalendarDate?
  var state: ForecastCategory?
  var chance: Percent?
}

extension Export {
  /// The currencies of made-up exports, of 0, 2, 3 and 4 decimals.
  static let currencies: [Currency] = [.eur, .usd, .jpy, .kwd, .clf]

  /// Makes something of it by chance: now and then without amount, owner, day, category or chance.
  mutating func change(_ random: inout SeededGenerator, owners: [User.ID]) {
    let currency = Self.currencies[random.number(below: Self.currencies.count)]
    price = random.happens(85) ? Money(minor: Int64(random.number(below: 1_000_001)) - 50_000, currency) : nil
    due = random.happens(92) ? try? CalendarDate("2024-12-01").adding(days: random.number(below: 420)) : nil
    state =
      random.happens(90)
      ? ForecastCategory(rawValue: ForecastCategory.options[random.number(below: 6)].code) : nil
    chance =
      random.happens(60)
      ? try? Percent(ExactDecimal(scaledValue: Int64(random.number(below: 10_001)), scale: 2)) : nil
    owner = random.happens(90) ? owners[random.number(below: owners.count)] : nil
  }

  static func random(_ random: inout SeededGenerator, owners: [User.ID]) -> Export {
    var export = Export()
    export.change(&random, owners: owners)
    return export
  }
}

extension ExchangeRates {
  /// Rates of all currencies but the target's, by chance, with 0 to 6 decimals.
  static func random(to target: Currency, _ random: inout SeededGenerator) throws -> ExchangeRates {
    var constant: [Currency: ExactDecimal] = [:]
    for currency in Export.currencies where currency != target {
      let scale = random.number(below: 7)
      constant[currency] = try ExactDecimal(scaledValue: Int64(1 + random.number(below: 2_000_000)), scale: scale)
    }
    return try ExchangeRates(to: target, constant: constant)
  }
}
