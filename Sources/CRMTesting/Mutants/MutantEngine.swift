internal import CRMModel
internal import CRMStorage
internal import Synchronization

/// An engine that does one thing otherwise than the sound one behind it.
protocol MutantEngine: ForwardingEngine {
  /// The engine that works.
  var sound: OracleEngine { get }
}

extension MutantEngine {
  var base: any StorageEngine { sound }
  var name: String { "mutant" }
}

/// An engine whose readers and writers do what a sabotage says.
struct SabotagedEngine: MutantEngine {
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
