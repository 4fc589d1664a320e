internal import CRMModel
internal import CRMStorage

/// Neither turns away nor interrupts.
struct GoesOn: MutantEngine {
  let sound: OracleEngine

  func turnAway(_ grant: EngineGrant) {}
  func interrupt(_ grant: EngineGrant) {}
}

/// Refuses who is turned away, and does what it was asked all the same.
struct WritesWhenTurnedAway: MutantEngine {
  let sound: OracleEngine

  func write<T: Sendable>(
    _ grant: EngineGrant, _ body: sending @escaping (any EngineWriter) throws -> T
  ) async throws -> T {
    // The closure was sent here and runs once.
    nonisolated(unsafe) let body = body
    do {
      return try await sound.write(grant) { try body($0) }
    } catch let error as EngineError where error.code == .suspended {
      var result = try? await sound.write(grant) { try body($0) }
      while result == nil { result = try? await sound.write(grant) { try body($0) } }
      throw error
    }
  }
}

/// Tells who is turned away that the task was cancelled.
struct CancelsWaiters: MutantEngine {
  let sound: OracleEngine

  func write<T: Sendable>(
    _ grant: EngineGrant, _ body: sending @escaping (any EngineWriter) throws -> T
  ) async throws -> T {
    do {
      return try await sound.write(grant, body)
    } catch let error as EngineError where error.code == .suspended {
      throw EngineError(.cancelled, .cancelled, "the task was cancelled")
    }
  }
}

/// Turns away those whose turn has come.
struct InterruptsInsiders: MutantEngine {
  let sound: OracleEngine

  func turnAway(_ grant: EngineGrant) { sound.interrupt(grant) }
}

/// Refuses who comes next, whenever that is, once it has turned away or let go.
struct RefusesTheNext: MutantEngine {
  let sound: OracleEngine
  private let refusals = Tally()

  init(sound: OracleEngine) { self.sound = sound }

  func write<T: Sendable>(
    _ grant: EngineGrant, _ body: sending @escaping (any EngineWriter) throws -> T
  ) async throws -> T {
    if refusals.value > 0 {
      refusals.add(-1)
      throw EngineError.suspended
    }
    return try await sound.write(grant, body)
  }

  func turnAway(_ grant: EngineGrant) { refusals.add(1) }
  func letGo(_ grant: EngineGrant) async { refusals.add(1) }
}

/// Tells who is interrupted that the store is suspended, which is for others to know.
struct RenamesCancellations: MutantEngine {
  let sound: OracleEngine

  func write<T: Sendable>(
    _ grant: EngineGrant, _ body: sending @escaping (any EngineWriter) throws -> T
  ) async throws -> T {
    do { return try await sound.write(grant, body) } catch is CancellationError { throw EngineError.suspended }
  }
}

/// Interrupts who comes next, whenever that is.
struct InterruptsTheNext: MutantEngine {
  let sound: OracleEngine
  private let interruptions = Tally()

  init(sound: OracleEngine) { self.sound = sound }

  func write<T: Sendable>(
    _ grant: EngineGrant, _ body: sending @escaping (any EngineWriter) throws -> T
  ) async throws -> T {
    if interruptions.value > 0 {
      interruptions.add(-1)
      throw EngineError(.cancelled, .cancelled, "what ran was interrupted")
    }
    return try await sound.write(grant, body)
  }

  func interrupt(_ grant: EngineGrant) { interruptions.add(1) }
}

/// Does something else when it is to let go.
struct LetsGo: MutantEngine {
  let sound: OracleEngine
  let instead: @Sendable (OracleEngine, EngineGrant) async -> Void

  func letGo(_ grant: EngineGrant) async { await instead(sound, grant) }
}

/// Lets go of being closed.
struct OpensToLetGo: MutantEngine {
  let sound: OracleEngine
  private let isClosed = Tally()

  init(sound: OracleEngine) { self.sound = sound }

  func read<T: Sendable>(
    _ grant: EngineGrant, _ body: sending @escaping (any EngineReader) throws -> T
  ) async throws -> T {
    guard isClosed.value == 0 else { throw EngineError.closed }
    return try await sound.read(grant, body)
  }

  func letGo(_ grant: EngineGrant) async { isClosed.add(-isClosed.value) }
  func close(_ grant: EngineGrant) async { isClosed.add(1) }
}
