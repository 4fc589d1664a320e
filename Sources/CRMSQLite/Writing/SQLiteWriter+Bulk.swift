import CRMModel
import CRMStorage

extension SQLiteWriter {
  /// How many rows a batch has at least for its table's indexes to be made after them.
  static var bulkCount: Int { 8_192 }

  /// Adds a large batch to a table that has little, and makes the table's indexes anew afterwards.
  ///
  /// Sorting all keys once takes a third of the time that it takes to find each one's place in the tree. Rows that were
  /// there before are sorted again, so it does not pay for a batch that is small beside them.
  ///
  /// - Returns: False if nothing was done: the batch or the table is not of this kind, or a row is refused. Which one, and
  ///   why, comes out when they are added one by one.
  func insertBeforeIndexes(
    _ batch: RowBatch, _ layout: TableLayout, _ connection: SQLiteConnection
  ) throws -> Bool {
    guard batch.count >= Self.bulkCount, !layout.indexes.isEmpty,
      try hasAtMost(batch.count / 2, layout, connection)
    else { return false }
    do {
      try nested(connection) {
        for index in layout.indexes {
          var sql = SQLText("DROP INDEX ")
          sql.addIndex(index.number)
          try connection.run(sql)
        }
        var done = 0
        try insert(batch, layout, connection, &done)
        for index in layout.indexes {
          try interruption.check()
          try connection.run(try SQLCompiler.index(index, layout))
        }
      }
      return true
    } catch let failure as SQLiteFailure
      where connection.isInTransaction && (failure.isUniqueViolation || failure.isDuplicateKey)
    {
      return false
    }
  }

  /// Whether a table has no more than so many rows.
  private func hasAtMost(_ count: Int, _ layout: TableLayout, _ connection: SQLiteConnection) throws -> Bool {
    var sql = SQLText("SELECT count(*) FROM (SELECT 1 FROM ")
    sql.addTable(layout.id)
    sql.add(" LIMIT ")
    sql.bind(.integer(Int64(count) + 1))
    sql.add(")")
    return try connection.first(sql).integerValue ?? 0 <= Int64(count)
  }
}
