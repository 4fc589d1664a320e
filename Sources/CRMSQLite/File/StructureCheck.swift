import CRMModel
import CRMStorage
import GRDBSQLite

/// Compares what is in a file with what should be.
struct StructureCheck {
  private let connection: SQLiteConnection

  /// How many problems of pages and indexes are told.
  private static let limit = 100

  init(_ connection: SQLiteConnection) { self.connection = connection }

  /// What is wrong, in words without data.
  func problems() throws -> [String] {
    var sql = SQLText("PRAGMA integrity_check(")
    sql.add(Self.limit)
    sql.add(")")
    let broken = try pages(sql)
    do {
      return try broken + objects() + columns() + encoding() + log()
    } catch let failure as SQLiteFailure where !broken.isEmpty && failure.primaryCode == SQLITE_CORRUPT {
      return broken
    }
  }

  /// SQLite's own check of pages, rows and indexes: what `PRAGMA integrity_check` or `quick_check` finds.
  ///
  /// - Throws: ``SQLiteFailure`` if a page could not be read, which says nothing about what is in it.
  func pages(_ check: SQLText) throws -> [String] {
    if try texts(check) == ["ok"] { return [] }
    // A page that could not be read is told like one that is wrong; what is wrong still is at the second look.
    let found = try texts(check).filter { $0 != "ok" }
    for line in found.lazy.flatMap({ $0.split(separator: "\n") }) {
      guard let mark = line.firstRange(of: Self.unread), let code = Int32(line[mark.upperBound...]) else { continue }
      let failure = SQLiteFailure(code: code, message: "unable to get a page")
      if failure.primaryCode == SQLITE_IOERR || failure.primaryCode == SQLITE_NOMEM { throw failure }
    }
    return found
  }

  /// How SQLite tells that it could not read a page, before the result code.
  private static let unread = "unable to get the page. error code="

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
      if try Set(texts(sql)) != Set(expected) {
        problems.append("the columns of table r\(layout.id) are not as described")
      }
    }
    return problems
  }

  /// Tables with texts that are not UTF-8, which only another program can have written: reading puts U+FFFD in place of
  /// what is wrong.
  private func encoding() throws -> [String] {
    var problems: [String] = []
    for layout in connection.layouts.values.sorted(by: { $0.id < $1.id }) {
      let texts = layout.columns.filter { $0.kind == .text }
      if texts.isEmpty { continue }
      var sql = SQLText("SELECT count(*) FROM ")
      sql.addTable(layout.id)
      sql.add(" WHERE 0")
      for column in texts {
        sql.add(" OR NOT crm_sound(")
        sql.addColumn(column.number)
        sql.add(")")
      }
      var rows: Int64 = 0
      do {
        rows = try connection.first(sql).integerValue ?? 0
      } catch let failure as SQLiteFailure where failure.primaryCode == SQLITE_ERROR {
        // A column or the table is missing, which is told already.
        continue
      }
      if rows > 0 { problems.append("\(rows) rows of table r\(layout.id) hold texts that are not UTF-8") }
    }
    let sql = SQLText("SELECT count(*) FROM metadata WHERE NOT crm_sound(key) OR NOT crm_sound(value)")
    let entries = try connection.first(sql).integerValue ?? 0
    return entries > 0 ? problems + ["\(entries) names or values beside the rows are not UTF-8"] : problems
  }

  /// Entries that are gone from the beginning of the change log without having been forgotten. Gaps after that are told
  /// by whoever reads the entries.
  private func log() throws -> [String] {
    do {
      let marks = try connection.first(SQLText("SELECT count(*) FROM log_end"))
      let forgotten = try connection.first(SQLText("SELECT trimmed FROM log_end")).integerValue
      guard marks == .integer(1), let forgotten else {
        return ["the change log does not say what was forgotten of it"]
      }
      guard let first = try connection.first(SQLText("SELECT min(sequence) FROM log")).integerValue else { return [] }
      if first <= forgotten { return ["the change log holds entries that were forgotten"] }
      // The first one is above what was forgotten, so neither of the two can overflow.
      if first - 1 == forgotten { return [] }
      return ["the change log lacks entries \(forgotten + 1) to \(first - 1)"]
    } catch let failure as SQLiteFailure where failure.primaryCode == SQLITE_ERROR {
      // One of the tables is missing, which is told already.
      return []
    }
  }

  private func texts(_ sql: SQLText) throws -> [String] {
    try connection.with(sql) { statement in
      var texts: [String] = []
      while try statement.step() { texts.append(statement.text(0) ?? "") }
      return texts
    }
  }
}
