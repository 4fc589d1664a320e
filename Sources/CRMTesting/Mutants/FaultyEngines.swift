internal import CRMModel
internal import CRMStorage
internal import Dispatch

/// Commits also when the closure throws.
struct CommitsOnThrow: MutantEngine {
  let sound: OracleEngine

  func write<T: Sendable>(
    _ grant: EngineGrant, _ body: sending @escaping (any EngineWriter) throws -> T
  ) async throws -> T {
    let result = try await sound.write(grant) { writer in
      // The error has to leave the closure without undoing it.
      do {
        return Result<T, any Error>.success(try body(writer))
      } catch {
        return .failure(error)
      }
    }
    return try result.get()
  }
}

/// Leaves a gap in the log when a transaction is undone.
struct LogsThrows: MutantEngine {
  let sound: OracleEngine

  func write<T: Sendable>(
    _ grant: EngineGrant, _ body: sending @escaping (any EngineWriter) throws -> T
  ) async throws -> T {
    do {
      return try await sound.write(grant, body)
    } catch {
      try await sound.write(grant) { try $0.trimLog(through: try $0.append([], at: .epoch)) }
      throw error
    }
  }
}

/// Applies the layout changes of a transaction that threw once more.
struct KeepsLayouts: MutantEngine {
  let sound: OracleEngine

  func write<T: Sendable>(
    _ grant: EngineGrant, _ body: sending @escaping (any EngineWriter) throws -> T
  ) async throws -> T {
    let changes = Ledger<LayoutChange>()
    var noting = Sabotage()
    noting.apply = { change, writer in
      changes.add(change)
      try writer.apply(change)
    }
    let sabotage = noting
    do {
      return try await sound.write(grant) { try body(SabotagedWriter($0, sabotage)) }
    } catch {
      try await sound.write(grant) { writer in for change in changes.all { try writer.apply(change) } }
      throw error
    }
  }
}

/// Makes readers queue with the writers.
struct ReadsInTurn: MutantEngine {
  let sound: OracleEngine

  func read<T: Sendable>(
    _ grant: EngineGrant, _ body: sending @escaping (any EngineReader) throws -> T
  ) async throws -> T {
    try await sound.write(grant) { try body($0) }
  }
}

/// Forgets every tenth write that it acknowledges.
struct LosesSomeWrites: MutantEngine {
  let sound: OracleEngine
  private let writes = Ledger<Void>()

  init(sound: OracleEngine) { self.sound = sound }

  private struct Forgotten: Error {}

  func write<T: Sendable>(
    _ grant: EngineGrant, _ body: sending @escaping (any EngineWriter) throws -> T
  ) async throws -> T {
    writes.add(())
    guard writes.all.count % 10 == 0 else { return try await sound.write(grant, body) }
    return try await sound.write(grant) { writer in
      var result: T?
      do {
        try writer.atomically {
          result = try body(writer)
          throw Forgotten()
        }
      } catch is Forgotten {}
      guard let result else { throw Forgotten() }
      return result
    }
  }
}

/// Waits for its turn on a lock that blocks the thread.
struct BlocksThreads: MutantEngine {
  let sound: OracleEngine
  private let turn = DispatchSemaphore(value: 1)

  init(sound: OracleEngine) { self.sound = sound }

  func write<T: Sendable>(
    _ grant: EngineGrant, _ body: sending @escaping (any EngineWriter) throws -> T
  ) async throws -> T {
    block()
    defer { turn.signal() }
    return try await sound.write(grant, body)
  }

  private func block() { turn.wait() }
}

/// Writes in a task of its own, which nobody cancels.
struct Detaches: MutantEngine {
  let sound: OracleEngine

  func write<T: Sendable>(
    _ grant: EngineGrant, _ body: sending @escaping (any EngineWriter) throws -> T
  ) async throws -> T {
    let sound = sound
    // The closure was sent here and is used nowhere but in the task.
    nonisolated(unsafe) let body = body
    return try await Task { try await sound.write(grant, body) }.value
  }
}

/// Does nothing when closed.
struct NeverCloses: MutantEngine {
  let sound: OracleEngine

  func close(_ grant: EngineGrant) async {}
}

/// Is closed after the first call and open again after the second.
struct Reopens: MutantEngine {
  let sound: OracleEngine
  private let closings = Ledger<Void>()

  init(sound: OracleEngine) { self.sound = sound }

  func read<T: Sendable>(
    _ grant: EngineGrant, _ body: sending @escaping (any EngineReader) throws -> T
  ) async throws -> T {
    guard closings.all.count != 1 else { throw EngineError.closed }
    return try await sound.read(grant, body)
  }

  func close(_ grant: EngineGrant) async { closings.add(()) }
}

/// Finds something wrong with every index that has a filter.
struct FindsFault: MutantEngine {
  let sound: OracleEngine

  func integrityProblems(_ grant: EngineGrant) async throws -> [String] {
    try await sound.read(grant) { reader in
      try reader.layouts().flatMap(\.indexes).filter { $0.filter != nil }.map { "index \($0.number) misses rows" }
    }
  }
}
