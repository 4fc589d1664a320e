public import CRMModel

/// What a ``SalesWorld`` is like: when it is, how unequal, how incomplete and how dirty.
///
/// Rates are per thousand rows. What is out of range is taken as the nearest that is not: a rate as 0...1,000.
///
///     var shape = SalesWorldShape()
///     shape.dealsWithoutAccount = 165
///     let world = SalesWorld(opportunities: 10_000, seed: 7, shape: shape)
public struct SalesWorldShape: Hashable, Sendable {
  // MARK: Time

  /// The day on which the world is seen: whatever is decided was decided before it. The day of
  /// `FixedClock.standardStart` unless told otherwise; the years 104...9,898.
  public var today = CalendarDate(daysSinceEpoch: 20_241) ?? .minimum
  /// How many days before ``today`` the first deals were opened, 400...36,500; four years.
  public var days = 1_461
  /// How many decisions are drawn to the last ten days of their quarter.
  public var decisionsAtQuarterEnd = 300
  /// How many of the days that would fall on a weekend stay there.
  public var weekendDays = 40

  // MARK: Sizes

  /// How many deals there are for each account, 1...1,000.
  public var dealsPerAccount = 10
  /// How many leads there are for a thousand deals.
  public var leads = 300
  /// How many users are on each level for one of the level above, 2...50. There is a user for each deal of a square: 100 for 10,000
  /// deals, 1,000 for a million, on five and six levels by fours.
  public var spanOfControl = 4

  // MARK: Skew

  /// How unequal owners are: the first tenth of them has about ln(1 + skew / 10) / ln(1 + skew) of the accounts, 36 %
  /// for 20; 1...65,536, all equal for 1.
  public var ownerSkew = 20
  /// How unequal accounts are in their number of deals, likewise: 52 % for 100.
  public var accountSkew = 100
  /// How unequal products are, likewise.
  public var productSkew = 20

  // MARK: What is missing

  /// Deals without an account.
  public var dealsWithoutAccount = 50
  /// Deals at an account without a contact.
  public var dealsWithoutContact = 400
  /// Deals without an amount.
  public var dealsWithoutAmount = 80
  /// Open deals without a close date; a decided one always has the day of its decision.
  public var openDealsWithoutCloseDate = 150
  /// Deals without a product.
  public var dealsWithoutProduct = 60
  /// Deals, accounts and contacts without an owner.
  public var recordsWithoutOwner = 20
  /// Contacts without an account.
  public var contactsWithoutAccount = 30
  /// Accounts and contacts without each of the rest: industry, employees, revenue, phone, email, job title.
  public var detailsMissing = 200

  // MARK: Dirt

  /// Accounts, contacts, leads and deals whose name is misspelled, in the wrong case or with stray blanks.
  public var dirtyNames = 80
  /// Accounts that are there already under nearly the same name.
  public var duplicateAccounts = 30
  /// Accounts with an emoji in their name.
  public var emojiNames = 3
  /// Accounts whose industry is misspelled, and those whose country is not written the usual way.
  public var dirtyCodes = 60
  /// Open deals whose close date has passed.
  public var overdueDeals = 120

  /// A sales organisation as it is found.
  public init() {}

  /// With everything in range.
  var bounded: SalesWorldShape {
    var shape = self
    shape.days = min(max(days, 400), 36_500)
    let (first, last) = (-682_000, 2_896_000)
    shape.today = CalendarDate(daysSinceEpoch: min(max(Int(today.daysSinceEpoch), first), last)) ?? today
    shape.dealsPerAccount = min(max(dealsPerAccount, 1), 1_000)
    shape.spanOfControl = min(max(spanOfControl, 2), 50)
    for path in SalesWorldShape.skews { shape[keyPath: path] = min(max(self[keyPath: path], 1), 1 << 16) }
    for path in SalesWorldShape.rates { shape[keyPath: path] = min(max(self[keyPath: path], 0), 1_000) }
    return shape
  }

  private static var skews: [WritableKeyPath<SalesWorldShape, Int>] { [\.ownerSkew, \.accountSkew, \.productSkew] }

  private static var rates: [WritableKeyPath<SalesWorldShape, Int>] {
    [
      \.decisionsAtQuarterEnd, \.weekendDays, \.leads, \.dealsWithoutAccount, \.dealsWithoutContact,
      \.dealsWithoutAmount, \.openDealsWithoutCloseDate, \.dealsWithoutProduct, \.recordsWithoutOwner,
      \.contactsWithoutAccount, \.detailsMissing, \.dirtyNames, \.duplicateAccounts, \.emojiNames, \.dirtyCodes,
      \.overdueDeals,
    ]
  }
}
