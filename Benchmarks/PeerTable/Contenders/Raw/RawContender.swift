import CRawSQLite

/// Code by hand over SQLite's C interface.
final class RawContender: Contender {
  let name = ContenderName.raw
  let world: PeerWorld
  let isFull: Bool
  private(set) var store: OpaquePointer?
  private var file: PeerFile
  let parents = RawInput()
  private(set) var input = RawInput()
  /// The last deal of the page that was read last, for the next one.
  var lastOfPage = raw_deal()
  let ids: [Int64]
  let numbers: [raw_text]
  let account: Int64
  let csv: () -> [UInt8]

  init(_ world: PeerWorld, directory: String, isFull: Bool, csv: @escaping () -> [UInt8]) {
    self.world = world
    self.isFull = isFull
    self.csv = csv
    file = PeerFile(in: directory, named: "raw")
    parents.takeParents(world)
    account = world.someAccount
    ids = world.spread(Batch.ids).map(PeerWorld.deal)
    let texts = parents.texts
    numbers = world.spread(Batch.numbers).map { texts.copy(world.deal(at: $0)?.number) }
  }

  /// Throws if a call went wrong.
  func check(_ code: Int32) throws {
    // SQLITE_OK
    if code != 0 { throw RawError(code: code, message: String(cString: raw_message(store))) }
  }

  func reset() throws {
    raw_close(store)
    store = nil
    file.next()
    try check(raw_open(file.path, isFull ? 1 : 0, &store))
    try check(raw_create(store))
    try check(raw_put_users(store, parents.users, Int64(parents.users.count)))
    try check(raw_put_accounts(store, parents.accounts, Int64(parents.accounts.count)))
    try check(raw_put_stages(store, parents.stages, Int64(parents.stages.count)))
  }

  func gather() {
    guard input.deals.isEmpty else { return }
    input.deals.reserveCapacity(world.rows)
    for deal in world.deals() { input.deals.append(input.deal(deal)) }
  }

  func scatter() { input = RawInput() }

  func load() throws {
    try reset()
    gather()
    try check(raw_insert_deals(store, input.deals, Int64(input.deals.count)))
    scatter()
  }

  func close() {
    raw_close(store)
    store = nil
    file.remove()
  }

  // MARK: Stores

  func shut() {
    raw_close(store)
    store = nil
  }

  func open() throws -> Reduction {
    var users: Int64 = 0
    try check(raw_open(file.path, isFull ? 1 : 0, &store))
    try check(raw_count_users(store, &users))
    return { Digest(count: Int(users)) }
  }

  /// A store in memory with the tables, and as many commits of one user each.
  func memoryFixtures() throws -> Reduction {
    var memory: OpaquePointer?
    defer { raw_close(memory) }
    var users: Int64 = 0
    try check(raw_open(":memory:", 1, &memory))
    try check(raw_create(memory))
    for number in 0..<Batch.fixtures {
      var user = parents.users[0]
      user.id = PeerWorld.user(number)
      user.email = raw_text(bytes: nil, length: -1)
      try check(raw_put_users(memory, &user, 1))
    }
    try check(raw_count_users(memory, &users))
    return { Digest(count: Int(users)) }
  }
}

/// What SQLite says of a call that went wrong.
struct RawError: Error {
  let code: Int32
  let message: String
}
