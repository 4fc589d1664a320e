import CRMSQLite
import CRMStorage
import Testing

@testable import CRMTesting

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
  @Test(arguments: EngineLaws.all + EngineLaws.prompt)
  func `keeps the law`(_ law: EngineLaw) async throws {
    let folder = try StoreFolder()
    let engine = try await folder.newEngine()
    #expect(await law.verdict(on: engine) == .holds, "\(law.statement)")
    await engine.close(EngineGrant())
  }

  /// How many sequences: `CRM_SEQUENCES`, or what a build without optimisation does in well under a minute. `CRM_SEED`
  /// is where they begin.
  private static let sequences = number("CRM_SEQUENCES") ?? 600
  private static let seed = UInt64(clamping: number("CRM_SEED") ?? 4_711)

  private static func number(_ name: String) -> Int? { ProcessInfo.processInfo.environment[name].flatMap { Int($0) } }

  @Test func `differs from memory and the oracle in no generated sequence`() async throws {
    let folder = try StoreFolder()
    let report = try await DifferentialRun.run(
      seed: Self.seed, sequences: Self.sequences,
      engines: [{ OracleEngine() }, { MemoryEngine() }, { try await folder.newEngine() }])
    print(report)
    #expect(report.difference == nil)
    #expect(report.sequences == Self.sequences)
    #expect(report.starved == [])
  }

  @Test(arguments: [
    OracleFault.nullsCollide, .updatesMayRepeat, .deletedParentsShow, .integersCompareRounded, .differencesWrap,
  ])
  func `is told apart from an engine with a planted bug`(_ fault: OracleFault) async throws {
    let folder = try StoreFolder()
    let report = try await DifferentialRun.run(
      seed: 1, sequences: 100, engines: [{ try await folder.newEngine() }, { OracleEngine(faults: [fault]) }])
    #expect(report.difference != nil)
  }
}
