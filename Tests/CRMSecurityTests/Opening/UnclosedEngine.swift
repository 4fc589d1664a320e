import CRMStorage
import Synchronization

/// An engine that outlives its workspaces, so that a store in memory can be opened again, and counts what is written.
final class UnclosedEngine: ForwardingEngine {
  let base: any StorageEngine
  private let count = Mutex(0)

  init(_ base: any StorageEngine) { self.base = base }

  /// How many transactions were begun.
  var writes: Int { count.withLock { $0 } }

  func write<T: Sendable>(
    _ grant: EngineGrant, _ body: sending @escaping (any EngineWriter) throws -> T
  ) async throws -> T {
    count.withLock { $0 += 1 }
    return try await base.write(grant, body)
  }

  func close(_ grant: EngineGrant) async {}
}
