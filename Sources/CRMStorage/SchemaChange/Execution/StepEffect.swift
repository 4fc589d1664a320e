public import CRMModel

/// What one step of a plan did, or would do, to the records there are.
public struct StepEffect: Hashable, Sendable {
  /// The step.
  public var step: SchemaStep
  /// How many records were written or taken away; a default that an engine fills in by itself counts too.
  public var records = 0
  /// How many values were lost: removed, rounded, or not to be read in the new type. For a removed entity, how many
  /// records.
  public var valuesLost = 0
  /// Why seeds of a module were left out, or left as they are: what was added to the store at run time refuses them.
  ///
  /// The next version of the module tries again.
  public var leftOut: [Violation] = []

  init(_ step: SchemaStep) { self.step = step }
}

/// What a plan would do to the records there are, found by doing it and undoing it.
public struct SchemaEstimate: Hashable, Sendable {
  /// What each step would do, in order.
  public var effects: [StepEffect]
  /// What the records there are have against the plan; empty if it can be executed.
  public var violations: [Violation]

  /// Whether the plan can be executed as things are.
  public var isRefused: Bool { !violations.isEmpty }
  /// How many values would be lost altogether.
  public var valuesLost: Int { effects.reduce(0) { $0 + $1.valuesLost } }
}
