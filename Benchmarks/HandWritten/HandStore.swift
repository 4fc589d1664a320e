/// Deals in a file, written and read by hand over SQLite's C interface: what the library's figures are held against.
///
/// The table has the columns and the indexes of the library's, the connections have its settings, statements are prepared once, and cells
/// go straight into the struct that a caller wants. Nothing is checked.
public final class HandStore {
  private let writer: HandConnection
  private let reader: HandConnection
  private let selection: HandStatement
  private let lookup: HandStatement
  private let firstPage: HandStatement
  private let scan: HandStatement
  private let old: HandStatement
  private let change: HandStatement
  private let entry: HandStatement
  private let insertion: HandStatement

  /// Makes a store in a new file.
  ///
  /// - Parameter isFull: Whether a commit survives a loss of power.
  public init(_ path: String, isFull: Bool) throws {
    writer = try HandConnection(path, isWriter: true, isFull: isFull)
    try writer.run(HandStore.schema)
    reader = try HandConnection(path, isWriter: false, isFull: isFull)
    let all = HandStore.columns.dropLast().joined(separator: ", ")
    selection = try HandStatement("SELECT \(all) FROM deal WHERE deleted_at IS NULL", on: reader.handle)
    lookup = try HandStatement("SELECT \(all) FROM deal WHERE id = ? AND deleted_at IS NULL", on: reader.handle)
    firstPage = try HandStatement(
      "SELECT \(all) FROM deal WHERE deleted_at IS NULL ORDER BY close_date NULLS LAST, id LIMIT ?", on: reader.handle)
    scan = try HandStatement("SELECT owner, close_date, amount FROM deal WHERE deleted_at IS NULL", on: reader.handle)
    old = try HandStatement("SELECT \(all) FROM deal WHERE id = ? AND deleted_at IS NULL", on: writer.handle)
    change = try HandStatement(
      "UPDATE deal SET next_step = ?, revision = ?, modified_at = ? WHERE id = ?", on: writer.handle)
    entry = try HandStatement("INSERT INTO log(at, body) VALUES (?, ?)", on: writer.handle)
    let marks = HandStore.columns.map { _ in "?" }.joined(separator: ", ")
    let names = HandStore.columns.joined(separator: ", ")
    insertion = try HandStatement("INSERT INTO deal(\(names)) VALUES (\(marks))", on: writer.handle)
  }

  /// The columns that are written; all but the last, the key that names are sorted by, are read.
  private static let columns = [
    "id", "owner", "revision", "created_at", "modified_at", "deleted_at", "name", "number", "account", "partner",
    "amount",
    "stage", "probability", "close_date", "opened_on", "closed_at", "quantity", "is_renewal", "type", "lead_source",
    "next_step", "description", "name_key",
  ]

  private static let schema = """
    CREATE TABLE deal (
      id INTEGER PRIMARY KEY, owner INTEGER, revision INTEGER, created_at INTEGER, modified_at INTEGER, deleted_at INTEGER,
      name TEXT, name_key TEXT, number TEXT, account INTEGER, partner INTEGER, amount INTEGER, stage INTEGER,
      probability INTEGER, close_date INTEGER, opened_on INTEGER, closed_at INTEGER, quantity INTEGER, is_renewal INTEGER,
      type TEXT, lead_source TEXT, next_step TEXT, description TEXT
    ) STRICT;
    CREATE INDEX deal_name ON deal(name_key, name);
    CREATE UNIQUE INDEX deal_number ON deal(number) WHERE deleted_at IS NULL;
    CREATE INDEX deal_account ON deal(account);
    CREATE INDEX deal_partner ON deal(partner);
    CREATE INDEX deal_stage ON deal(stage);
    CREATE INDEX deal_close_date ON deal(close_date);
    CREATE TABLE log (sequence INTEGER PRIMARY KEY, at INTEGER NOT NULL, body TEXT NOT NULL) STRICT;
    """

  // MARK: Writing

  /// Adds deals in one transaction.
  public func insert(_ deals: [HandDeal]) throws {
    try writer.run("BEGIN IMMEDIATE")
    for deal in deals {
      bind(deal)
      try insertion.run()
    }
    try writer.run("COMMIT")
  }

  private func bind(_ deal: HandDeal) {
    insertion.bind(deal.id, 1)
    insertion.bind(deal.owner, 2)
    insertion.bind(deal.revision, 3)
    insertion.bind(deal.createdAt, 4)
    insertion.bind(deal.modifiedAt, 5)
    insertion.bind(deal.deletedAt, 6)
    insertion.bind(deal.title, 7)
    insertion.bind(deal.number, 8)
    insertion.bind(deal.account, 9)
    insertion.bind(deal.partner, 10)
    insertion.bind(deal.amount, 11)
    insertion.bind(deal.stage, 12)
    insertion.bind(deal.probability, 13)
    insertion.bind(deal.closeDate, 14)
    insertion.bind(deal.openedOn, 15)
    insertion.bind(deal.closedAt, 16)
    insertion.bind(deal.quantity, 17)
    insertion.bind(deal.isRenewal ? 1 : 0, 18)
    insertion.bind(deal.kind, 19)
    insertion.bind(deal.leadSource, 20)
    insertion.bind(deal.nextStep, 21)
    insertion.bind(deal.notes, 22)
    insertion.bind(deal.titleKey, 23)
  }

  /// Gives a deal another next step and commits: reads the old row, changes it, writes an entry into a log.
  public func update(_ id: Int64, nextStep: String, at now: Int64) throws {
    try writer.run("BEGIN IMMEDIATE")
    old.bind(id, 1)
    guard try old.step() else { throw HandError(writer.handle) }
    let deal = read(old)
    old.reset()
    change.bind(nextStep, 1)
    change.bind(deal.revision + 1, 2)
    change.bind(now, 3)
    change.bind(id, 4)
    try change.run()
    entry.bind(now, 1)
    entry.bind("\(id) \(deal.nextStep ?? "")", 2)
    try entry.run()
    try writer.run("COMMIT")
  }

  // MARK: Reading

  /// Every deal.
  public func all() throws -> [HandDeal] {
    var deals: [HandDeal] = []
    defer { selection.reset() }
    while try selection.step() { deals.append(read(selection)) }
    return deals
  }

  /// The deals of some ids, one after the other, in one state.
  public func deals(_ ids: [Int64]) throws -> [HandDeal] {
    try reader.run("BEGIN")
    var deals: [HandDeal] = []
    for id in ids {
      lookup.bind(id, 1)
      if try lookup.step() { deals.append(read(lookup)) }
      lookup.reset()
    }
    try reader.run("COMMIT")
    return deals
  }

  /// The first deals by their day of decision.
  public func first(_ count: Int) throws -> [HandDeal] {
    var deals: [HandDeal] = []
    defer { firstPage.reset() }
    firstPage.bind(Int64(count), 1)
    while try firstPage.step() { deals.append(read(firstPage)) }
    return deals
  }

  /// How many deals each owner has in each month, and their sum.
  public func groups() throws -> [Group: Tally] {
    var groups: [Group: Tally] = [:]
    defer { scan.reset() }
    while try scan.step() {
      let key = Group(owner: scan.integerOrNil(0), month: scan.integerOrNil(1).map(month))
      let amount = scan.integer(2)
      groups[key, default: Tally()].add(amount)
    }
    return groups
  }

  /// What deals are gathered by.
  public struct Group: Hashable, Sendable {
    let owner: Int64?
    let month: Int64?
  }

  /// What is known of a group.
  public struct Tally: Sendable {
    /// How many deals.
    public private(set) var count: Int64 = 0
    /// The sum of their amounts, in minor units.
    public private(set) var sum: Int64 = 0

    @inline(__always)
    mutating func add(_ amount: Int64) {
      count += 1
      sum += amount
    }
  }

  /// Months since March of the year 0 for a day since 1970, by Howard Hinnant's algorithm ("chrono-compatible low-level date algorithms").
  private func month(_ day: Int64) -> Int64 {
    let shifted = day + 719_468
    let era = shifted / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    return (era * 400 + yearOfEra) * 12 + (5 * dayOfYear + 2) / 153
  }

  private func read(_ row: HandStatement) -> HandDeal {
    var deal = HandDeal()
    deal.id = row.integer(0)
    deal.owner = row.integerOrNil(1)
    deal.revision = row.integer(2)
    deal.createdAt = row.integer(3)
    deal.modifiedAt = row.integer(4)
    deal.deletedAt = row.integerOrNil(5)
    deal.title = row.text(6) ?? ""
    deal.number = row.text(7)
    deal.account = row.integerOrNil(8)
    deal.partner = row.integerOrNil(9)
    deal.amount = row.integerOrNil(10)
    deal.stage = row.integer(11)
    deal.probability = row.integerOrNil(12)
    deal.closeDate = row.integerOrNil(13)
    deal.openedOn = row.integerOrNil(14)
    deal.closedAt = row.integerOrNil(15)
    deal.quantity = row.integer(16)
    deal.isRenewal = row.integer(17) != 0
    deal.kind = row.text(18)
    deal.leadSource = row.text(19)
    deal.nextStep = row.text(20)
    deal.notes = row.text(21)
    return deal
  }
}
