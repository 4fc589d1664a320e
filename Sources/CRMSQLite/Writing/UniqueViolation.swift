import CRMModel
import CRMStorage

/// Finds out which unique index refused a row.
///
/// SQLite names the columns of an index, or the index itself if it has expressions. Where several indexes have the same columns and
/// differ in the rows they cover, the first is taken in which another row has the values.
struct UniqueViolation {
  private let layout: TableLayout
  private let candidates: [IndexLayout]

  init(message: String, _ layout: TableLayout) {
    self.layout = layout
    let unique = layout.indexes.filter(\.isUnique)
    let named = unique.filter { index in
      var columns = SQLText()
      for (position, column) in index.columns.enumerated() {
        if position > 0 { columns.add(", ") }
        columns.addTable(layout.id)
        columns.add(".")
        columns.addColumn(column)
      }
      return message.hasSuffix(": \(columns.text)")
    }
    candidates = named.isEmpty ? unique : named
  }

  /// The index's number.
  func index(of batch: RowBatch, row: Int, _ connection: SQLiteConnection) throws -> Int32 {
    if candidates.count > 1 {
      for index in candidates where try isTaken(index, batch, row, connection) { return index.number }
    }
    return candidates.first?.number ?? 0
  }

  private func isTaken(_ index: IndexLayout, _ batch: RowBatch, _ row: Int, _ connection: SQLiteConnection) throws
    -> Bool
  {
    let id = batch.ids[row]
    var terms: [Filter] = [.compare(.column(ColumnRef(column: 0)), .notEqual, .literal(.integer(id)))]
    for column in index.columns {
      let value = try value(of: column, batch, row, connection)
      terms.append(.compare(.column(ColumnRef(column: column)), .equal, .literal(value)))
    }
    if let filter = index.filter { terms.append(filter) }
    let sources = [Source(table: layout.id)]
    let sql = try SQLCompiler.count(sources, .and(terms), limit: 1, connection.layouts)
    return try connection.first(sql) != .integer(0)
  }

  /// What the refused row has in a column: what was to be written, else what is there.
  private func value(of column: Int32, _ batch: RowBatch, _ row: Int, _ connection: SQLiteConnection) throws -> Scalar {
    if column == 0 { return .integer(batch.ids[row]) }
    if batch.position(of: column) != nil { return batch[row, column] }
    let scan = RowScan(sources: [Source(table: layout.id)], ids: [batch.ids[row]], columns: [ColumnRef(column: column)])
    let sql = try SQLCompiler.rows(scan, connection.layouts)
    return try connection.with(sql) { statement in
      try statement.step() ? statement.scalar(1, layout.kind(of: column) ?? .integer) : .null
    }
  }
}
