public import CRMModel
import CRMStorage

extension Snapshot {
  /// All rows of a query as tuples.
  public func fetch<each V: FieldRepresentable>(
    _ query: TupleQuery<repeat each V>
  ) throws(StoreError) -> [(repeat each V)] {
    if query.query.isGrouped { return try tuples(reader.table(query.query).rows, of: query) }
    var tuples: [(repeat each V)] = []
    try reader.rows(query.query) { bound, cells in
      tuples.append(try Self.tuple(cells, bound, of: query))
      return true
    }
    return tuples
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
      try Self.tuple(cells, bound, of: query)
    }
    return Page(
      items: page.items, next: page.next, previous: page.previous, entity: query.query.entity, catalog: schema)
  }

  private static func tuple<each V: FieldRepresentable>(
    _ cells: borrowing CellRow, _ bound: BoundRows, of query: TupleQuery<repeat each V>
  ) throws(StoreError) -> (repeat each V) {
    var index = 0
    guard
      let tuple = query.tuple(next: {
        defer { index += 1 }
        return index < bound.outputs.count ? bound.outputs[index].value(cells) : .null
      })
    else { throw wrongType }
    return tuple
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
