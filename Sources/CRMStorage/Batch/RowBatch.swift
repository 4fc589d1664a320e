public import CRMModel

/// Rows of one table, or results of one scan, column by column.
///
/// Every column has as many cells as there are ids. A batch that is written names its columns by number; columns of the
/// table that are not named are null at an insert and untouched at an update.
public struct RowBatch: Hashable, Sendable {
  /// The row keys, one a row.
  public var ids: [Int64]
  /// The columns' numbers. In the result of a scan: of the columns asked, in that order.
  public var columns: [Int32]
  /// The cells, one vector a column.
  public var vectors: [ColumnVector]

  /// Joins keys and columns.
  public init(ids: [Int64], columns: [Int32], vectors: [ColumnVector]) {
    self.ids = ids
    self.columns = columns
    self.vectors = vectors
  }

  /// How many rows there are.
  public var count: Int { ids.count }

  /// The position of a column in this batch; nil if it is not named.
  public func position(of column: Int32) -> Int? { columns.firstIndex(of: column) }

  /// One cell; null if the column is not named or the row out of range.
  public subscript(row: Int, column: Int32) -> Scalar {
    position(of: column).map { vectors[$0][row] } ?? .null
  }

  /// Adds the rows of a batch with the same columns in the same order.
  package mutating func append(contentsOf other: RowBatch) {
    ids += other.ids
    for (index, vector) in other.vectors.enumerated() where vectors.indices.contains(index) {
      vectors[index].append(contentsOf: vector)
    }
  }

  /// The rows at some positions, in that order.
  public func picking(_ rows: [Int]) -> RowBatch {
    RowBatch(ids: rows.map { ids[$0] }, columns: columns, vectors: vectors.map { $0.picking(rows) })
  }
}
