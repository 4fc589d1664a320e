public import BenchmarkWorld
import CRMModel
import HandWritten

/// The work as code by hand over SQLite's C interface does it.
public actor HandContender: Contender {
  /// What it is called in tables.
  public nonisolated let name = "by hand"
  private let deals: [HandDeal]
  private let ids: [Int64]
  private let isFull: Bool
  private var store: HandStore?
  private var file: StoreFile
  private var round = 0

  /// Prepares the deals of a world, which is not measured.
  ///
  /// - Parameters:
  ///   - directory: Where its files lie.
  ///   - isFull: Whether a commit survives a loss of power.
  public init(_ world: World, directory: String, isFull: Bool = true) throws {
    deals = try world.deals.map { try HandDeal($0, at: 1_767_225_600_000_000) }
    ids = world.spreadIDs(10_000)
    self.isFull = isFull
    file = StoreFile(in: directory, named: "hand")
  }

  /// Where the store lies.
  public var path: String { file.path }

  /// Begins with an empty store.
  public func reset() throws {
    store = nil
    file.next()
    store = try HandStore(file.path, isFull: isFull)
  }

  /// Does a piece of work once.
  public func run(_ work: Work) throws -> Outcome {
    guard let store else { return Outcome(0) }
    switch work {
    case .bulkInsert:
      try store.insert(deals)
      return Outcome(deals.count)
    case .typedFetch, .recordFetch: return Outcome(try store.all())
    case .byID: return Outcome(try store.deals(ids))
    case .listView: return Outcome(try store.first(50))
    case .update:
      round += 1
      for id in ids.prefix(100) { try store.update(id, nextStep: "Step \(round)", at: 1_767_225_600_000_000) }
      return Outcome(100)
    case .groups:
      let groups = try store.groups()
      return Outcome(groups.count, groups.values.reduce(0) { $0 + $1.sum })
    }
  }

  /// Lets go of the store and takes its file away.
  public func close() {
    store = nil
    file.remove()
  }
}

extension Outcome {
  init(_ deals: [HandDeal]) {
    var sum: Int64 = 0
    for deal in deals { sum += deal.minorAmount }
    self.init(deals.count, sum)
  }
}
