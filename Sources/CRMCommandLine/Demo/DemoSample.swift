internal import CRM

/// A small made-up company's files, of the same four shapes and with the same kinds of dirt as real ones: a product
/// written two ways, misspelled sectors, deals without account, date or value, parents below their subsidiaries. The
/// same seed gives the same bytes.
struct DemoSample {
  static let dealCount = 300

  private var numbers: DemoNumbers
  private var accountNames: [String] = []

  /// The files by name.
  static func files(seed: UInt64 = 2_017) -> [(name: String, text: String)] {
    var sample = DemoSample(numbers: DemoNumbers(seed: seed))
    let accounts = sample.accounts()
    return [
      ("accounts.csv", accounts), ("products.csv", DemoSample.products), ("sales_teams.csv", DemoSample.teams),
      ("sales_pipeline.csv", sample.pipeline()),
    ]
  }

  private static let products = """
    product,series,sales_price
    GTX Basic,GTX,550
    GTX Pro,GTX,4821
    GTX Plus Pro,GTX,5482
    MG Special,MG,55
    MG Advanced,MG,3393
    GTK 500,GTK,26768

    """

  private static let prices = [
    ("GTX Basic", 550), ("GTXPro", 4_821), ("GTX Plus Pro", 5_482), ("MG Special", 55), ("MG Advanced", 3_393),
    ("GTK 500", 26_768),
  ]

  private static let agents = [
    ("Ana Lindqvist", "Carla Moreno", "North"), ("Ben Okafor", "Carla Moreno", "North"),
    ("Chidi Brandt", "Carla Moreno", "North"),
    ("Dora Petrov", "Deniz Aksoy", "South"), ("Emil Novak", "Deniz Aksoy", "South"),
    ("Fatima Haddad", "Deniz Aksoy", "South"),
    ("Goran Silva", "Eve Nakamura", "Coast"), ("Hanna Weiss", "Eve Nakamura", "Coast"),
  ]

  private static var teams: String {
    (["sales_agent,manager,regional_office"] + agents.map { "\($0.0),\($0.1),\($0.2)" }).map { $0 + "\n" }.joined()
  }

  private mutating func accounts() -> String {
    let first = ["Alder", "Brook", "Cedar", "Delta", "Elm", "Falcon", "Granite", "Harbor"]
    let last = ["Foods", "Media & Co", "Systems"]
    let sectors = ["retail", "technolgy", "medical", "software", "finance", "marketing"]
    let countries = ["United States", "Kenya", "Germany", "Korea"]
    var text = "account,sector,year_established,revenue,employees,office_location,subsidiary_of\n"
    for word in first { for other in last { accountNames.append("\(word) \(other)") } }
    for (index, name) in accountNames.enumerated() {
      // Every sixth account belongs to one that comes later in the file.
      let parent = index % 6 == 5 && index + 4 < accountNames.count ? accountNames[index + 4] : ""
      let revenue = "\(50 + numbers.below(4_000)).\(10 + numbers.below(90))"
      let year = 1_980 + numbers.below(38)
      text += "\(name),\(sectors[numbers.below(sectors.count)]),\(year),\(revenue),\(20 + numbers.below(9_000)),"
      text += "\(countries[numbers.below(countries.count)]),\(parent)\n"
    }
    return text
  }

  private mutating func pipeline() -> String {
    var text = "opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value\n"
    for index in 0..<DemoSample.dealCount {
      let (product, price) = DemoSample.prices[numbers.below(DemoSample.prices.count)]
      let agent = DemoSample.agents[numbers.below(DemoSample.agents.count)].0
      let stage = stage()
      let engaged = 17_110 + numbers.below(420)
      let isClosed = stage == "Won" || stage == "Lost"
      let account = isClosed || numbers.below(3) == 0 ? accountNames[numbers.below(accountNames.count)] : ""
      let dates = [stage == "Prospecting" ? "" : day(engaged), isClosed ? day(engaged + numbers.below(138)) : ""]
      let value = stage == "Won" ? String(price * (80 + numbers.below(41)) / 100) : isClosed ? "0" : ""
      let id = "D" + String(10_000 + index)
      text += ([id, agent, product, account, stage] + dates + [value]).joined(separator: ",") + "\n"
    }
    return text
  }

  private mutating func stage() -> String {
    switch numbers.below(100) {
    case ..<6: "Prospecting"
    case ..<24: "Engaging"
    case ..<72: "Won"
    default: "Lost"
    }
  }

  private func day(_ number: Int) -> String { CalendarDate(daysSinceEpoch: number)?.description ?? "" }
}

/// Numbers that are the same for a seed on every machine (SplitMix64, after Steele, Lea and Flood, OOPSLA 2014).
struct DemoNumbers {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  /// A number from 0 up to, not including, `bound`, which is 1 or more.
  mutating func below(_ bound: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var bits = state
    bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
    bits ^= bits >> 31
    return Int(truncatingIfNeeded: (bits >> 33) % UInt64(max(bound, 1)))
  }
}
