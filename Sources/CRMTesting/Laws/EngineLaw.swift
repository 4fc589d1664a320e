public import CRMStorage

/// One behaviour that every storage engine keeps, and a check that finds out whether one does.
///
/// A law knows no test framework. Its check needs an engine of its own, without tables and not shared with anything
/// else, and may
/// close it.
public struct EngineLaw: Sendable, CustomStringConvertible {
  /// A short name, unique among ``EngineLaws/all``.
  public let name: String
  /// What every engine does, in one sentence.
  public let statement: String
  /// Finds out whether an engine keeps the law; throws what the engine throws where the law expects no error.
  ///
  /// ``verdict(on:patience:)`` gives the same and throws nothing.
  public let check: @Sendable (any StorageEngine) async throws -> LawVerdict

  private let examine: @Sendable (LawBench) async throws -> Void

  /// States a law of your own.
  public init(
    _ name: String, _ statement: String,
    check: @escaping @Sendable (any StorageEngine) async throws -> LawVerdict
  ) {
    self.name = name
    self.statement = statement
    self.check = check
    examine = { bench in
      if case .broken(let failure) = try await check(bench.engine) { throw failure }
    }
  }

  /// States a law whose check throws ``LawFailure``.
  init(_ name: String, _ statement: String, examine: @escaping @Sendable (LawBench) async throws -> Void) {
    self.name = name
    self.statement = statement
    self.examine = examine
    check = { engine in
      do {
        try await LawBench(engine: engine, patience: .seconds(30)).run(examine)
        return .holds
      } catch let failure as LawFailure {
        return .broken(failure)
      }
    }
  }

  /// Checks an engine; an error that the law does not expect breaks it, and the failure's kind says so.
  ///
  /// - Parameter patience: How long laws about waiting wait for what has to happen before they call it missing.
  public func verdict(on engine: any StorageEngine, patience: Duration = .seconds(30)) async -> LawVerdict {
    do {
      try await LawBench(engine: engine, patience: patience).run(examine)
      return .holds
    } catch let failure as LawFailure {
      return .broken(failure)
    } catch {
      return .broken(LawFailure("the check", expected: "no error", found: "\(error)", kind: .error))
    }
  }

  /// The name.
  public var description: String { name }
}

/// Whether an engine keeps a law.
public enum LawVerdict: Hashable, Sendable {
  /// It does.
  case holds
  /// It does not, or could not be judged; the failure says which of them, and why.
  case broken(LawFailure)
}

/// A law and what became of it on one engine.
public struct LawReport: Hashable, Sendable, CustomStringConvertible {
  /// The law's name.
  public let name: String
  /// The law's statement.
  public let statement: String
  /// What the check found.
  public let verdict: LawVerdict

  /// Whether the law holds.
  public var holds: Bool { verdict == .holds }

  /// One line.
  public var description: String {
    switch verdict {
    case .holds: "holds   \(name)"
    case .broken(let failure): "BROKEN  \(name): \(failure). Law: \(statement)"
    }
  }
}
