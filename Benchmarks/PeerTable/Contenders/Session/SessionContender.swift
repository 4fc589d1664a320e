import CRM
import CRMTesting

/// The library through its public session, with everything it does on a write and a read.
final class SessionContender: Contender {
  let name: ContenderName
  let world: PeerWorld
  private let isFull: Bool
  private var file: PeerFile
  private var workspace: Workspace?
  private var current: Session?
  private(set) var deals: [Opportunity] = []
  let ids: [Opportunity.ID]
  let numbers: [String]
  let account: Int64
  let csv: () -> [UInt8]
  /// Where the page after the first begins.
  var cursor: String?
  /// The forecast that is kept up to date.
  var maintained: MaintainedForecast?
  /// Those who watch a deal each, until they have seen its last step.
  var observers: [Task<Void, any Error>] = []

  init(
    _ name: ContenderName, _ world: PeerWorld, directory: String, isFull: Bool, csv: @escaping () -> [UInt8]
  ) {
    self.name = name
    self.world = world
    self.isFull = isFull
    self.csv = csv
    file = PeerFile(in: directory, named: name.rawValue)
    ids = world.spread(Batch.ids).map { RecordID(rawValue: PeerWorld.deal($0)) }
    account = world.someAccount
    numbers = world.spread(Batch.numbers).compactMap { world.deal(at: $0)?.number }
  }

  /// The session of the store that is open.
  var session: Session {
    get throws {
      guard let current else { throw NotMeasured() }
      return current
    }
  }

  var columnBytes: Int? { name == .memory ? nil : workspace?.columnMemoryInUse }

  private func connect(_ source: StorageSource, _ more: [any CRMModule] = []) async throws {
    let isFull = isFull
    let options = WorkspaceOptions { $0.durability = isFull ? .full : .normal }
    let workspace = try await Workspace.open(source, modules: [.sales] + more, options: options)
    self.workspace = workspace
    current = try await workspace.session(as: .owner)
  }

  func reset() async throws { try await reset([]) }

  /// The same with further modules.
  func reset(_ modules: [any CRMModule]) async throws {
    await close()
    file.next()
    try await connect(name == .memory ? .memory : .sqlite(file.path), modules)
    let parents = try ParentRecords(world)
    try await session.write { tx in
      try tx.insert(parents.users)
      try tx.insert(parents.accounts)
      let pipeline = try tx.insert(parents.pipeline)
      var stages = parents.stages
      for index in stages.indices { stages[index].pipeline = pipeline.id }
      try tx.insert(stages)
    }
  }

  func gather() throws {
    guard deals.isEmpty else { return }
    deals.reserveCapacity(world.rows)
    for deal in world.deals() { deals.append(try Opportunity(deal)) }
  }

  func scatter() { deals = [] }

  func load() async throws {
    try await reset()
    try gather()
    try await session.insert(deals)
    scatter()
  }

  func close() async {
    await shut()
    file.remove()
  }

  // MARK: Stores

  func shut() async {
    for observer in observers { observer.cancel() }
    observers = []
    current = nil
    maintained = nil
    await workspace?.close()
    workspace = nil
  }

  func open() async throws -> Reduction {
    try await connect(.sqlite(file.path))
    let users = try await session.count(User.query)
    return { Digest(count: users) }
  }

  /// A new store of users, accounts and sales, with as many fixtures of one user each.
  func memoryFixtures() async throws -> Reduction {
    guard name == .memory else { throw NotMeasured() }
    let fixtures = (0..<Batch.fixtures).map { number in
      Fixture("user \(number)") { tx in
        let user = User {
          $0.record.id = PeerWorld.user(number)
          $0.displayName = "User \(number)"
        }
        try tx.insert(user)
      }
    }
    let workspace = try await Workspace.inMemory(modules: [.sales], fixtures: fixtures)
    let users = try await workspace.session(as: .owner).count(User.query)
    await workspace.close()
    return { Digest(count: users) }
  }
}
