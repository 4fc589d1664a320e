import CRMModel
import CRMSecurity
import CRMStorage
import CRMTestStores
import Synchronization
import Testing

@testable import CRMTesting

/// What goes on below `forEachBatch`: who reads when, and how much.
@Suite struct `Batches of a large result` {
  /// A batch that the engine made, or one that the program was given, with its number of records.
  private enum Step: Hashable, Sendable {
    case made(Int)
    case given(Int)
  }

  private final class Steps: Sendable {
    private let steps = Mutex<[Step]>([])
    var all: [Step] { steps.withLock { $0 } }
    func add(_ step: Step) { steps.withLock { $0.append(step) } }
    func clear() { steps.withLock { $0 = [] } }
  }

  private static let query = Account.query.order(by: { $0.id })

  /// A store of accounts whose engine tells each batch that it makes.
  private func withAccounts(
    _ kind: StoreKind, _ count: Int, _ body: (Session, Steps) async throws -> Void
  ) async throws {
    let steps = Steps()
    var telling = Sabotage()
    telling.scan = { scan, batchSize, reader, body in
      try reader.scan(scan, batchSize: batchSize) { batch in
        steps.add(.made(batch.count))
        return try body(batch)
      }
    }
    let told = telling
    try await kind.withSource { source in
      let open = source.open
      let workspace = try await Workspace.prepared(
        on: StorageSource(identity: source.identity) { LyingEngine(base: try await open($0), lies: told) })
      let session = try await workspace.session(as: .owner)
      try await session.write { tx in
        for start in stride(from: 0, to: count, by: 10_000) {
          try tx.insert(
            (start..<min(start + 10_000, count)).map { index in
              Account { ($0.name, $0.employees) = ("Account \(index)", index) }
            })
        }
      }
      steps.clear()
      try await body(session, steps)
      await workspace.close()
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `are made one at a time, none before the one before it was taken`(_ kind: StoreKind) async throws {
    try await withAccounts(kind, 5_000) { session, steps in
      try await session.read { snapshot in
        try snapshot.forEachBatch(of: Self.query, size: 1_000) { batch in
          // However long this takes, nobody reads on meanwhile.
          for _ in 0..<10 { _ = batch.map(\.name.count).reduce(0, +) }
          steps.add(.given(batch.count))
          return true
        }
      }
      #expect(steps.all == (0..<5).flatMap { _ in [Step.made(1_000), .given(1_000)] })
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `cost the first one where no other is asked for`(_ kind: StoreKind) async throws {
    try await withAccounts(kind, 100_000) { session, steps in
      let first = try await session.read { snapshot in
        var names: [String] = []
        try snapshot.forEachBatch(of: Self.query) { batch in
          names = batch.map(\.name)
          return false
        }
        return names
      }
      #expect(first == (0..<1_024).map { "Account \($0)" })
      #expect(steps.all == [.made(1_024)])
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `are of one state, whatever is committed between them`(_ kind: StoreKind) async throws {
    try await withAccounts(kind, 3_000) { session, _ in
      let begun = Latch()
      let committed = Latch()
      let writer = Task(executorPreference: LawThread()) {
        await begun.wait()
        defer { committed.open() }
        try await session.write { tx in
          try tx.update(where: Account.query) { $0.employees = -1 }
          try tx.insert(Account { $0.name = "Late" })
          try tx.removePermanently(try tx.fetch(Self.query.limit(2_500)).suffix(1).map(\.id.erased))
        }
      }
      // A thread of its own: the closure holds it until the writer is done.
      let reader = Task(executorPreference: LawThread()) {
        try await session.read { snapshot in
          var employees: [Int?] = []
          var wasInTime = false
          try snapshot.forEachBatch(of: Self.query, size: 1_000) { batch in
            if employees.isEmpty {
              begun.open()
              wasInTime = committed.block(.seconds(20))
            }
            employees += batch.map(\.employees)
            return true
          }
          return (employees, wasInTime)
        }
      }
      let (employees, wasInTime) = try await reader.value
      begun.open()
      try await writer.value
      #expect(wasInTime, "the writer waited for the reader")
      #expect(employees == (0..<3_000).map { $0 })
      #expect(try await session.count(Account.query.where { $0.employees == -1 }) == 2_999)
      #expect(try await session.count(Account.query) == 3_000)
    }
  }
}
