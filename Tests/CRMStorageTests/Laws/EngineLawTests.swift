import CRMStorage
import CRMTesting
import Testing

@Suite(.serialized) struct `The laws of engines` {
  /// How long a law waits for what a mutant never lets happen; a busy machine gets more.
  private static let patiences: [Duration] = [.seconds(1), .seconds(5), .seconds(30)]

  @Test(arguments: EngineLaws.all + EngineLaws.prompt)
  func `hold for the oracle`(_ law: EngineLaw) async throws {
    let reports = try await EngineLaws.check([law]) { OracleEngine() }
    #expect(reports.map(\.verdict) == [.holds])
  }

  @Test(arguments: EngineMutants.all)
  func `reject the engine that is broken on purpose, by the expectation that it does not meet`(_ mutant: EngineMutant)
    async throws
  {
    let law = try #require((EngineLaws.all + EngineLaws.prompt).first { $0.name == mutant.law })
    var failure: LawFailure?
    for patience in Self.patiences {
      let reports = try await EngineLaws.check([law], patience: patience) { mutant.makeEngine() }
      if case .broken(let found)? = reports.first?.verdict { failure = found }
      // The same law, given no more time, holds where nothing is broken: it was the fault and not the machine.
      let control = try await EngineLaws.check([law], patience: patience) { OracleEngine() }
      if control.map(\.verdict) == [.holds] { break }
      try #require(patience != Self.patiences.last, "the law does not hold for the oracle: \(control)")
    }
    let found = try #require(failure, "the law holds")
    #expect(found.kind == .expectation, "\(found)")
    #expect(found.expectation == mutant.expectation, "\(found)")
    #expect(found.expected != found.found)
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

  /// Of those for everybody: an engine need not turn away, interrupt or let go.
  @Test func `hold for an engine that does nothing when it is to let go`() async throws {
    let laws = EngineLaws.all.filter { law in
      ["turn away:", "interrupt:", "let go:"].contains { law.name.hasPrefix($0) }
    }
    #expect(laws.count == 7)
    let reports = try await EngineLaws.check(laws, patience: .seconds(1)) { SilentEngine(sound: OracleEngine()) }
    #expect(reports.map(\.verdict) == laws.map { _ in .holds })
    let prompt = try await EngineLaws.check(EngineLaws.prompt, patience: .seconds(1)) {
      SilentEngine(sound: OracleEngine())
    }
    #expect(prompt.allSatisfy { !$0.holds })
  }

  @Test func `have different names and a mutant each`() {
    let names = (EngineLaws.all + EngineLaws.prompt).map(\.name)
    #expect(Set(names).count == names.count)
    #expect(Set(EngineMutants.all.map(\.law)) == Set(names))
  }
}

/// An engine with what the protocol gives it.
private struct SilentEngine: StorageEngine {
  let sound: OracleEngine
  var name: String { sound.name }
  var isReadOnly: Bool { sound.isReadOnly }

  func read<T: Sendable>(
    _ grant: EngineGrant, _ body: sending @escaping (any EngineReader) throws -> T
  ) async throws -> T {
    try await sound.read(grant, body)
  }

  func write<T: Sendable>(
    _ grant: EngineGrant, _ body: sending @escaping (any EngineWriter) throws -> T
  ) async throws -> T {
    try await sound.write(grant, body)
  }

  func backup(_ grant: EngineGrant, to path: String) async throws { try await sound.backup(grant, to: path) }

  func integrityProblems(_ grant: EngineGrant) async throws -> [String] { try await sound.integrityProblems(grant) }

  func close(_ grant: EngineGrant) async { await sound.close(grant) }
}
