package import CRMModel

/// Carries out schema plans in a transaction.
package enum SchemaExecutor {
  /// Carries out a plan and stores the new catalog beside the rows.
  ///
  /// - Parameters:
  ///   - plan: Made from the catalog of `layout`.
  ///   - writer: A transaction; if this throws, nothing was changed in it.
  ///   - layout: The store as it is.
  ///   - compile: Compiles the conditions of indexes.
  /// - Returns: The new catalog, its generation one higher; the same catalog for an empty plan.
  /// - Throws: ``StoreError`` `schema_refused` with all reasons, if the plan is refused or the records there do not
  ///   allow it; `stale_plan` if the schema has changed since; what the engine throws.
  /// - Complexity: O(rows) for conversions and new indexes, O(1) in the rows for what an engine can do to a table as a
  ///   whole.
  package static func apply(
    _ plan: SchemaPlan, with writer: any EngineWriter, layout: StoreLayout, compile: ConditionCompiler
  ) throws -> Catalog {
    try check(plan, layout)
    if plan.isEmpty { return plan.base }
    return try writer.atomically {
      var run = SchemaRun(plan, writer)
      try run.perform(compile)
      guard run.violations.isEmpty else { throw refusal(run.violations, kind: .conflict) }
      return plan.catalog
    }
  }

  /// What a plan would do to the records there are: it is carried out and undone.
  ///
  /// - Throws: As ``apply(_:with:layout:compile:)``, except that what the records have against the plan is returned.
  package static func estimate(
    _ plan: SchemaPlan, with writer: any EngineWriter, layout: StoreLayout, compile: ConditionCompiler
  ) throws -> SchemaEstimate {
    try check(plan, layout)
    do {
      return try writer.atomically {
        var run = SchemaRun(plan, writer)
        try run.perform(compile)
        throw Undo(estimate: SchemaEstimate(effects: run.effects, violations: run.violations))
      }
    } catch let undo as Undo {
      return undo.estimate
    }
  }

  private struct Undo: Error { let estimate: SchemaEstimate }

  private static func check(_ plan: SchemaPlan, _ layout: StoreLayout) throws(StoreError) {
    if plan.isRefused { throw refusal(plan.violations, kind: .invalid) }
    guard plan.base == layout.catalog else {
      throw StoreError(.conflict, .stalePlan, "the schema has changed since the plan was made: plan again")
    }
  }

  private static func refusal(_ violations: [Violation], kind: CRMErrorKind) -> StoreError {
    let all = violations.map(\.description).joined(separator: "; ")
    return StoreError(kind, .schemaRefused, "the change of the schema is refused: \(all)", violations: violations)
  }
}
