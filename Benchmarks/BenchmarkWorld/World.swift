public import CRMModel

/// Users, accounts, stages and deals: the same ones for the same number and seed, on every machine.
///
/// One user for a hundred deals and one account for ten, owners and amounts skewed, some fields null as in real data. Every record
/// has its id, shaped as the store's own are, so that whoever stores them stores the same bytes.
public struct World: Sendable {
  /// Those who own deals.
  public let users: [User]
  /// Those who buy.
  public let accounts: [Account]
  /// How far deals come.
  public let stages: [Stage]
  /// The deals, by ascending id.
  public let deals: [Deal]

  /// Makes a world.
  ///
  /// - Parameters:
  ///   - count: How many deals.
  ///   - seed: Where the numbers begin.
  public init(deals count: Int, seed: UInt64 = 20_260_101) {
    var random = SplitMix(seed: seed)
    users = (0..<max(count / 100, 10)).map { World.user($0) }
    accounts = (0..<max(count / 10, 10)).map { World.account($0, &random) }
    stages = World.stageNames.indices.map { World.stage($0) }
    var deals: [Deal] = []
    deals.reserveCapacity(count)
    for index in 0..<count { deals.append(World.deal(index, users: users.count, accounts: accounts.count, &random)) }
    self.deals = deals
  }

  /// The ids of some deals, spread over all of them, none next to the one before.
  public func spreadIDs(_ count: Int) -> [Int64] {
    // A prime step visits every deal once before any comes twice.
    (0..<count).map { deals[$0 &* 7_919 % deals.count].record.id }
  }

  private static let stageNames = ["Prospecting", "Qualified", "Proposal", "Negotiation", "Won", "Lost"]
  private static let probabilities: [Percent] = [10, 25, 50, 75, 100, 0]
  private static let kinds = ["new", "existing", "renewal"]
  private static let sources = ["Web", "Referral", "Trade show", "Partner", "Cold call"]
  private static let goods = ["Pumps", "Pneumatic drills", "Maintenance", "Café machines", "Lighting", "Solar panels"]
  private static let buyers = ["Acme", "Émile & Fils", "Müller", "Northwind", "Contoso", "López Hermanos", "Globex"]
  private static let steps = ["Call back", "Send the offer", "Visit the plant in spring", "Wait for the budget"]
  private static let words = [
    "price", "plant", "second", "offer", "visit", "needs", "budget", "until", "quarter", "service",
  ]

  /// The id of a table's record, one for each millisecond of 2025 and after.
  private static func id(_ table: Int64, _ index: Int) -> Int64 {
    RecordIDLayout.id(millisecond: 31_622_400_000 + table * 600_000_000 + Int64(index), node: 7, sequence: 0)
  }

  private static func user(_ index: Int) -> User {
    User {
      $0.record.id = id(1, index)
      $0.displayName = "User \(index)"
      $0.department = index % 3 == 0 ? "Inside sales" : "Field sales"
      if index > 0 { $0.manager = RecordID(rawValue: id(1, (index - 1) / 8)) }
    }
  }

  private static func account(_ index: Int, _ random: inout SplitMix) -> Account {
    let buyer = pick(buyers, &random)
    return Account {
      $0.record.id = id(2, index)
      $0.name = "\(buyer) \(index)"
      $0.industry = index % 4 == 0 ? "Retail" : "Manufacturing"
    }
  }

  private static func stage(_ index: Int) -> Stage {
    Stage {
      $0.record.id = id(3, index)
      $0.title = stageNames[index]
      $0.isClosed = index >= 4
    }
  }

  private static func deal(_ index: Int, users: Int, accounts: Int, _ random: inout SplitMix) -> Deal {
    var deal = Deal()
    deal.record.id = id(4, index)
    // The least of two is nearer to 0: some users own far more deals than others.
    let owner = min(below(users, &random), below(users, &random))
    deal.record.owner = RecordID(rawValue: id(1, owner))
    deal.title = "\(pick(goods, &random)) for \(pick(buyers, &random)) \(index)"
    deal.number = "D-\(1_000_000 + index)"
    deal.account = RecordID(rawValue: id(2, below(accounts, &random)))
    if below(10, &random) == 0 { deal.partner = RecordID(rawValue: id(2, below(accounts, &random))) }
    if below(20, &random) > 0 { deal.amount = Money(minor: Int64(below(1_000, &random) * below(5_000, &random)), .usd) }
    let stage = below(6, &random)
    deal.stage = RecordID(rawValue: id(3, stage))
    if below(3, &random) > 0 { deal.probability = probabilities[stage] }
    let opened = 19_700 + below(1_000, &random)
    deal.openedOn = CalendarDate(daysSinceEpoch: opened)
    if below(33, &random) > 0 { deal.closeDate = CalendarDate(daysSinceEpoch: opened + below(200, &random)) }
    if stage >= 4 {
      deal.closedAt = Instant(
        microsecondsSinceEpoch: Int64(opened + 100) * 86_400_000_000 + Int64(below(86_400, &random)))
    }
    deal.quantity = 1 + below(40, &random)
    deal.isRenewal = below(4, &random) == 0
    deal.kind = pick(kinds, &random)
    if below(4, &random) > 0 { deal.leadSource = pick(sources, &random) }
    if below(2, &random) > 0 { deal.nextStep = pick(steps, &random) }
    if below(5, &random) > 1 {
      deal.notes = (0..<(3 + below(12, &random))).map { _ in pick(words, &random) }.joined(separator: " ")
    }
    return deal
  }

  private static func below(_ bound: Int, _ random: inout SplitMix) -> Int { Int.random(in: 0..<bound, using: &random) }

  private static func pick(_ values: [String], _ random: inout SplitMix) -> String {
    values[below(values.count, &random)]
  }
}
