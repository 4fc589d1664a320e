public import BenchmarkWorld
import CRMModel
import CRMSQLite
import CRMSecurity
import CRMStorage

/// The work as a program does it that uses the library.
public actor SessionContender: Contender {
  /// The engines that are measured.
  public enum Engine: String, CaseIterable, Sendable { case sqlite = "SQLite", memory = "memory" }

  /// What it is called in tables.
  public nonisolated let name: String
  private let engine: Engine
  private let world: World
  private let ids: [RecordID<Deal>]
  private let isFull: Bool
  private var workspace: Workspace?
  private var session: Session?
  private var file: StoreFile
  private var round = 0

  /// Takes the records of a world.
  ///
  /// - Parameters:
  ///   - directory: Where its files lie.
  ///   - isFull: Whether a commit survives a loss of power.
  public init(_ engine: Engine, _ world: World, directory: String, isFull: Bool = true) {
    name = engine.rawValue
    self.engine = engine
    self.world = world
    self.isFull = isFull
    ids = world.spreadIDs(10_000).map(RecordID.init(rawValue:))
    file = StoreFile(in: directory, named: engine.rawValue)
  }

  /// Where the store lies.
  public var path: String { file.path }

  /// Begins with an empty store.
  public func reset() async throws {
    await close()
    file.next()
    let isFull = isFull
    let options = WorkspaceOptions { $0.durability = isFull ? .full : .normal }
    let source: StorageSource = engine == .memory ? .memory : .sqlite(file.path)
    let workspace = try await Workspace.open(source, modules: [BenchmarkModule()], options: options)
    let session = try await workspace.session(as: .owner)
    try await session.insert(world.users)
    try await session.insert(world.accounts)
    try await session.insert(world.stages)
    self.workspace = workspace
    self.session = session
  }

  /// Does a piece of work once.
  public func run(_ work: Work) async throws -> Outcome {
    guard let session else { return Outcome(0) }
    switch work {
    case .bulkInsert: return Outcome(try await session.insert(world.deals).count)
    case .typedFetch: return Outcome(try await session.fetch(Deal.query))
    case .recordFetch: return Outcome(try await session.records(Deal.query.query))
    case .listView: return Outcome(try await session.page(Deal.query.order(by: { $0.closeDate }), first: 50).items)
    case .byID:
      let ids = ids
      return Outcome(
        try await session.read { snapshot in
          var deals: [Deal] = []
          for id in ids { if let deal = try snapshot.fetch(id) { deals.append(deal) } }
          return deals
        })
    case .update:
      round += 1
      let step = "Step \(round)"
      for id in ids.prefix(100) { _ = try await session.update(id) { $0.nextStep = step } }
      return Outcome(100)
    case .groups:
      let query = Query(Deal.name).group(by: "owner").group(by: "close_date", .month).measure(.count)
        .measure(.sum, "amount")
      let table = try await session.table(query)
      return Outcome(table.rows.count, table.rows.reduce(0) { $0 + minor($1[3]) })
    }
  }

  /// Lets go of the store and takes its file away.
  public func close() async {
    session = nil
    await workspace?.close()
    workspace = nil
    file.remove()
  }
}

/// An amount's minor units, 0 for none.
private func minor(_ value: FieldValue) -> Int64 { if case .money(let money) = value { money.minorAmount } else { 0 } }

extension Outcome {
  fileprivate init(_ deals: [Deal]) {
    var sum: Int64 = 0
    for deal in deals { sum += deal.amount?.minorAmount ?? 0 }
    self.init(deals.count, sum)
  }

  fileprivate init(_ records: [Record]) {
    var sum: Int64 = 0
    for record in records { sum += minor(record["amount"]) }
    self.init(records.count, sum)
  }
}
