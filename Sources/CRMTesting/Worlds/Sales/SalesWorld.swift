/// A sales organisation made up from a seed: users, products, accounts, contacts, leads and deals.
///
///     let world = SalesWorld(opportunities: 10_000, seed: 7)
///     for deal in world.opportunities { print(deal.name, deal.amount ?? 0) }
///     try world.write(to: "world")                                          // CSV files with import maps
///     let workspace = try await Workspace.inMemory(modules: [.sales], fixtures: [world.fixture])
///
/// It is meant to be like real data: owners and accounts are unequal, quarters end in a hurry, large accounts buy for
/// more and take longer, only young deals are open, names are dirty and values are missing (see ``SalesWorldShape`` for
/// how much of each). Whatever is in it, the store takes: no row of its files is refused.
///
/// Equal counts, seeds and shapes give equal bytes on every machine and in every run. Each row is made from its place
/// alone, so a world takes the same memory whatever its size, but for the users and products, which it holds.
public struct SalesWorld: Sendable {
  /// How many deals a world may have.
  public static let sizes = 100...10_000_000

  /// How many deals there are.
  public let opportunityCount: Int
  /// What it was made from.
  public let seed: UInt64
  /// What it is like, with everything in range.
  public let shape: SalesWorldShape

  let people: [UserRow]
  let catalogue: [ProductRow]
  /// The places of users who sell: those to whom nobody reports.
  let sellers: [Int]
  let accountOrder: ScatteredOrder
  let accountChoice: SkewedChoice
  let sellerOrder: ScatteredOrder
  let sellerChoice: SkewedChoice
  let productChoice: SkewedChoice

  /// Makes a world.
  ///
  /// - Parameters:
  ///   - opportunities: How many deals there are; out of ``sizes`` the nearest is taken.
  ///   - seed: Equal seeds give equal worlds.
  ///   - shape: What it is like.
  /// - Complexity: O(√*n*) in the number of deals.
  public init(opportunities: Int, seed: UInt64, shape: SalesWorldShape = SalesWorldShape()) {
    let shape = shape.bounded
    opportunityCount = min(max(opportunities, SalesWorld.sizes.lowerBound), SalesWorld.sizes.upperBound)
    self.seed = seed
    self.shape = shape
    let root = IntegerRoot.square(opportunityCount)
    people = SalesOrganisation.users(root, seed, shape)
    catalogue = ProductRow.catalogue(10 + root / 10, seed)
    let managers = Set(people.compactMap(\.manager))
    sellers = people.indices.filter { !managers.contains($0) }
    var chance = WorldChance(seed, .order, 0)
    accountOrder = ScatteredOrder(count: opportunityCount / shape.dealsPerAccount, &chance)
    accountChoice = SkewedChoice(count: accountOrder.count, skew: shape.accountSkew)
    sellerOrder = ScatteredOrder(count: sellers.count, &chance)
    sellerChoice = SkewedChoice(count: sellers.count, skew: shape.ownerSkew)
    productChoice = SkewedChoice(count: catalogue.count, skew: shape.productSkew)
  }

  /// The users, managers before those who report to them.
  public var users: WorldTable<UserRow> { table(people.count, people) }
  /// The stages that deals go through; those of `SalesModule.standardPipeline`.
  public var stages: WorldTable<StageRow> { table(StageRow.standard.count, StageRow.standard) }
  /// The products.
  public var products: WorldTable<ProductRow> { table(catalogue.count, catalogue) }
  /// The accounts, duplicates among them.
  public var accounts: WorldTable<AccountRow> { WorldTable(count: accountOrder.count, account(at:)) }
  /// The contacts: two and a half for each account, more at large ones.
  public var contacts: WorldTable<ContactRow> { WorldTable(count: contactCount, contact(at:)) }
  /// The leads.
  public var leads: WorldTable<LeadRow> { WorldTable(count: opportunityCount * shape.leads / 1_000, lead(at:)) }
  /// The deals.
  public var opportunities: WorldTable<OpportunityRow> { WorldTable(count: opportunityCount, opportunity(at:)) }

  var contactCount: Int { accountOrder.count * 5 / 2 }

  private func table<Row: Sendable>(_ count: Int, _ rows: [Row]) -> WorldTable<Row> {
    WorldTable(count: count) { rows[$0] }
  }
}
