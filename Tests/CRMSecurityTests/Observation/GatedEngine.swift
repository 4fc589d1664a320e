import CRMModel
import CRMStorage

/// An engine whose reads and whose closing wait at gates.
struct GatedEngine: ForwardingEngine {
  let base: any StorageEngine
  let reads: Gate
  let closing: Gate
  var onClose: @Sendable () -> Void = {}

  func read<T: Sendable>(
    _ grant: EngineGrant, _ body: sending @escaping (any EngineReader) throws -> T
  ) async throws -> T {
    await reads.pass()
    return try await base.read(grant, body)
  }

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
