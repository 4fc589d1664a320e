import CRMSQLite
import CRMStorage
import CRMTesting
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A folder for stores that goes when nobody needs it any more.
private final class StoreFolder: Sendable {
  let path = FileManager.default.temporaryDirectory.appendingPathComponent("crm-laws-\(UUID().uuidString)").path

  init() throws { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }
  deinit { try? FileManager.default.removeItem(atPath: path) }

  func newEngine() async throws -> any StorageEngine {
    try await StorageSource.sqlite("\(path)/\(UUID().uuidString).crm").open(EngineOptions())
  }
}

@Suite(.serialized) struct `The SQLite engine among engines` {
  @Test(arguments: EngineLaws.all)
  func `keeps the law`(_ law: EngineLaw) async throws {
    let folder = try StoreFolder()
    let engine = try await folder.newEngine()
    #expect(await law.verdict(on: engine) == .holds, "\(law.statement)")
    await engine.close(EngineGrant())
  }

  @Test func `differs from memory and the oracle in no generated sequence`() async throws {
    let folder = try StoreFolder()
    let sequences = ProcessInfo.processInfo.environment["CRM_SEQUENCES"].flatMap(Int.init) ?? 60
    let report = try await DifferentialRun.run(
      seed: 4_711, sequences: sequences,
      engines: [{ OracleEngine() }, { MemoryEngine() }, { try await folder.newEngine() }])
    print(report)
    #expect(report.difference == nil)
  }
}
