import CRM
import CRMTesting
import Testing

/// A rate of a shape, and the part of the rows that shows it.
struct WorldRate: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let set: @Sendable (inout SalesWorldShape, Int) -> Void
  let rows: @Sendable (SalesWorld) -> [Bool]

  static let all = [
    WorldRate("deals without an account", { $0.dealsWithoutAccount = $1 }) {
      $0.opportunities.map { $0.account == nil }
    },
    WorldRate("deals without a contact", { $0.dealsWithoutContact = $1 }) { world in
      world.opportunities.filter { $0.account != nil }.map { $0.contact == nil }
    },
    WorldRate("deals without an amount", { $0.dealsWithoutAmount = $1 }) { $0.opportunities.map { $0.amount == nil } },
    WorldRate("deals without a product", { $0.dealsWithoutProduct = $1 }) {
      $0.opportunities.map { $0.product == nil }
    },
    WorldRate("deals without an owner", { $0.recordsWithoutOwner = $1 }) { $0.opportunities.map { $0.owner == nil } },
    WorldRate("accounts without an owner", { $0.recordsWithoutOwner = $1 }) { $0.accounts.map { $0.owner == nil } },
    WorldRate("open deals without a close date", { $0.openDealsWithoutCloseDate = $1 }) { world in
      world.opportunities.filter { !$0.stage.isClosed }.map { $0.closeDate == nil }
    },
    WorldRate("overdue deals", { $0.overdueDeals = $1 }) { world in
      world.opportunities.filter { !$0.stage.isClosed }.compactMap(\.closeDate).map { $0 < world.shape.today }
    },
    WorldRate("contacts without an account", { $0.contactsWithoutAccount = $1 }) {
      $0.contacts.map { $0.account == nil }
    },
    WorldRate("contacts without an email", { $0.detailsMissing = $1 }) { $0.contacts.map { $0.email == nil } },
    WorldRate("accounts without employees", { $0.detailsMissing = $1 }) { $0.accounts.map { $0.employees == nil } },
    WorldRate("dirty deal names", { $0.dirtyNames = $1 }) { $0.opportunities.map(\.isDirty) },
    WorldRate("dirty contact names", { $0.dirtyNames = $1 }) { $0.contacts.map(\.isDirty) },
    WorldRate("dirty account names", { ($0.dirtyNames, $0.emojiNames) = ($1, 0) }) { world in
      world.accounts.filter { $0.duplicateOf == nil }.map { $0.name != $0.cleanName }
    },
    WorldRate("emoji", { ($0.emojiNames, $0.dirtyNames, $0.duplicateAccounts) = ($1, 0, 0) }) {
      $0.accounts.map { $0.name.unicodeScalars.contains { $0.value > 0x1_F000 || $0.value == 0x2B50 } }
    },
  ]

  private init(
    _ name: String, _ set: @escaping @Sendable (inout SalesWorldShape, Int) -> Void,
    _ rows: @escaping @Sendable (SalesWorld) -> [Bool]
  ) {
    testDescription = name
    self.set = set
    self.rows = rows
  }

  /// How many rows there are, and in how many it is so, at a rate per thousand.
  func count(at rate: Int, _ given: WorldSeed) -> (rows: Int, hits: Int) {
    var shape = SalesWorldShape()
    set(&shape, rate)
    let rows = rows(SalesWorld(opportunities: given.opportunities, seed: given.seed, shape: shape))
    return (rows.count, rows.filter { $0 }.count)
  }
}

@Suite struct `What is missing or dirty in a sales world` {
  @Test(arguments: WorldRate.all, [0, 50, 300, 1_000])
  func `is as frequent as the shape says`(_ rate: WorldRate, _ perMille: Int) {
    let (rows, hits) = rate.count(at: perMille, WorldSeed(opportunities: 4_000, seed: 7))
    #expect(rows > 150)
    let share = Double(perMille) / 1_000
    // Four standard deviations of chance.
    let most = 4 * (Double(rows) * share * (1 - share)).squareRoot()
    #expect(abs(Double(hits) - share * Double(rows)) <= most, "\(hits) of \(rows)")
  }

  @Test func `is in one row of ten or so, unless the shape says otherwise`() {
    let world = SalesWorld(opportunities: 10_000, seed: 7)
    let accounts = Array(world.accounts)
    let dirty = WorldFigures.share(accounts) { $0.name != $0.cleanName }
    #expect(dirty > 0.07 && dirty < 0.15, "\(dirty)")
    #expect(WorldFigures.share(accounts) { $0.duplicateOf != nil } > 0.015)
    #expect(accounts.contains { $0.name.unicodeScalars.contains { $0.properties.isEmojiPresentation } })
    let foreign = WorldFigures.share(accounts) {
      $0.name.unicodeScalars.contains { (0x370..<0x2000).contains($0.value) }
    }
    #expect(foreign > 0.03 && foreign < 0.12, "\(foreign)")
    let accented = WorldFigures.share(accounts) {
      $0.name.unicodeScalars.contains { (0xC0..<0x180).contains($0.value) }
    }
    #expect(accented > 0.1 && accented < 0.4, "\(accented)")
    #expect(Set(accounts.map(\.country)).count > 20)
  }

  @Test func `is dirt of every kind`() {
    var shape = SalesWorldShape()
    (shape.dirtyNames, shape.duplicateAccounts) = (1_000, 0)
    let accounts = Array(SalesWorld(opportunities: 5_000, seed: 7, shape: shape).accounts)
    let latin = accounts.filter { $0.cleanName.unicodeScalars.allSatisfy { $0.value < 0x180 } }
    func count(_ isSo: (AccountRow) -> Bool) -> Int { latin.filter(isSo).count }
    #expect(count { $0.name.hasPrefix(" ") } > 20)
    #expect(count { $0.name.hasSuffix(" ") } > 20)
    #expect(count { $0.name.contains("  ") } > 20)
    #expect(count { $0.name == $0.cleanName.uppercased() } > 20)
    #expect(count { $0.name == $0.cleanName.lowercased() } > 40)
    #expect(count { $0.name.count == $0.cleanName.count - 1 } > 20)
    #expect(count { $0.name.sorted() == $0.cleanName.sorted() && $0.name != $0.cleanName } > 20)
    #expect(count { $0.name != $0.cleanName && TextKey.folded($0.name) == TextKey.folded($0.cleanName) } > 60)
    // Dirty, but still the same name.
    #expect(accounts.allSatisfy { $0.name != $0.cleanName && !$0.name.allSatisfy(\.isWhitespace) })
    #expect(
      accounts.allSatisfy { WorldFigures.edits(TextKey.folded($0.name), TextKey.folded($0.cleanName)) <= 2 })
  }

  @Test func `is an account that is there already under nearly the same name`() throws {
    var shape = SalesWorldShape()
    shape.duplicateAccounts = 200
    let world = SalesWorld(opportunities: 10_000, seed: 7, shape: shape)
    let accounts = Array(world.accounts)
    let duplicates = accounts.filter { $0.duplicateOf != nil }
    #expect(duplicates.count > 120 && duplicates.count < 200)
    for duplicate in duplicates {
      let original = accounts[try #require(duplicate.duplicateOf)]
      #expect(original.duplicateOf == nil)
      #expect(original.cleanName == duplicate.cleanName)
      #expect(original.number != duplicate.number)
      #expect(original.city == duplicate.city)
      #expect(duplicate.name != original.cleanName)
      let isNear = WorldFigures.edits(TextKey.folded(duplicate.name), TextKey.folded(original.cleanName)) <= 2
      #expect(isNear || original.cleanName.hasPrefix(duplicate.name), "\(duplicate.name), \(original.name)")
    }
  }
}
