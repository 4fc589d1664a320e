import CRMModel
import CRMStorage

/// Compares what is in a file with what should be.
struct StructureCheck {
  private let connection: SQLiteConnection

  /// How many problems of pages and indexes are told.
  private static let limit = 100

  init(_ connection: SQLiteConnection) { self.connection = connection }

  /// What is wrong, in words without data.
  func problems() throws -> [String] {
    try pages() + objects() + columns()
  }

  /// SQLite's own check of pages, rows and indexes.
  private func pages() throws -> [String] {
    var sql = SQLText("PRAGMA integrity_check(")
    sql.add(Self.limit)
    sql.add(")")
    return try texts(sql).filter { $0 != "ok" }
  }

  /// Tables and indexes that are missing, and structures that are not ours. Their names are not told: they come from outside.
  private func objects() throws -> [String] {
    var expected = Set(FileFormat.ownTables.map { "table \($0)" })
    for layout in connection.layouts.values {
      expected.insert("table r\(layout.id)")
      for index in layout.indexes { expected.insert("index i\(index.number)") }
    }
    let found = try texts(
      SQLText("SELECT type || ' ' || name FROM sqlite_schema WHERE substr(name, 1, 7) <> 'sqlite_' ORDER BY 1"))
    let missing = expected.subtracting(found).sorted().map { "the \($0) is missing" }
    let foreign = found.filter { !expected.contains($0) }
    let kinds = foreign.compactMap { $0.split(separator: " ").first }
    return missing + kinds.map { "there is a \($0) that is not ours" }
  }

  /// Columns that are not what the layouts say.
  private func columns() throws -> [String] {
    var problems: [String] = []
    for layout in connection.layouts.values.sorted(by: { $0.id < $1.id }) {
      let expected = layout.columns.map { column in
        (column.number == 0 ? "id" : "c\(column.number)") + " " + column.kind.rawValue.uppercased()
      }
      var sql = SQLText("SELECT name || ' ' || type FROM pragma_table_info(")
      sql.bind(.text("r\(layout.id)"))
      sql.add(")")
      if try Set(texts(sql)) != Set(expected) { problems.append("the columns of table r\(layout.id) are not as described") }
    }
    return problems
  }

  private func texts(_ sql: SQLText) throws -> [String] {
    try connection.with(sql) { statement in
      var texts: [String] = []
      while try statement.step() { texts.append(statement.text(0) ?? "") }
      return texts
    }
  }
}
