public import CRMModel
import CRMStorage

extension Snapshot {
  /// All rows of a query as tuples.
  public func fetch<each V: FieldRepresentable>(
    _ query: TupleQuery<repeat each V>
  ) throws(StoreError) -> [(repeat each V)] {
    if query.query.isGrouped { return try tuples(reader.table(query.query).rows, of: query) }
    return try reader.tuples(query, else: Self.wrongType)
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
    let page = try reader.page(query.query, first: count, at: cursor) { bound, cells in
      guard let tuple = query.tuple(bound, cells) else { throw Self.wrongType }
      return tuple
    }
    return Page(
      items: page.items, next: page.next, previous: page.previous, entity: query.query.entity, catalog: schema)
  }

  private func tuples<each V: FieldRepresentable>(
    _ rows: [[FieldValue]], of query: TupleQuery<repeat each V>
  ) throws(StoreError) -> [(repeat each V)] {
    var tuples: [(repeat each V)] = []
    tuples.reserveCapacity(rows.count)
    for values in rows {
      var next = values.makeIterator()
      guard let tuple = query.tuple(next: { next.next() ?? .null }) else { throw Self.wrongType }
      tuples.append(tuple)
    }
    return tuples
  }

  private static var wrongType: StoreError {
    StoreError(.invalid, .wrongType, "a selected field has another type in the schema than in the program")
  }
}
