import CRMModel
import CRMStorage

extension SQLiteWriter {
  func update(_ batch: RowBatch, in table: TableID) throws {
    try attempt { connection in
      let layout = try checked(batch, table, connection)
      guard batch.columns.contains(where: { $0 != 0 }) else { return }
      try finishCursors()
      // Only a unique index can refuse a row after others were changed.
      guard batch.count > 1, layout.indexes.contains(where: \.isUnique) else {
        return try update(batch, layout, connection)
      }
      do {
        try nested(connection) { try update(batch, layout, connection) }
      } catch let error as EngineError where error.code == .notUnique && connection.isInTransaction {
        // What stood in the way may be a value that the batch takes from another of its rows later.
        try nested(connection) { try updateTogether(batch, layout, connection) }
      }
    }
  }

  /// Changes one row after the other; SQLite judges each as it is written.
  private func update(_ batch: RowBatch, _ layout: TableLayout, _ connection: SQLiteConnection) throws {
    try connection.writing(.update, layout.id, batch.columns) { statement in
      let parameters = parameters(batch, from: 1)
      let last = Int32(clamping: parameters.count + 1)
      var binder = RowBinder(statement, parameters)
      for (row, id) in batch.ids.enumerated() {
        try statement.bind(id, at: last)
        try binder.bind(row: row)
        do {
          try step(statement)
        } catch let failure as SQLiteFailure where connection.isInTransaction {
          throw try rejection(failure, of: batch, row: row, layout, connection)
        }
        if row % 256 == 255 { try interruption.check() }
      }
    }
  }

  /// Changes the rows so that only what the batch leaves is judged: first they all leave every unique index, a null
  /// among whose columns takes a row out, then each gets its values.
  private func updateTogether(_ batch: RowBatch, _ layout: TableLayout, _ connection: SQLiteConnection) throws {
    let emptied = layout.columnsToLeaveUniqueIndexes(preferring: batch.columns)
    guard !emptied.isEmpty else { return try update(batch, layout, connection) }
    let whole = try completed(batch, by: emptied, layout)
    let nulls = emptied.map { ColumnVector(nulls: whole.count, kind: layout.kind(of: $0) ?? .integer) }
    try update(RowBatch(ids: whole.ids, columns: emptied, vectors: nulls), layout, connection)
    try update(whole, layout, connection)
  }

  /// The rows of a batch that are there, each once as the batch's last mention of it has it, with some columns as they
  /// are now added to those that the batch names.
  private func completed(_ batch: RowBatch, by columns: [Int32], _ layout: TableLayout) throws -> RowBatch {
    var lastRows: [Int64: Int] = [:]
    for (row, id) in batch.ids.enumerated() { lastRows[id] = row }
    let added = columns.filter { !batch.columns.contains($0) }
    var cells: [Int64: [Scalar]] = [:]
    let scan = RowScan(
      sources: [Source(table: layout.id)], ids: Array(lastRows.keys), columns: added.map { ColumnRef(column: $0) })
    try self.scan(scan, batchSize: 1024) { found in
      for (row, id) in found.ids.enumerated() { cells[id] = found.vectors.map { $0[row] } }
      return true
    }
    var whole = batch.picking(lastRows.values.sorted().filter { cells[batch.ids[$0]] != nil })
    for (place, column) in added.enumerated() {
      var vector = ColumnVector(layout.kind(of: column) ?? .integer)
      for id in whole.ids { vector.append(cells[id]?[place] ?? .null) }
      whole.columns.append(column)
      whole.vectors.append(vector)
    }
    return whole
  }
}

extension TableLayout {
  /// Columns that take a row out of every unique index when they are null, those of a list where there is a choice.
  fileprivate func columnsToLeaveUniqueIndexes(preferring preferred: [Int32]) -> [Int32] {
    var columns: [Int32] = []
    // Rows never collide in an index with the row key.
    for index in indexes where index.isUnique && !index.columns.contains(0) {
      if index.columns.contains(where: columns.contains) { continue }
      guard let column = index.columns.first(where: preferred.contains) ?? index.columns.first else { continue }
      columns.append(column)
    }
    return columns
  }
}
