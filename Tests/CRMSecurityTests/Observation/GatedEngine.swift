import CRMModel
import CRMStorage

/// An engine whose reads and whose closing wait at gates.
struct GatedEngine: StorageEngine {
  let base: any StorageEngine
  let reads: Gate
  let closing: Gate
  var onClose: @Sendable () -> Void = {}

  var name: String { base.name }
  var isReadOnly: Bool { base.isReadOnly }

  func read<T: Sendable>(
    _ grant: EngineGrant, _ body: sending @escaping (any EngineReader) throws -> T
  ) async throws -> T {
    await reads.pass()
    return try await base.read(grant, body)
  }

  func write<T: Sendable>(
    _ grant: EngineGrant, _ body: sending @escaping (any EngineWriter) throws -> T
  ) async throws -> T {
    try await base.write(grant, body)
  }

  func backup(_ grant: EngineGrant, to path: String) async throws { try await base.backup(grant, to: path) }
  func integrityProblems(_ grant: EngineGrant) async throws -> [String] { try await base.integrityProblems(grant) }

  func close(_ grant: EngineGrant) async {
    await closing.pass()
    await base.close(grant)
    onClose()
  }
}

extension StorageSource {
  /// The same store behind gates.
  func gated(reads: Gate = Gate(), closing: Gate = Gate()) -> StorageSource {
    let open = open
    return StorageSource(identity: identity) { options in
      GatedEngine(base: try await open(options), reads: reads, closing: closing)
    }
  }
}
