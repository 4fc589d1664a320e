package import CRMModel

extension RowBatch {
  /// The one row that is in some cells.
  ///
  /// - Parameter columns: The columns' numbers, in the order of the cells.
  package init(_ cells: borrowing CellRow, columns: [Int32]) {
    var vectors: [ColumnVector] = []
    vectors.reserveCapacity(columns.count)
    for position in columns.indices { vectors.append(ColumnVector(cells, at: position)) }
    self.init(ids: [cells.id], columns: columns, vectors: vectors)
  }
}

extension ColumnVector {
  /// A column of one cell.
  fileprivate init(_ cells: borrowing CellRow, at position: Int) {
    switch cells.kinds[position] {
    case .integer:
      self = cells.integer(at: position).map { .integers([$0], present: nil) } ?? ColumnVector(nulls: 1, kind: .integer)
    case .real:
      self = cells.real(at: position).map { .reals([$0], present: nil) } ?? ColumnVector(nulls: 1, kind: .real)
    case .text: self = cells.text(at: position).map { .texts([$0]) } ?? ColumnVector(nulls: 1, kind: .text)
    }
  }
}
