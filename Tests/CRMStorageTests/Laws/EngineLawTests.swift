import CRMStorage
import CRMTesting
import Testing

@Suite(.serialized) struct `The laws of engines` {
  /// How long a law waits for what a mutant never lets happen.
  private static let patience = Duration.seconds(1)

  @Test(arguments: EngineLaws.all)
  func `hold for the oracle`(_ law: EngineLaw) async throws {
    let reports = try await EngineLaws.check([law]) { OracleEngine() }
    #expect(reports.map(\.verdict) == [.holds])
  }

  @Test(arguments: EngineMutants.all)
  func `reject the engine that is broken on purpose, by the expectation that it does not meet`(_ mutant: EngineMutant)
    async throws
  {
    let law = try #require(EngineLaws.all.first { $0.name == mutant.law })
    let reports = try await EngineLaws.check([law], patience: Self.patience) { mutant.makeEngine() }
    let verdict = try #require(reports.first?.verdict)
    guard case .broken(let failure) = verdict else {
      Issue.record("the law holds")
      return
    }
    #expect(failure.kind == .expectation, "\(failure)")
    #expect(failure.expectation == mutant.expectation, "\(failure)")
    #expect(failure.expected != failure.found)
    // The same law, given no more time, holds where nothing is broken: it was the fault and not the machine.
    let control = try await EngineLaws.check([law], patience: Self.patience) { OracleEngine() }
    #expect(control.map(\.verdict) == [.holds])
  }

  @Test func `tell an error and a delay from what they expect`() async {
    let law = EngineLaw("own", "Fails as told.") { engine in
      if engine.isReadOnly { throw EngineError.closed }
      return .broken(LawFailure("the writer", expected: "done in 1 s", found: "not done", kind: .delay))
    }
    let engine = OracleEngine()
    guard case .broken(let delay) = await law.verdict(on: engine) else {
      Issue.record("the law holds")
      return
    }
    #expect(delay.kind == .delay)
    #expect("\(delay)" == "the writer: expected done in 1 s, found not done")
    let refused = EngineLaw("refused", "Throws.") { _ in throw EngineError.closed }
    guard case .broken(let error) = await refused.verdict(on: engine) else {
      Issue.record("the law holds")
      return
    }
    #expect(error.kind == .error)
  }

  @Test func `have different names and a mutant each`() {
    let names = EngineLaws.all.map(\.name)
    #expect(Set(names).count == names.count)
    #expect(Set(EngineMutants.all.map(\.law)) == Set(names))
  }
}
