/// The rows of a query as values under column names.
public struct ResultTable: Hashable, Sendable {
  /// The columns' names, in order: aliases, or the text forms of what was selected.
  public let columns: [FieldName]
  /// The rows, each with a value a column.
  public let rows: [[FieldValue]]

  /// Joins names and rows.
  public init(columns: [FieldName], rows: [[FieldValue]]) {
    self.columns = columns
    self.rows = rows
  }

  /// One cell; null if there is no such row or column.
  public subscript(row: Int, column: FieldName) -> FieldValue {
    guard rows.indices.contains(row), let index = columns.firstIndex(of: column), rows[row].indices.contains(index)
    else {
      return .null
    }
    return rows[row][index]
  }
}
