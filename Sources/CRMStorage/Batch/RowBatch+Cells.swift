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
  // Nulls are common and all alike: one of each kind is shared.
  private static let nullInteger = ColumnVector(nulls: 1, kind: .integer)
  private static let nullReal = ColumnVector(nulls: 1, kind: .real)
  private static let nullText = ColumnVector(nulls: 1, kind: .text)

  /// A column of one cell.
  fileprivate init(_ cells: borrowing CellRow, at position: Int) {
    switch cells.kinds[position] {
    case .integer: self = cells.integer(at: position).map { .integers([$0], present: nil) } ?? Self.nullInteger
    case .real: self = cells.real(at: position).map { .reals([$0], present: nil) } ?? Self.nullReal
    case .text: self = cells.text(at: position).map { .texts([$0]) } ?? Self.nullText
    }
  }
}
