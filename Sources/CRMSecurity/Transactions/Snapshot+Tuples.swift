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
