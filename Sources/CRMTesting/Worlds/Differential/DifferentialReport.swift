/// What a differential run did, and the first thing that engines did not agree on.
public struct DifferentialReport: Sendable, CustomStringConvertible {
  /// What the run started from.
  public var seed: UInt64
  /// How many sequences were run to their end.
  public var sequences = 0
  /// How many answers were compared.
  public var answers = 0
  /// How many of them were refusals.
  public var refusals = 0
  /// How many answers were to scans, counts and groupings.
  public var questions = 0
  /// How many of those found something.
  public var findings = 0
  /// How often each feature was used.
  public var histogram: [PlanFeature: Int] = [:]
  /// The first disagreement; nil if there was none.
  public var difference: Difference?

  /// Something that an engine did unlike the first.
  public struct Difference: Hashable, Sendable, CustomStringConvertible {
    /// Runs the same sequence again: `DifferentialRun.run(seed: seed, sequences: 1, engines: …)`.
    public var seed: UInt64
    /// The step, from 1.
    public var step: Int
    /// The engine's position, from 1 on; 0 is the one compared with.
    public var engine: Int
    /// The step or question.
    public var plan: String
    /// What the first engine answered.
    public var expected: String
    /// What this one answered.
    public var found: String

    /// Everything, on several lines.
    public var description: String {
      """
      engine \(engine) differs at step \(step); replay with seed \(seed)
        plan     \(plan)
        expected \(expected)
        found    \(found)
      """
    }
  }

  /// How often something was used, over all features that meet a condition.
  public func uses(where condition: (PlanFeature) -> Bool) -> Int {
    histogram.reduce(0) { condition($1.key) ? $0 + $1.value : $0 }
  }

  /// Totals, the histogram as tables, and the difference.
  public var description: String {
    var lines = [
      "seed \(seed): \(sequences) sequences, \(answers) answers, \(refusals) of them refusals;"
        + " \(questions) questions, \(findings) of them found something"
    ]
    lines += tables
    if !starved.isEmpty { lines.append("never used: \(starved.joined(separator: ", "))") }
    lines.append(difference.map(\.description) ?? "no difference")
    return lines.joined(separator: "\n")
  }
}
