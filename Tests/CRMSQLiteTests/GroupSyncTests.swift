import CRMModel
import CRMStorage
import Synchronization
import Testing

@testable import CRMSQLite

@Suite struct `One synchronisation` {
  @Test func `serves all who have committed before it`() async throws {
    let sync = GroupSync {}
    let tickets = (0..<16).map { _ in sync.noteCommit() }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for ticket in tickets { group.addTask { try await sync.keep(ticket) { false } } }
      try await group.waitForAll()
    }
    #expect(sync.count == 1)
  }

  @Test func `does not serve who commits while it runs`() async throws {
    let late = Mutex<(sync: GroupSync?, ticket: GroupSync.Ticket)>((nil, 0))
    let sync = GroupSync {
      late.withLock { late in
        if late.ticket == 0 { late.ticket = late.sync?.noteCommit() ?? 0 }
      }
    }
    late.withLock { $0.sync = sync }
    try await sync.keep(sync.noteCommit()) { false }
    #expect(sync.count == 1)
    try await sync.keep(late.withLock { $0.ticket }) { false }
    #expect(sync.count == 2)
    late.withLock { $0.sync = nil }
  }

  @Test func `that fails is told to all who wait and to all who come later`() async throws {
    let sync = GroupSync { throw EngineError(.internal, .inputOutput, "no disk") }
    try sync.check()
    let tickets = (0..<4).map { _ in sync.noteCommit() }
    let failures = await withTaskGroup(of: Bool.self) { group in
      for ticket in tickets {
        group.addTask {
          do {
            try await sync.keep(ticket) { false }
            return false
          } catch {
            return true
          }
        }
      }
      return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
    }
    #expect(failures == 4)
    #expect(sync.count == 1)
    #expect(throws: EngineError.self) { try sync.check() }
  }
}

@Suite struct `Writers who wait for each other` {
  let fixture: StoreFixture
  init() throws { fixture = try StoreFixture() }

  /// Writes with `count` tasks that all wait behind another writer; gives how often the disk was synchronised for them.
  private func written(_ count: Int, _ durability: Durability, failing: Set<Int64> = []) async throws -> Int {
    var options = EngineOptions()
    options.durability = durability
    let engine = try await SQLiteEngine.open(fixture.path, options)
    try await engine.write(grant) { try $0.apply(.createTable(Sample.account)) }
    let first = try await engine.writers.acquire()
    let outcomes = try await withThrowingTaskGroup(of: (Int64, Bool).self, returning: [Int64: Bool].self) { group in
      for id in 1...Int64(count) {
        group.addTask {
          do {
            try await engine.write(grant) { writer in
              try writer.insert(Sample.accounts([id], names: ["N\(id)"]), into: Sample.accountTable)
              _ = try writer.append([1], at: Instant(microsecondsSinceEpoch: 0) ?? .minimum)
              if failing.contains(id) { throw EngineError.busyForTest }
            }
            return (id, true)
          } catch let error as EngineError where error == .busyForTest {
            return (id, false)
          }
        }
      }
      while engine.writers.waiting < count { await Task.yield() }
      engine.writers.release(first)
      return try await group.reduce(into: [Int64: Bool]()) { $0[$1.0] = $1.1 }
    }
    let kept = outcomes.filter { $0.value }.keys.sorted()
    #expect(outcomes.count == count)
    #expect(kept == (1...Int64(count)).filter { !failing.contains($0) })
    #expect(try await engine.read(grant) { try $0.ids() } == kept)
    let sequences = try await engine.read(grant) { try $0.log(after: 0, limit: 1_000).map(\.sequence) }
    #expect(sequences == (1...Int64(kept.count)).map { $0 })
    let synchronisations = engine.sync.count
    await engine.close(grant)
    // What a task was told is kept is in the file.
    let again = try await SQLiteEngine.open(fixture.path, options)
    #expect(try await again.read(grant) { try $0.ids() } == kept)
    #expect(try await again.integrityProblems(grant) == [])
    await again.close(grant)
    return synchronisations
  }

  @Test func `need fewer synchronisations than there are`() async throws {
    // The last one has nobody behind it and synchronises by itself.
    let count = try await written(32, .full)
    #expect((1..<30).contains(count))
  }

  @Test func `need none where none is promised`() async throws {
    #expect(try await written(8, .normal) == 0)
  }

  @Test func `undo only themselves when they fail`() async throws {
    _ = try await written(16, .full, failing: [1, 2, 7, 16])
  }

  @Test func `leave a single writer to synchronise by itself`() async throws {
    let engine = try await fixture.opened()
    for id in 1...3 as ClosedRange<Int64> {
      try await engine.write(grant) {
        try $0.insert(Sample.accounts([id], names: ["N\(id)"]), into: Sample.accountTable)
      }
    }
    #expect(engine.sync.count == 0)
    await engine.close(grant)
  }
}
