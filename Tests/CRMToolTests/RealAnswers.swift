import CRM

/// What SQLite 3.40.1 answers about the files of `shared/data/crm-sales-opportunities`, loaded into it as they are, where the document beside
/// them (``ExpectedAnswers``) says nothing: the product `GTXPro` taken for `GTX Pro`, an account gold from a revenue of 2,000 million on.
enum RealAnswers {
  /// The ten largest won deals, as ``DemoAnswers/largest`` has them.
  static func largest() throws -> [[FieldValue]] {
    let rows: [(String, Int32, String, String, String, String, FieldValue)] = [
      ("60UOBOEM", 30_288, "2017-06-07", "Rosalina Dieter", "Groovestreet", "silver", .null),
      ("4V0S4BA3", 29_617, "2017-06-27", "Markita Hansen", "Goodsilron", "gold", .null),
      ("GB6C2UK5", 29_220, "2017-12-04", "Elease Gluck", "Xx-holding", "gold", .null),
      ("LSJ2A8ZX", 29_166, "2017-09-26", "Markita Hansen", "Cheers", "gold", "Massive Dynamic"),
      ("H3K2E35I", 27_971, "2017-10-29", "Elease Gluck", "Cheers", "gold", "Massive Dynamic"),
      ("731TOWDY", 27_385, "2017-06-18", "Elease Gluck", "Labdrill", "gold", .null),
      ("1H2PVLZ3", 26_186, "2017-11-10", "Rosalina Dieter", "Xx-holding", "gold", .null),
      ("XUSUEAV7", 25_897, "2017-03-09", "Elease Gluck", "Zoomit", "silver", .null),
      ("4X3H9YD5", 25_791, "2017-08-29", "Rosalina Dieter", "Kan-code", "gold", .null),
      ("6X4EEUGA", 25_464, "2017-06-30", "Elease Gluck", "Cheers", "gold", "Massive Dynamic"),
    ]
    return try rows.map { name, amount, day, agent, account, tier, parent in
      [
        .text(name), .money(.usd(amount)), .date(try CalendarDate(day)), "GTK 500", .text(agent), .text(account),
        .text(tier), parent,
      ]
    }
  }

  /// Manager, stage, number and list price of open deals, as ``DemoAnswers/open`` has them.
  static let open: [[FieldValue]] = [
    ["Cara Losch", "Engaging", 219, .money(.usd(495_950))],
    ["Celia Rouche", "Engaging", 334, .money(.usd(1_004_925))],
    ["Dustin Brinkmann", "Prospecting", 204, .money(.usd(302_909))],
    ["Dustin Brinkmann", "Engaging", 193, .money(.usd(282_707))],
    ["Melvin Marxen", "Prospecting", 296, .money(.usd(771_077))],
    ["Melvin Marxen", "Engaging", 215, .money(.usd(541_715))],
    ["Rocco Neubert", "Engaging", 214, .money(.usd(573_636))],
    ["Summer Sewald", "Engaging", 414, .money(.usd(993_296))],
  ]

  /// Won deals and their value in the quarters of 2017, by manager, as ``DemoAnswers/quarters`` has them: those of the document and the others.
  static func quarters(_ expected: ExpectedAnswers) throws -> [[FieldValue]] {
    let others: [(manager: String, quarters: [(Int64, Int32)])] = [
      ("Cara Losch", [(64, 117_389), (132, 370_692), (147, 330_820), (137, 311_148)]),
      ("Celia Rouche", [(78, 172_989), (179, 510_177), (174, 490_519), (179, 430_212)]),
      ("Dustin Brinkmann", [(92, 125_934), (236, 365_987), (206, 285_448), (213, 316_994)]),
      ("Rocco Neubert", [(79, 211_762), (217, 646_131), (220, 588_947), (175, 513_705)]),
    ]
    let days = try ["2017-01-01", "2017-04-01", "2017-07-01", "2017-10-01"].map { try CalendarDate($0) }
    let all = try expected.teams() + others.map { ($0.manager, $0.quarters.map { ($0.0, Money.usd($0.1)) }) }
    return all.sorted { $0.manager < $1.manager }.flatMap { manager, quarters in
      zip(days, quarters).map { day, won in
        [.text(manager), .date(day), .money(won.value), .integer(won.deals)]
      }
    }
  }
}
