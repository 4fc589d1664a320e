import CRMModel
import CRMStorage

@testable import CRMTesting

/// An engine of any kind whose readers tell lies.
struct LyingEngine: StorageEngine {
  let base: any StorageEngine
  let lies: Sabotage
  var problems: [String] = []

  var name: String { base.name }
  var isReadOnly: Bool { base.isReadOnly }

  func read<T: Sendable>(
    _ grant: EngineGrant, _ body: sending @escaping (any EngineReader) throws -> T
  ) async throws -> T {
    let lies = lies
    return try await base.read(grant) { try body(SabotagedReader($0, lies)) }
  }

  func write<T: Sendable>(
    _ grant: EngineGrant, _ body: sending @escaping (any EngineWriter) throws -> T
  ) async throws -> T {
    try await base.write(grant, body)
  }

  func backup(_ grant: EngineGrant, to path: String) async throws { try await base.backup(grant, to: path) }
  func integrityProblems(_ grant: EngineGrant) async throws -> [String] {
    try await base.integrityProblems(grant) + problems
  }
  func close(_ grant: EngineGrant) async { await base.close(grant) }
}
