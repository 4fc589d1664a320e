package import CRMModel

/// Who changes a schema, why and when, for the change log.
package struct SchemaAuthorship: Sendable {
  let actor: String
  let cause: String
  let at: Instant

  package init(actor: String, cause: String, at: Instant) {
    self.actor = actor
    self.cause = cause
    self.at = at
  }
}

/// What a change of the schema led to.
package struct SchemaOutcome: Sendable {
  /// The schema before.
  package let base: Catalog
  /// The schema now, and how the store lies by it.
  package let layout: StoreLayout
  /// The number of the commit; nil if nothing was changed or the store was only made.
  package let sequence: Int64?
  /// The tables of entities that are described otherwise than before, or whose values changed.
  package let tables: Set<TableID>
  /// Why seeds of modules were left out.
  package let leftOut: [Violation]
}

/// Carries out schema plans in a transaction.
package enum SchemaExecutor {
  /// Carries out a plan, stores the new catalog beside the rows and appends the commit to the change log.
  ///
  /// - Parameters:
  ///   - plan: Made from the catalog of `layout`.
  ///   - writer: A transaction; if this throws, nothing was changed in it.
  ///   - layout: The store as it is.
  ///   - author: For the change log; nil for the making of a store, before which there was nothing.
  ///   - code: Runs the backfills and seeds of modules; nil for plans without.
  ///   - compile: Compiles the conditions of indexes.
  /// - Returns: The new catalog, its generation one higher, and its commit; the same catalog and no commit for an empty plan.
  /// - Throws: ``StoreError`` `schema_refused` with all reasons, if the plan is refused or the records there do not
  ///   allow it; `stale_plan` if the schema has changed since; what the engine throws.
  /// - Complexity: O(rows) for conversions and new indexes, O(1) in the rows for what an engine can do to a table as a
  ///   whole.
  package static func apply(
    _ plan: SchemaPlan, with writer: any EngineWriter, layout: StoreLayout, by author: SchemaAuthorship?,
    code: ModuleCode? = nil, compile: ConditionCompiler
  ) throws -> SchemaOutcome {
    try check(plan, layout)
    if plan.isEmpty {
      return SchemaOutcome(base: plan.base, layout: layout, sequence: nil, tables: [], leftOut: [])
    }
    return try writer.atomically {
      var run = SchemaRun(plan, writer, code)
      try run.perform(compile)
      guard run.violations.isEmpty else { throw refusal(run.violations, kind: .conflict) }
      let sequence = try author.map { author in
        let entry = LogEntry(
          actor: author.actor, cause: author.cause, generation: plan.catalog.generation, steps: run.replaced)
        return try writer.append(LogEntryCodec.encode(entry), at: author.at)
      }
      return SchemaOutcome(
        base: plan.base, layout: run.layout, sequence: sequence, tables: touched(by: plan, run),
        leftOut: run.effects.flatMap(\.leftOut))
    }
  }

  private static func touched(by plan: SchemaPlan, _ run: SchemaRun) -> Set<TableID> {
    let before = Dictionary(plan.base.entities.map { ($0.number, $0) }, uniquingKeysWith: { first, _ in first })
    let after = plan.catalog.entities.filter { before[$0.number] != $0 }.map(\.number)
    let gone = Set(before.keys).subtracting(plan.catalog.entities.map(\.number))
    return gone.union(after).union(run.replaced.map(\.table))
  }

  /// What a plan would do to the records there are: it is carried out and undone.
  ///
  /// - Throws: As ``apply(_:with:layout:by:compile:)``, except that what the records have against the plan is returned.
  package static func estimate(
    _ plan: SchemaPlan, with writer: any EngineWriter, layout: StoreLayout, code: ModuleCode? = nil,
    compile: ConditionCompiler
  ) throws -> SchemaEstimate {
    try check(plan, layout)
    do {
      return try writer.atomically {
        var run = SchemaRun(plan, writer, code)
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
