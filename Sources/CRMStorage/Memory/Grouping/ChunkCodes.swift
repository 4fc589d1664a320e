import CRMModel

/// The numbers of the values that one column has in the rows of a chunk.
enum ChunkCodes: Sendable {
  /// By the codes that the column's own dictionary gives them.
  case coded(ContiguousArray<Int32>)
  /// By row; what it says of rows that were not asked for means nothing.
  case rows(ContiguousArray<Int32>)

  /// The same by row.
  ///
  /// - Parameter column: The cells that were numbered.
  func byRow(_ column: ColumnChunk) -> ContiguousArray<Int32> {
    switch self {
    case .rows(let codes): codes
    case .coded(let numbers): ContiguousArray(column.codes.map { numbers[Int($0)] })
    }
  }
}
