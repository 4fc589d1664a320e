import CRMModel
import CRMStorage

@testable import CRMTesting

/// An engine of any kind whose readers tell lies.
struct LyingEngine: ForwardingEngine {
  let base: any StorageEngine
  let lies: Sabotage
  var problems: [String] = []

  func read<T: Sendable>(
    _ grant: EngineGrant, _ body: sending @escaping (any EngineReader) throws -> T
  ) async throws -> T {
    let lies = lies
    return try await base.read(grant) { try body(SabotagedReader($0, lies)) }
  }

  func integrityProblems(_ grant: EngineGrant) async throws -> [String] {
    try await base.integrityProblems(grant) + problems
  }
}
