import CRMStorage

/// What writes rows with some columns into a table, compiled once, with its statement.
///
/// Only the holder of the connection may use it.
final class RowWriting {
  /// What is done with the rows.
  enum Verb {
    /// They are added; the id is the first value.
    case insert
    /// Their columns are changed; the id is the last value.
    case update
  }

  let verb: Verb
  let table: TableID
  let columns: [Int32]
  /// The statement; nil while rows are being written.
  var statement: PreparedStatement?

  init(_ verb: Verb, _ table: TableID, _ columns: [Int32]) {
    self.verb = verb
    self.table = table
    self.columns = columns
  }

  /// Whether this writes such rows.
  func serves(_ verb: Verb, _ table: TableID, _ columns: [Int32]) -> Bool {
    self.verb == verb && self.table == table && self.columns == columns
  }

  /// The SQL.
  var sql: SQLText {
    var sql = SQLText(verb == .insert ? "INSERT INTO " : "UPDATE ")
    sql.addTable(table)
    switch verb {
    case .insert:
      sql.add("(id")
      for column in columns where column != 0 {
        sql.add(", ")
        sql.addColumn(column)
      }
      sql.add(") VALUES (?")
      for column in columns where column != 0 { sql.add(", ?") }
      sql.add(")")
    case .update:
      sql.add(" SET ")
      var isFirst = true
      for column in columns where column != 0 {
        if !isFirst { sql.add(", ") }
        sql.addColumn(column)
        sql.add(" = ?")
        isFirst = false
      }
      sql.add(" WHERE id = ?")
    }
    return sql
  }
}

extension SQLiteConnection {
  /// Lends the statement that writes rows.
  func writing<T>(
    _ verb: RowWriting.Verb, _ table: TableID, _ columns: [Int32], _ body: (PreparedStatement) throws -> T
  ) throws -> T {
    let writing: RowWriting
    if let known = writings.last(where: { $0.serves(verb, table, columns) }) {
      writing = known
    } else {
      writing = RowWriting(verb, table, columns)
      keep(writing)
    }
    let statement = try writing.statement ?? self.statement(writing.sql)
    writing.statement = nil
    defer {
      statement.clear()
      writing.statement = statement
    }
    return try body(statement)
  }
}
