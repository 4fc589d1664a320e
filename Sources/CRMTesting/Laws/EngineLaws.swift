internal import CRMModel
public import CRMStorage

/// The laws that make engines interchangeable.
///
///     for report in try await EngineLaws.check({ await MyEngine() }) where !report.holds { print(report) }
///
/// For each law there is an engine broken on purpose, in ``EngineMutants``, that the law rejects.
public enum EngineLaws {
  /// Every law.
  public static let all: [EngineLaw] =
    rowLaws + uniqueLaws + transactionLaws + logLaws + layoutLaws + waitingLaws + cancellationLaws + truthLaws
    + comparisonLaws + operandLaws + parentLaws + childLaws + treeLaws + orderLaws + scanLaws + groupLaws
    + suspensionLaws
    + closingLaws

  /// What an engine keeps beside ``all`` if it implements `turnAway` and `interrupt`. One that leaves them out breaks these, and its
  /// workspaces take longer to be suspended: until what waits and runs has come to its end.
  public static let prompt: [EngineLaw] = promptnessLaws

  /// Checks laws one after the other, each on a fresh engine, which is closed afterwards.
  ///
  /// Laws about waiting hold threads of their own for a moment and look at the clock: do not run hundreds at once.
  ///
  /// - Parameters:
  ///   - laws: Which laws; all of them if not told.
  ///   - patience: How long laws about waiting wait for what has to happen before they call it missing.
  ///   - makeEngine: Makes an engine without tables that nobody else uses.
  /// - Returns: One report a law, in the order of `laws`.
  /// - Throws: What `makeEngine` throws; broken laws are reports, not errors.
  public static func check(
    _ laws: [EngineLaw] = all, patience: Duration = .seconds(30),
    _ makeEngine: @Sendable () async throws -> any StorageEngine
  ) async throws -> [LawReport] {
    var reports: [LawReport] = []
    for law in laws {
      let engine = try await makeEngine()
      let verdict = await law.verdict(on: engine, patience: patience)
      await engine.close(EngineGrant())
      reports.append(LawReport(name: law.name, statement: law.statement, verdict: verdict))
    }
    return reports
  }
}
