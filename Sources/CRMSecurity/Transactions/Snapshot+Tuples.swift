public import CRMModel
import CRMStorage

extension Snapshot {
  /// All rows of a query as tuples.
  public func fetch<each V: FieldRepresentable>(
    _ query: TupleQuery<repeat each V>
  ) throws(StoreError) -> [(repeat each V)] {
    try tuples(reader.table(query.query).rows, of: query)
  }

  /// All groups of a query as tuples.
  public func fetch<E: Entity, each V: FieldRepresentable>(
    _ query: GroupQuery<E, repeat each V>
  ) throws(StoreError) -> [(repeat each V)] {
    try fetch(query.rows)
  }

  /// One page of what a query finds, as tuples: the first, or the one at a cursor of the same query.
  ///
  /// - Parameter count: The most rows of a page, 1 or more.
  /// - Throws: ``ErrorCode/badCursor`` for a cursor of another query or a damaged one.
  public func page<each V: FieldRepresentable>(
    _ query: TupleQuery<repeat each V>, first count: Int, at cursor: String? = nil
  ) throws(StoreError) -> Page<(repeat each V)> {
    let page = try reader.page(query.query, first: count, at: cursor) { bound, batch in
      (0..<batch.count).map { bound.values(batch, row: $0) }
    }
    return Page(
      items: try tuples(page.items, of: query), next: page.next, previous: page.previous, entity: query.query.entity,
      catalog: schema)
  }

  private func tuples<each V: FieldRepresentable>(
    _ rows: [[FieldValue]], of query: TupleQuery<repeat each V>
  ) throws(StoreError) -> [(repeat each V)] {
    var tuples: [(repeat each V)] = []
    tuples.reserveCapacity(rows.count)
    for values in rows {
      guard let tuple = query.tuple(values) else {
        throw StoreError(.invalid, .wrongType, "a selected field has another type in the schema than in the program")
      }
      tuples.append(tuple)
    }
    return tuples
  }
}
