import CRMModel
public import CRMStorage
import Synchronization

/// A way for a test to the engine below a workspace: to see what lies there, and to plant faults past the record engine.
public final class EngineTap: Sendable {
  private let engine = Mutex<(any StorageEngine)?>(nil)

  /// A tap that is not in any source yet.
  public init() {}

  /// The same store, whose engine this tap reaches from its opening on.
  public func tapping(_ source: StorageSource) -> StorageSource {
    let open = source.open
    return StorageSource(identity: source.identity) { options in
      let opened = try await open(options)
      self.engine.withLock { $0 = opened }
      return opened
    }
  }

  /// Reads past the session.
  public func read<T: Sendable>(_ body: sending @escaping (any EngineReader) throws -> T) async throws -> T {
    try await opened().read(EngineGrant(), body)
  }

  /// Writes past the session, without checks and without an entry in the change log.
  public func write<T: Sendable>(_ body: sending @escaping (any EngineWriter) throws -> T) async throws -> T {
    try await opened().write(EngineGrant(), body)
  }

  private func opened() throws -> any StorageEngine {
    guard let engine = engine.withLock({ $0 }) else { throw EngineError.closed }
    return engine
  }
}
