public import CRMModel
public import CRMStorage

extension Session {
  /// What a change of the schema would do, without doing it.
  @concurrent public func plan(
    _ change: sending @escaping (inout SchemaDraft) throws -> Void
  ) async throws(StoreError) -> SchemaPlan {
    do {
      try gate.permit(.administer(.planSchema))
      return try await workspace.planning { layout, binding in
        var draft = SchemaDraft(layout.catalog)
        try change(&draft)
        return SchemaPlan(from: layout.catalog, draft, compile: StoreSchema.compiler(binding))
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
      return try await workspace.changeSchema { writer, layout, binding in
        var draft = SchemaDraft(layout.catalog)
        try change(&draft)
        let plan = SchemaPlan(from: layout.catalog, draft, compile: StoreSchema.compiler(binding))
        return try SchemaExecutor.estimate(plan, with: writer, layout: layout, compile: StoreSchema.compiler(binding))
      }
    } catch {
      throw StoreError(wrapping: error)
    }
  }

  /// Changes the schema, in one transaction, while others read.
  ///
  ///     try await session.alter { schema in schema[Account.self].add(.picklist("tier", ["gold", "silver"]), label: "Tier") }
  ///
  /// - Parameter losing: Whether steps may lose values; without it a plan that might is refused, with what it would lose.
  /// - Returns: What was done.
  /// - Throws: ``ErrorCode/schemaRefused`` with everything that stands against it; the schema is then as it was.
  @discardableResult @concurrent public func alter(
    losing: Bool = false, _ change: sending @escaping (inout SchemaDraft) throws -> Void
  ) async throws(StoreError) -> SchemaPlan {
    do {
      try gate.permit(.administer(.changeSchema))
      return try await workspace.changeSchema { writer, layout, binding in
        var draft = SchemaDraft(layout.catalog)
        try change(&draft)
        let plan = SchemaPlan(from: layout.catalog, draft, compile: StoreSchema.compiler(binding))
        if plan.isLossy, !losing {
          let losses = plan.steps.filter(\.verdict.isLossy).map(\.description).joined(separator: "; ")
          throw StoreError(
            .conflict, .schemaRefused, "the change may lose values, say losing: true to accept: \(losses)")
        }
        _ = try StoreSchema.apply(plan, writer, layout, binding)
        return plan
      }
    } catch {
      throw StoreError(wrapping: error)
    }
  }
}
