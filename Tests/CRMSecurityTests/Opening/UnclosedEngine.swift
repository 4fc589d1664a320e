import CRMStorage
import Synchronization

/// An engine that outlives its workspaces, so that a store in memory can be opened again, and counts what is written.
final class UnclosedEngine: StorageEngine {
  let base: any StorageEngine
  private let count = Mutex(0)

  init(_ base: any StorageEngine) { self.base = base }

  /// How many transactions were begun.
  var writes: Int { count.withLock { $0 } }
  var name: String { base.name }
  var isReadOnly: Bool { base.isReadOnly }

  func read<T: Sendable>(
    _ grant: EngineGrant, _ body: sending @escaping (any EngineReader) throws -> T
  ) async throws -> T {
    try await base.read(grant, body)
  }

  func write<T: Sendable>(
    _ grant: EngineGrant, _ body: sending @escaping (any EngineWriter) throws -> T
  ) async throws -> T {
    count.withLock { $0 += 1 }
    return try await base.write(grant, body)
  }

  func backup(_ grant: EngineGrant, to path: String) async throws { try await base.backup(grant, to: path) }
  func integrityProblems(_ grant: EngineGrant) async throws -> [String] { try await base.integrityProblems(grant) }
  func close(_ grant: EngineGrant) async {}
}
