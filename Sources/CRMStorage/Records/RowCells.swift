import CRMModel

/// One row of a batch, as a filter sees it.
struct RowCells: CellSource {
  let batch: RowBatch
  let row: Int

  func cell(_ column: ColumnRef) -> Scalar {
    guard column.source == 0 else { return .null }
    return column.column == SystemField.id.columnNumber ? .integer(batch.ids[row]) : batch[row, column.column]
  }
}
