package import CRMModel

/// One row and its parents, as a filter sees them: a row of a table, or a record that is not stored yet.
package protocol CellSource {
  /// A column's value; null if the source's row is missing.
  func cell(_ column: ColumnRef) -> Scalar
}

/// What a filter asks beyond a row and its parents.
package protocol RelationSource {
  /// How many rows a child scan finds for an outer value, at most `limit`; 0 for a null value.
  func count(_ scan: ChildScan, for outer: Scalar, limit: Int) throws -> Int

  /// Whether an id lies in a tree.
  func contains(_ id: Int64, in tree: TreeScan) throws -> Bool
}

/// For filters that ask neither for children nor for trees, such as those of partial indexes; asking throws.
package struct NoRelations: RelationSource, Sendable {
  /// The one value there is.
  package init() {}

  package func count(_ scan: ChildScan, for outer: Scalar, limit: Int) throws -> Int { throw NoRelations.refusal }

  package func contains(_ id: Int64, in tree: TreeScan) throws -> Bool { throw NoRelations.refusal }

  private static var refusal: EngineError {
    EngineError(.unsupported, .unsupported, "this condition may not ask for related records")
  }
}
