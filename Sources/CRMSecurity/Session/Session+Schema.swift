public import CRMModel
public import CRMStorage

extension Session {
  /// What a change of the schema would do, without doing it.
  @concurrent public func plan(
    _ change: sending @escaping (inout SchemaDraft) throws -> Void
  ) async throws(StoreError) -> SchemaPlan {
    do {
      try gate.permit(.administer(.planSchema))
      let workspace = workspace
      return try await workspace.planning { layout, binding in
        var draft = SchemaDraft(layout.catalog)
        try change(&draft)
        return workspace.plan(draft, layout, binding)
      }
    } catch {
      throw StoreError(wrapping: error)
    }
  }

  /// What a change of the schema would do to the records there are: it is carried out and undone.
  @concurrent public func estimate(
    _ change: sending @escaping (inout SchemaDraft) throws -> Void
  ) async throws(StoreError) -> SchemaEstimate {
    do {
      try gate.permit(.administer(.planSchema))
      let workspace = workspace
      return try await workspace.estimating { writer, layout, binding in
        var draft = SchemaDraft(layout.catalog)
        try change(&draft)
        return try workspace.estimate(workspace.plan(draft, layout, binding), writer, layout, binding)
      }
    } catch {
      throw StoreError(wrapping: error)
    }
  }

  /// Changes the schema, in one transaction, while others read.
  ///
  ///     try await session.alter { schema in schema[Account.self].add(.picklist("tier", ["gold", "silver"]), label: "Tier") }
  ///
  /// It is a commit like others: the change log tells of it and keeps the values that a new type replaced, and whoever observes records of the
  /// entity is told. Revisions count what is done to a record, so they stay. The values of what is
  /// removed from the schema cannot be read any more, but lie in earlier entries of the log until those are forgotten.
  ///
  /// A module that is switched on is brought up to the code that the workspace was opened with, upgrades and seeds included.
  ///
  /// - Parameters:
  ///   - losing: Whether steps may lose values; without it a plan that might is refused, with what it would lose.
  ///   - cause: Why, for the change log; not the name of a command.
  /// - Returns: What was done.
  /// - Throws: ``ErrorCode/schemaRefused`` with everything that stands against it, ``ErrorCode/causeIsCommand``; the schema is then as it was.
  @discardableResult @concurrent public func alter(
    losing: Bool = false, cause: String = "", _ change: sending @escaping (inout SchemaDraft) throws -> Void
  ) async throws(StoreError) -> SchemaPlan {
    do {
      try gate.permit(.administer(.changeSchema))
      if !cause.isEmpty { try workspace.registry.check(cause: cause, in: workspace.layout.catalog) }
      let actor = principal.description
      let workspace = workspace
      return try await workspace.changeSchema { writer, layout, binding in
        var draft = SchemaDraft(layout.catalog)
        try change(&draft)
        let plan = workspace.plan(draft, layout, binding)
        if plan.isLossy, !losing {
          let losses = plan.steps.filter(\.verdict.isLossy).map(\.description).joined(separator: "; ")
          throw StoreError(
            .conflict, .schemaRefused, "the change may lose values, say losing: true to accept: \(losses)")
        }
        let author = SchemaAuthorship(actor: actor, cause: cause, at: binding.now)
        return (plan, try workspace.apply(plan, writer, layout, by: author, binding))
      }
    } catch {
      throw StoreError(wrapping: error)
    }
  }
}
