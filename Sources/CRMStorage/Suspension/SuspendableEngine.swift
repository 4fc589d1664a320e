package import CRMModel
internal import Synchronization

/// An engine that can be told to let go of its store for a while, and otherwise does what the engine behind it does.
///
/// All openers of a store share it. The store is suspended as long as one of them wants it to be.
package final class SuspendableEngine: ForwardingEngine {
  package let base: any StorageEngine
  private let gate = SuspensionGate()
  /// The last time that the engine behind was told to let go: one goes after the other.
  private let lettingGo = Mutex<Task<Void, Never>?>(nil)

  /// How long interrupted calls are waited for.
  private static let patience: Duration = .seconds(1)
  /// How often calls are interrupted meanwhile: one that came in before the suspension may begin to wait only after it.
  private static let insistence = 20

  package init(_ base: any StorageEngine) { self.base = base }

  /// Counts one opener more, which says ``removeOpener(_:)`` when it closes.
  package func addOpener() -> StoreOpener { gate.add() }

  /// Forgets an opener and what it wanted; harmless the second time. It cannot suspend the store from then on.
  ///
  /// - Returns: Whether the store goes on by that.
  package func removeOpener(_ opener: StoreOpener) -> Bool { gate.remove(opener) }

  /// Whether any opener wants the store to be suspended.
  package var isSuspended: Bool { gate.isSuspended }

  package func read<T: Sendable>(
    _ grant: EngineGrant, _ body: sending @escaping (any EngineReader) throws -> T
  ) async throws -> T {
    let pass = try gate.enter()
    defer { gate.leave() }
    do {
      return try await base.read(grant) { [gate] reader in
        try gate.begin()
        return try body(reader)
      }
    } catch {
      throw told(error, pass)
    }
  }

  package func write<T: Sendable>(
    _ grant: EngineGrant, _ body: sending @escaping (any EngineWriter) throws -> T
  ) async throws -> T {
    let pass = try gate.enter()
    defer { gate.leave() }
    do {
      return try await base.write(grant) { [gate] writer in
        try gate.begin()
        return try body(writer)
      }
    } catch {
      throw told(error, pass)
    }
  }

  package func backup(_ grant: EngineGrant, to path: String) async throws {
    let pass = try gate.enter()
    defer { gate.leave() }
    do {
      try await base.backup(grant, to: path)
    } catch {
      throw told(error, pass)
    }
  }

  package func integrityProblems(_ grant: EngineGrant) async throws -> [String] {
    let pass = try gate.enter()
    defer { gate.leave() }
    do {
      return try await base.integrityProblems(grant)
    } catch {
      throw told(error, pass)
    }
  }

  /// What a caller is told: a call that was interrupted looks as if its task had been cancelled.
  private func told(_ error: any Error, _ pass: UInt64) -> any Error {
    guard gate.wasInterrupted(pass), !Task.isCancelled else { return error }
    return StoreError(wrapping: error).kind == .cancelled ? EngineError.suspended : error
  }

  /// Turns calls away, waits for those that run, interrupts them after a while, and lets go of the store.
  ///
  /// - Parameters:
  ///   - opener: Who wants it; the same one says ``resume(by:)``.
  ///   - grace: How long calls that run may go on. It ends with the task.
  /// - Throws: ``EngineError`` `busy` if a call goes on although it was interrupted, `cancelled` if the opener resumed
  ///   meanwhile or was removed, `closed` if it was removed before.
  package func suspend(_ grant: EngineGrant, by opener: StoreOpener, grace: TimeSpan) async throws(EngineError) {
    try gate.suspend(for: opener)
    _ = gate.whileSuspended(for: opener) { base.turnAway(grant) }
    if !(await gate.idle(within: .microseconds(max(0, grace.microseconds)), heedsCancellation: true)) {
      for _ in 0..<Self.insistence {
        let goesOn = gate.whileSuspended(for: opener) {
          gate.interrupt()
          base.turnAway(grant)
          base.interrupt(grant)
        }
        guard goesOn else { break }
        if await gate.idle(within: Self.patience / Self.insistence, heedsCancellation: false) { break }
      }
    }
    try checkSuspended(opener)
    guard await gate.idle(within: .zero, heedsCancellation: false) else {
      throw EngineError(.busy, .busy, "a closure that reads or writes goes on without asking the store; its locks stay")
    }
    await rest(grant)
    try checkSuspended(opener)
  }

  /// Lets go of what nobody uses of the store's files, until the next call: of all if nothing runs. Nobody is waited for.
  package func rest(_ grant: EngineGrant) async {
    let base = base
    let task = lettingGo.withLock { last in
      let previous = last
      let task = Task {
        await previous?.value
        await base.letGo(grant)
      }
      last = task
      return task
    }
    await task.value
  }

  private func checkSuspended(_ opener: StoreOpener) throws(EngineError) {
    guard gate.isSuspended(for: opener) else {
      throw EngineError(.cancelled, .cancelled, "the store was resumed while it was being suspended")
    }
  }

  /// Takes back what an opener wanted.
  ///
  /// - Returns: Whether the store goes on by that.
  package func resume(by opener: StoreOpener) -> Bool { gate.resume(for: opener) }
}
