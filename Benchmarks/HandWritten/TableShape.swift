import GRDBSQLite

/// What two tables have in common if they cost the same to write: the kinds of their columns and the columns of their indexes.
public struct TableShape: Hashable, Sendable {
  /// `INTEGER`, `REAL` or `TEXT` for each column, ordered by name of the kind.
  public let columns: [String]
  /// For each index, how many columns it has and whether it is unique and partial; ordered.
  public let indexes: [String]

  /// The shapes of the tables in a file.
  public static func shapes(inFile path: String) throws -> [TableShape] {
    let connection = try HandConnection(path, isWriter: false, isFull: false)
    var shapes: [TableShape] = []
    for table in try texts("SELECT name FROM sqlite_schema WHERE type = 'table'", connection) {
      let columns = try texts("SELECT type FROM pragma_table_info('\(table)') ORDER BY type", connection)
      let indexes = try texts(
        """
        SELECT (SELECT count(*) FROM pragma_index_info(i.name)) || ' ' || i."unique" || ' ' || i.partial AS shape
        FROM pragma_index_list('\(table)') AS i ORDER BY shape
        """, connection)
      shapes.append(TableShape(columns: columns, indexes: indexes))
    }
    return shapes
  }

  private static func texts(_ sql: String, _ connection: HandConnection) throws -> [String] {
    let statement = try HandStatement(sql, on: connection.handle)
    var result: [String] = []
    while try statement.step() { result.append(statement.text(0) ?? "") }
    return result
  }
}
