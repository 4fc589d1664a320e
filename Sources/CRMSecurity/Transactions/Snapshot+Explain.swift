public import CRMModel
import CRMStorage

extension Snapshot {
  /// How the rows of a query would be found, without reading them.
  ///
  /// - Parameters:
  ///   - query: Any query. Of one with groups, the rows that are gathered.
  ///   - count: How many rows of a page are wanted; nil for all, or as many as the query's own limit says.
  /// - Throws: What reading the query would.
  public func explain(_ query: Query, first count: Int? = nil) throws(StoreError) -> QueryPlan {
    try reader.plan(query, first: count)
  }

  /// How the records of a query would be found, without reading them.
  public func explain<E: Entity>(_ query: EntityQuery<E>, first count: Int? = nil) throws(StoreError) -> QueryPlan {
    try explain(query.query, first: count)
  }
}
