public import CRMModel

/// The steps that lead from one catalog to another, in the order in which they are taken.
///
/// A plan is made without touching anything and shows all that is wrong at once. It is executed as a whole or not at
/// all, and only on the catalog that it was made from. What depends on the records that are there (a value missing in a
/// field that becomes required, two equal ones in a field that becomes unique) is found when it is executed or
/// estimated.
public struct SchemaPlan: Hashable, Sendable, CustomStringConvertible {
  /// The catalog that the plan starts from.
  public let base: Catalog
  /// The catalog that the plan leads to, its generation one higher; for a refused plan, as far as it got.
  public let catalog: Catalog
  /// The steps.
  public let steps: [SchemaStep]

  package init(base: Catalog, catalog: Catalog, steps: [SchemaStep]) {
    self.base = base
    self.catalog = catalog
    self.steps = steps
  }

  /// Plans what a customer wants to change at run time.
  ///
  /// - Parameter code: The modules whose code is there: those that the draft switches on follow it.
  package init(
    from catalog: Catalog, _ draft: SchemaDraft, code: [any CRMModule] = [], compile: ConditionCompiler
  ) {
    var builder = PlanBuilder(catalog)
    builder.add(draft, code: code)
    self = builder.finish(compile)
  }

  /// Plans what has to change so that the store follows the modules; empty if it does already.
  ///
  /// New entities and fields are added; fields with a former name are renamed; changed types, traits, indexes and rules
  /// follow; what is no longer in a module's code is retired and its data kept. What a customer added or changed stays.
  /// Modules that are not given stay as they are.
  package static func installing(
    modules: [any CRMModule], into catalog: Catalog, compile: ConditionCompiler
  ) -> SchemaPlan {
    var builder = PlanBuilder(catalog)
    builder.install(modules)
    return builder.finish(compile)
  }

  /// Whether there is nothing to do.
  public var isEmpty: Bool { steps.isEmpty }
  /// Whether some step cannot be done; then none is.
  public var isRefused: Bool { steps.contains { $0.verdict.isRefused } }
  /// Whether some step may lose something.
  public var isLossy: Bool { steps.contains { $0.verdict.isLossy } }

  /// Everything that stands against the plan, each thing once, in the order of the steps.
  public var violations: [Violation] {
    var all: [Violation] = []
    for step in steps {
      guard case .refused(let found) = step.verdict else { continue }
      all += found.filter { !all.contains($0) }
    }
    return all
  }

  /// One line a step; holds no customer data.
  public var description: String { steps.map(\.description).joined(separator: "\n") }
}
