import CRMStorage
import CRMTesting
import Testing

@Suite(.serialized) struct `The memory engine among engines` {
  @Test(arguments: EngineLaws.all + EngineLaws.prompt)
  func `keeps the law`(_ law: EngineLaw) async {
    let engine = MemoryEngine()
    #expect(await law.verdict(on: engine) == .holds, "\(law.statement)")
    await engine.close(EngineGrant())
  }

  @Test func `differs from the oracle in no generated sequence`() async throws {
    let report = try await DifferentialRun.run(
      seed: 77, sequences: 40, engines: [{ OracleEngine() }, { MemoryEngine() }])
    #expect(report.difference == nil)
  }
}
