public import CRMStorage

/// A sound engine with one behaviour broken on purpose.
///
/// A law that accepts its mutant checks nothing; a differential run that cannot tell a mutant from the sound engine
/// generates too little.
public struct EngineMutant: Sendable, CustomStringConvertible {
  /// What is wrong with it.
  public let fault: String
  /// The name of the law it breaks; it may break others too.
  public let law: String
  /// The ``LawFailure/expectation`` of that law that it does not meet.
  public let expectation: String
  /// Makes a fresh one.
  public let makeEngine: @Sendable () -> any StorageEngine

  /// Describes a mutant of your own.
  ///
  /// - Parameters:
  ///   - law: The name of the law it breaks.
  ///   - expectation: The ``LawFailure/expectation`` of the law that it does not meet.
  ///   - fault: What is wrong with it.
  ///   - makeEngine: Makes a fresh one.
  public init(
    breaking law: String, at expectation: String, _ fault: String,
    makeEngine: @escaping @Sendable () -> any StorageEngine
  ) {
    self.law = law
    self.expectation = expectation
    self.fault = fault
    self.makeEngine = makeEngine
  }

  /// The law and the fault.
  public var description: String { "\(law) / \(fault)" }
}

extension EngineMutant {
  /// An engine whose readers and writers go wrong in a way.
  init(
    _ law: EngineLaw, at expectation: String, _ fault: String, _ sabotage: @escaping @Sendable (inout Sabotage) -> Void
  ) {
    self.init(breaking: law.name, at: expectation, fault) {
      var made = Sabotage()
      sabotage(&made)
      return SabotagedEngine(sound: OracleEngine(), sabotage: made)
    }
  }

  /// An engine that answers another question than was asked.
  init(
    _ law: EngineLaw, at expectation: String, _ fault: String,
    rewriting rewrite: @escaping @Sendable (inout PlanRewrite) -> Void
  ) {
    self.init(law, at: expectation, fault) { sabotage in
      var made = PlanRewrite()
      rewrite(&made)
      sabotage.rewrite(made)
    }
  }

  /// An oracle with a fault of its own.
  init(_ law: EngineLaw, at expectation: String, _ fault: String, _ faults: OracleFault...) {
    self.init(breaking: law.name, at: expectation, fault) { OracleEngine(faults: Set(faults)) }
  }

  /// An engine around a sound one.
  init(
    _ law: EngineLaw, at expectation: String, _ fault: String,
    around wrap: @escaping @Sendable (OracleEngine) -> any StorageEngine
  ) {
    self.init(breaking: law.name, at: expectation, fault) { wrap(OracleEngine()) }
  }
}
