package import CRMModel

extension RecordReader {
  /// All rows of a query without groups as tuples.
  ///
  /// - Parameter wrongType: What is thrown if an element's type is another than the schema's.
  package func tuples<each V: FieldRepresentable>(
    _ query: TupleQuery<repeat each V>, else wrongType: StoreError
  ) throws(StoreError) -> [(repeat each V)] {
    let bound = try binder.rows(query.query)
    guard let cells = bound.cells, let loading = RowLoading((repeat each V).self, cells: cells) else {
      var tuples: [(repeat each V)] = []
      try engine {
        try self.reader.rows(bound.scan) { cells in
          guard let tuple = query.tuple(bound, cells) else { throw wrongType }
          tuples.append(tuple)
          return true
        }
      }
      return tuples
    }
    var isWhole = true
    let found: [(repeat each V)] = try gather(bound.scan) { place, cells in
      isWhole = loading.make(cells, at: place)
      return isWhole
    }
    if !isWhole { throw wrongType }
    return found
  }
}

extension TupleQuery {
  /// The tuple that a row makes; nil if a value is of another type than the schema says.
  package func tuple(_ bound: BoundRows, _ cells: borrowing CellRow) -> (repeat each V)? {
    let values = bound.values(cells)
    var next = values.makeIterator()
    return tuple(next: { next.next() ?? .null })
  }
}
