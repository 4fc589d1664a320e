import CRMModel
import CRMSQLite
import Testing

@testable import CRMStorage
@testable import CRMTesting

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

@Suite(.serialized) struct `An engine with columns in front` {
  /// How many sequences: `CRM_SEQUENCES`, or what a build without optimisation does in well under a minute. `CRM_SEED`
  /// is where they begin.
  private static let sequences = number("CRM_SEQUENCES") ?? 300
  private static let seed = UInt64(clamping: number("CRM_SEED") ?? 90_210)

  private static func number(_ name: String) -> Int? { ProcessInfo.processInfo.environment[name].flatMap { Int($0) } }

  @Test func `answers as the engine behind and the oracle do in every generated sequence`() async throws {
    let fixture = try StoreFixture()
    let answers = AnswerCount()
    let report = try await DifferentialRun.run(
      seed: Self.seed, sequences: Self.sequences,
      engines: [
        { LoggedEngine(base: OracleEngine()) },
        { LoggedEngine(base: CountedEngine(MemoryEngine(), answers)) },
        {
          let path = fixture.folder.appendingPathComponent("\(UUID().uuidString).crm").path
          let engine = try await StorageSource.sqlite(path).open(EngineOptions())
          return LoggedEngine(base: CountedEngine(engine, answers))
        },
      ])
    print(report)
    print("answered from columns: \(answers.total)")
    #expect(report.difference == nil)
    #expect(report.sequences == Self.sequences)
    #expect(answers.total > 4 * Self.sequences)
  }

  @Test(arguments: [RecordChange.Operation.insert, .update, .remove])
  func `is found out when the log does not tell of`(_ operation: RecordChange.Operation) async throws {
    let report = try await DifferentialRun.run(
      seed: 1, sequences: 100,
      engines: [
        { LoggedEngine(base: OracleEngine(), omitted: operation) },
        { LoggedEngine(base: CountedEngine(MemoryEngine(), AnswerCount()), omitted: operation) },
      ])
    #expect(report.difference != nil)
  }
}
