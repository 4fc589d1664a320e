import CRawSQLite
import GRDB

/// GRDB as its guides show it: `Codable` records in a `DatabasePool`, its query interface, and SQL where figures are asked for.
///
/// Calls are its synchronous ones, which are its quickest.
final class GRDBContender: Contender {
  let name = ContenderName.grdb
  let world: PeerWorld
  private let isFull: Bool
  private var file: PeerFile
  private var pool: DatabasePool?
  private(set) var deals: [DealRow] = []
  let ids: [Int64]
  let numbers: [String]
  let account: Int64
  /// The last deal of the page that was read last, for the next one.
  var lastOfPage: DealRow?
  /// Those who watch a deal.
  var observers: [DealObserver] = []

  init(_ world: PeerWorld, directory: String, isFull: Bool) {
    self.world = world
    self.isFull = isFull
    file = PeerFile(in: directory, named: "grdb")
    account = world.someAccount
    ids = world.spread(Batch.ids).map(PeerWorld.deal)
    numbers = world.spread(Batch.numbers).compactMap { world.deal(at: $0)?.number }
  }

  /// The store that is open.
  var database: DatabasePool {
    get throws {
      guard let pool else { throw NotMeasured() }
      return pool
    }
  }

  private func connect() throws -> DatabasePool {
    var configuration = Configuration()
    configuration.prepareDatabase { try $0.execute(sql: String(cString: raw_settings())) }
    let pool = try DatabasePool(path: file.path, configuration: configuration)
    // GRDB makes it NORMAL on its own after it has prepared a connection.
    if isFull { try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") } }
    self.pool = pool
    return pool
  }

  func reset() throws {
    try shut()
    file.next()
    let pool = try connect()
    try pool.write { db in
      try db.execute(sql: String(cString: raw_schema()))
      for user in world.userRows() { try user.insert(db) }
      for account in world.accountRows() { try account.insert(db) }
      for stage in world.stageRows() { try stage.insert(db) }
    }
  }

  func gather() {
    guard deals.isEmpty else { return }
    deals.reserveCapacity(world.rows)
    for deal in world.deals() { deals.append(DealRow(deal)) }
  }

  func scatter() { deals = [] }

  func load() throws {
    try reset()
    gather()
    try insertAll()
    scatter()
  }

  /// Adds the deals at hand in one transaction.
  func insertAll() throws {
    try database.write { db in
      for deal in deals { try deal.insert(db) }
    }
  }

  func close() throws {
    try shut()
    file.remove()
  }

  // MARK: Stores

  func shut() throws {
    observers = []
    try pool?.close()
    pool = nil
  }

  func open() throws -> Reduction {
    let users = try connect().read { try UserRow.fetchCount($0) }
    return { Digest(count: users) }
  }

  func memoryFixtures() throws -> Reduction {
    let queue = try DatabaseQueue()
    try queue.write { try $0.execute(sql: String(cString: raw_schema())) }
    for number in 0..<Batch.fixtures {
      let user = UserRow(
        id: PeerWorld.user(number), manager: nil, isActive: true, displayName: "User \(number)", email: nil, title: nil,
        region: nil)
      try queue.write { try user.insert($0) }
    }
    let users = try queue.read { try UserRow.fetchCount($0) }
    return { Digest(count: users) }
  }
}
