import CRMModel
import CRMStorage
import Testing

/// Carries a writer out of its closure, as no program should. Only one task ever touches it, so it needs no lock.
private final class Leak: @unchecked Sendable {
  var writer: (any EngineWriter)?
}

@Suite(.serialized) struct `A transaction of the memory engine` {
  private let grant = EngineGrant()
  private let all = RowScan(sources: [Source(table: DealWorld.deals)], columns: [])

  private func deals(_ ids: [Int64], closing: Int64 = 1, numbers: [Scalar]? = nil) -> RowBatch {
    DealWorld.batch(
      ids,
      [
        (DealWorld.closing, ids.map { _ in .integer(closing) }),
        (DealWorld.number, numbers ?? ids.map { .text("N-\($0)") }),
      ])
  }

  @Test func `is not seen by a fork made before it, nor a fork's by the engine`() async throws {
    let engine = try await DealWorld.engine()
    try await engine.write(grant) { try $0.insert(deals([1, 2, 3]), into: DealWorld.deals) }
    let fork = try engine.fork()
    try await engine.write(grant) { try $0.update(deals([2], closing: 9), in: DealWorld.deals) }
    try await fork.write(grant) { writer in
      try writer.remove([3], from: DealWorld.deals)
      try writer.insert(deals([4]), into: DealWorld.deals)
    }
    #expect(try await engine.ids(all) == [1, 2, 3])
    #expect(try await fork.ids(all) == [1, 2, 4])
    #expect(try await engine.cell(DealWorld.deals, 2, DealWorld.closing) == .integer(9))
    #expect(try await fork.cell(DealWorld.deals, 2, DealWorld.closing) == .integer(1))
    #expect(try await fork.integrityProblems(grant) == [])
  }

  @Test func `is not seen by a reader that began before it`() async throws {
    let engine = try await DealWorld.engine()
    try await engine.write(grant) { try $0.insert(deals([1, 2]), into: DealWorld.deals) }
    let scan = all
    let seen = try await engine.read(grant) { reader in
      let before = try reader.ids(scan)
      let began = AsyncGate()
      Task.detached {
        try await engine.write(EngineGrant()) { try $0.remove([1], from: DealWorld.deals) }
        began.open()
      }
      began.waitOnThisThread()
      return [before, try reader.ids(scan)]
    }
    #expect(seen == [[1, 2], [1, 2]])
    #expect(try await engine.ids(all) == [2])
  }

  @Test func `that throws leaves everything as it was`() async throws {
    let engine = try await DealWorld.engine()
    try await engine.write(grant) { try $0.insert(deals([1]), into: DealWorld.deals) }
    await #expect(throws: EngineError.duplicateKey(table: DealWorld.deals, row: 1)) {
      try await engine.write(grant) { writer in
        try writer.setMetadata("a", "b")
        try writer.insert(deals([2]), into: DealWorld.deals)
        try writer.insert(deals([5, 1]), into: DealWorld.deals)
      }
    }
    #expect(try await engine.ids(all) == [1])
    #expect(try await engine.read(grant) { try $0.metadata("a") } == nil)
  }

  @Test func `keeps what was written around an atomic part that throws`() async throws {
    struct Stop: Error {}
    let engine = try await DealWorld.engine()
    let numbers = try await engine.write(grant) { writer in
      try writer.insert(deals([1]), into: DealWorld.deals)
      let first = try writer.append([1], at: .epoch)
      try? writer.atomically {
        try writer.insert(deals([2]), into: DealWorld.deals)
        _ = try writer.append([2], at: .epoch)
        throw Stop()
      }
      let inner = try writer.atomically {
        try writer.insert(deals([3]), into: DealWorld.deals)
        return try writer.append([3], at: .epoch)
      }
      return [first, inner]
    }
    #expect(numbers == [1, 2])
    #expect(try await engine.ids(all) == [1, 3])
    #expect(try await engine.read(grant) { try $0.log(after: 0, limit: 9).map(\.body) } == [[1], [3]])
  }

  @Test func `cannot be used after its closure has returned`() async throws {
    let engine = try await DealWorld.engine()
    let scan = all
    let leak = Leak()
    try await engine.write(grant) { leak.writer = $0 }
    let writer = try #require(leak.writer)
    let error = EngineError.transactionEnded
    #expect(throws: error) { try writer.ids(scan) }
    #expect(throws: error) { try writer.remove([1], from: DealWorld.deals) }
    #expect(throws: error) { try writer.atomically {} }
    #expect(throws: error) { try writer.lastSequence() }
  }

  @Test func `that waits leaves the line when its task is cancelled`() async throws {
    let engine = try await DealWorld.engine()
    let entered = AsyncGate()
    let release = AsyncGate()
    let first = Task.detached {
      try await engine.write(EngineGrant()) { writer in
        entered.open()
        release.waitOnThisThread()
        try writer.setMetadata("first", "1")
      }
    }
    await entered.wait()
    let second = Task { try await engine.write(EngineGrant()) { try $0.setMetadata("second", "2") } }
    second.cancel()
    await #expect(throws: CancellationError.self) { try await second.value }
    release.open()
    try await first.value
    let found = try await engine.read(grant) { [try $0.metadata("first"), try $0.metadata("second")] }
    #expect(found == ["1", nil])
  }

  @Test func `does nothing if its task is cancelled before the commit`() async throws {
    let engine = try await DealWorld.engine()
    let task = Task {
      try await engine.write(EngineGrant()) { writer in
        try writer.setMetadata("a", "1")
        withUnsafeCurrentTask { $0?.cancel() }
      }
    }
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(try await engine.read(grant) { try $0.metadata("a") } == nil)
  }

  @Test func `takes its turn, so that no increment is lost`() async throws {
    let engine = try await DealWorld.engine()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<50 {
        group.addTask {
          try await engine.write(EngineGrant()) { writer in
            let count = Int(try writer.metadata("n") ?? "0") ?? 0
            try writer.setMetadata("n", String(count + 1))
          }
        }
      }
      try await group.waitForAll()
    }
    #expect(try await engine.read(grant) { try $0.metadata("n") } == "50")
  }

  @Test func `is refused by a read-only and by a closed engine`() async throws {
    let engine = MemoryEngine(isReadOnly: true)
    await #expect(throws: EngineError.readOnly) { try await engine.write(grant) { _ in } }
    await engine.close(grant)
    await engine.close(grant)
    await #expect(throws: EngineError.closed) { try await engine.write(grant) { _ in } }
    await #expect(throws: EngineError.closed) { try await engine.read(grant) { _ in } }
    #expect(throws: EngineError.closed) { try engine.fork() }
  }

  @Test func `appends to the log without gaps and trims its beginning`() async throws {
    let engine = try await DealWorld.engine()
    try await engine.write(grant) { writer in
      for number in UInt8(1)...200 { #expect(try writer.append([number], at: .epoch) == Int64(number)) }
      try writer.trimLog(through: 150)
    }
    let found = try await engine.read(grant) { (try $0.log(after: 0, limit: 3).map(\.sequence), try $0.lastSequence()) }
    #expect(found.0 == [151, 152, 153])
    #expect(found.1 == 200)
  }
}
