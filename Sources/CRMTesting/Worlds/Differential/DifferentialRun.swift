internal import CRMModel
public import CRMStorage

/// Does the same to several engines and compares every answer and every refusal.
///
///     let report = try await DifferentialRun.run(
///       seed: 1, sequences: 100, engines: [{ OracleEngine() }, { try await MyEngine.open() }])
///     print(report)
public enum DifferentialRun {
  /// Runs sequences of steps on fresh engines until they are done or engines disagree.
  ///
  /// Sequence *n*, from 0, has the seed `seed + n`, so that a difference is replayed by its seed alone.
  ///
  /// - Parameters:
  ///   - seed: Where the first world comes from.
  ///   - sequences: How many worlds.
  ///   - steps: How many steps in each, the first two of which make tables and rows.
  ///   - engines: Make engines without tables; the first one's answers are taken as the right ones.
  /// - Throws: What making or reading an engine throws; what a write throws is an answer.
  public static func run(
    seed: UInt64, sequences: Int, steps: Int = 24, engines: [() async throws -> any StorageEngine]
  ) async throws -> DifferentialReport {
    var report = DifferentialReport(seed: seed)
    for place in 0..<max(sequences, 0) {
      var opened: [any StorageEngine] = []
      for makeEngine in engines { opened.append(try await makeEngine()) }
      try await runSequence(seed: seed &+ UInt64(place), steps, opened, &report)
      for engine in opened { await engine.close(EngineGrant()) }
      if report.difference != nil { break }
      report.sequences += 1
    }
    return report
  }

  private static func runSequence(
    seed: UInt64, _ steps: Int, _ engines: [any StorageEngine], _ report: inout DifferentialReport
  ) async throws {
    guard let first = engines.first else { return }
    var world = PlanWorld(seed: seed)
    for number in 1...max(steps, 1) {
      let step = world.nextStep()
      try await note(step, world, first, &report)
      let expected = try await step.run(on: first)
      for outcome in expected { note(outcome, &report) }
      for (place, engine) in engines.enumerated().dropFirst() {
        let found = try await step.run(on: engine)
        guard found != expected else { continue }
        report.difference = difference(step, expected, found)
        report.difference?.seed = seed
        report.difference?.step = number
        report.difference?.engine = place
        return
      }
      // Others get their turn even if no engine ever waits.
      await Task.yield()
      world.tables = try await first.read(EngineGrant()) { try $0.layouts() }
    }
  }

  /// The first answer of a step that is not as expected.
  private static func difference(
    _ step: PlanStep, _ expected: [PlanOutcome], _ found: [PlanOutcome]
  ) -> DifferentialReport.Difference {
    let length = max(expected.count, found.count)
    let place = (0..<length).first { place in
      place >= expected.count || place >= found.count || expected[place] != found[place]
    }
    var plan = "\(step)"
    if case .questions(let questions) = step, let place, place < questions.count { plan = "\(questions[place])" }
    func answer(_ outcomes: [PlanOutcome]) -> String {
      guard let place, place < outcomes.count else { return "nothing" }
      // Groups are printed in an order that does not depend on hashes.
      if case .groups(let groups) = outcomes[place] { return "groups \(groups.map { "\($0)" }.sorted())" }
      return "answer \(place): \(outcomes[place])"
    }
    return DifferentialReport.Difference(
      seed: 0, step: 0, engine: 0, plan: plan, expected: answer(expected), found: answer(found))
  }

  private static func note(_ outcome: PlanOutcome, _ report: inout DifferentialReport) {
    report.answers += 1
    switch outcome {
    case .refused: report.refusals += 1
    case .rows(let rows): noteQuestion(!rows.isEmpty, &report)
    case .count(let count): noteQuestion(count > 0, &report)
    case .groups(let groups): noteQuestion(groups.contains { $0.measures.first != .count(0) }, &report)
    default: break
    }
  }

  private static func noteQuestion(_ found: Bool, _ report: inout DifferentialReport) {
    report.questions += 1
    if found { report.findings += 1 }
  }

  private static func note(
    _ step: PlanStep, _ world: PlanWorld, _ engine: any StorageEngine, _ report: inout DifferentialReport
  ) async throws {
    guard case .questions(let questions) = step else { return }
    let features = try await engine.read(EngineGrant()) { reader in
      try questions.flatMap { try PlanSurvey.probes(of: $0, in: world).map { try $0.feature(in: reader) } }
    }
    for feature in features { report.histogram[feature, default: 0] += 1 }
  }
}
