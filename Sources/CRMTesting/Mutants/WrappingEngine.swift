internal import CRMModel
internal import CRMStorage
internal import Synchronization

/// An engine that passes everything on to a sound one, except what it does itself.
protocol WrappingEngine: StorageEngine {
  /// The engine that works.
  var sound: OracleEngine { get }
}

extension WrappingEngine {
  var name: String { "mutant" }
  var isReadOnly: Bool { false }

  func read<T: Sendable>(
    _ grant: EngineGrant, _ body: sending @escaping (any EngineReader) throws -> T
  ) async throws -> T {
    try await sound.read(grant, body)
  }

  func write<T: Sendable>(
    _ grant: EngineGrant, _ body: sending @escaping (any EngineWriter) throws -> T
  ) async throws -> T {
    try await sound.write(grant, body)
  }

  func backup(_ grant: EngineGrant, to path: String) async throws { try await sound.backup(grant, to: path) }

  func integrityProblems(_ grant: EngineGrant) async throws -> [String] { try await sound.integrityProblems(grant) }

  func close(_ grant: EngineGrant) async { await sound.close(grant) }
}

/// An engine whose readers and writers do what a sabotage says.
struct SabotagedEngine: WrappingEngine {
  let sound: OracleEngine
  let sabotage: Sabotage

  func read<T: Sendable>(
    _ grant: EngineGrant, _ body: sending @escaping (any EngineReader) throws -> T
  ) async throws -> T {
    let sabotage = sabotage
    return try await sound.read(grant) { try body(SabotagedReader($0, sabotage)) }
  }

  func write<T: Sendable>(
    _ grant: EngineGrant, _ body: sending @escaping (any EngineWriter) throws -> T
  ) async throws -> T {
    let sabotage = sabotage
    return try await sound.write(grant) { try body(SabotagedWriter($0, sabotage)) }
  }
}

/// What a mutant remembers.
final class Ledger<Entry: Sendable>: Sendable {
  private let entries = Mutex<[Entry]>([])

  /// Everything so far.
  var all: [Entry] { entries.withLock { $0 } }

  /// Remembers one more.
  func add(_ entry: Entry) { entries.withLock { $0.append(entry) } }
}
