import CRM
import CRMTesting

/// The data of a run: a sales organisation from `SalesWorld`, with the ids that all contenders store.
///
/// Deals have their owner, account and stage; contacts, products and the accounts' parents and addresses are left out, for all alike.
/// What is decided was closed at midnight of its day.
struct PeerWorld: Sendable {
  static let seed: UInt64 = 7
  /// The year that is forecast, in months.
  static let year = 2025
  /// What prefix search looks for: deals without an account are called so.
  static let prefix = "Enquiry"
  /// From which amount on, in minor units, a deal counts for the condition on children.
  static let largeAmount: Int64 = 5_000_000

  let sales: SalesWorld
  /// The industry that most accounts have.
  let industry: String

  init(rows: Int) {
    sales = SalesWorld(opportunities: rows, seed: PeerWorld.seed)
    var counts: [String: Int] = [:]
    for account in sales.accounts { if let industry = account.industry { counts[industry, default: 0] += 1 } }
    industry = counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? ""
  }

  var rows: Int { sales.opportunityCount }
  var won: Int64 { PeerWorld.stage(4) }
  var negotiation: Int64 { PeerWorld.stage(3) }

  // MARK: Ids

  static func user(_ place: Int) -> Int64 { id(1, place) }
  static func account(_ place: Int) -> Int64 { id(2, place) }
  static func stage(_ place: Int) -> Int64 { id(3, place) }
  static func deal(_ place: Int) -> Int64 { id(4, place) }

  /// The id of a table's record, one for each millisecond of 2025 and after, shaped as the library's own are.
  private static func id(_ table: Int64, _ place: Int) -> Int64 {
    RecordIDLayout.id(millisecond: 31_622_400_000 + table * 600_000_000 + Int64(place), node: 7, sequence: 0)
  }

  /// The places of some deals, spread over all of them, none next to the one before.
  func spread(_ count: Int, from start: Int = 0) -> [Int] {
    // A prime step visits every deal once before any comes twice.
    (start..<start + count).map { $0 &* 7_919 % rows }
  }

  // MARK: Rows

  /// All deals, by ascending id, each made when it is asked for.
  func deals() -> some Sequence<PeerDeal> { sales.opportunities.lazy.map { PeerDeal($0) } }

  /// The deal at a place.
  func deal(at place: Int) -> PeerDeal? { sales.opportunities[place].map { PeerDeal($0) } }

  // MARK: Variants

  /// What a customer's fields hold: a text for four of five deals, a number, and a day since 1970.
  static func custom(_ place: Int) -> (tier: String?, score: Int64, renewal: Int64) {
    (place % 5 == 0 ? nil : tiers[place % tiers.count], Int64(place &* 7_919 % 1_000), Int64(20_000 + place % 1_000))
  }

  static let tiers = ["gold", "silver", "bronze"]

  /// The amount that a deal is changed to, another one in each round.
  static func changedAmount(_ round: Int) -> Int64 { Int64(round + 1) * 100_000 }

  /// Whether the amount of a deal at a place is in the second currency, where there are two.
  static func isForeign(_ place: Int) -> Bool { place % 4 == 0 }

  /// The first months of the forecasts of a round: others in each round, all within the years of the deals.
  static func months(_ round: Int) -> [(year: Int, month: Int)] {
    (0..<Batch.forecasts).map { number in
      let month = (round * Batch.forecasts + number) % 36
      return (year: year - 2 + month / 12, month: month % 12 + 1)
    }
  }

  /// The account of the first deal that has one.
  var someAccount: Int64 { deals().lazy.compactMap(\.account).first { _ in true } ?? PeerWorld.account(0) }

  /// A deal that is not in the world: another one with an id and a number of its own.
  func newDeal(_ number: Int) -> PeerDeal? {
    guard var deal = deal(at: number &* 7_919 % rows) else { return nil }
    deal.id = PeerWorld.deal(rows + number)
    deal.number = "OPP-\(20_000_000 + number)"
    return deal
  }
}
