import CRMModel
import CRMStorage

/// Turns scans into SQL.
///
/// Every table read gets an alias `t` and a number of its own, so that a child scan can name its own tables and those around it.
struct SQLCompiler {
  /// The tables that a filter's column references speak of.
  struct Scope {
    /// The alias number of source 0; the others follow.
    let base: Int
    let sources: [Source]
  }

  let layouts: [TableID: TableLayout]
  var sql = SQLText()
  /// Whether the SQL becomes part of the schema, where columns have no qualified names and values cannot be bound.
  var isSchema = false
  private var aliases = 0

  /// In the place of an index: none, only the table itself. No index has the number.
  static let noIndex: Int32 = 0

  init(_ layouts: [TableID: TableLayout]) { self.layouts = layouts }

  /// The statement that finds the rows of a scan: their ids, then the columns asked.
  ///
  /// - Parameter index: The index of source 0 that they have to come from, or ``noIndex``; nil leaves it to SQLite.
  static func rows(
    _ scan: RowScan, _ layouts: [TableID: TableLayout], from index: Int32? = nil
  ) throws -> SQLText {
    var compiler = SQLCompiler(layouts)
    let scope = try compiler.enter(scan.sources)
    compiler.sql.add("SELECT ")
    try compiler.column(ColumnRef(column: 0), scope)
    for column in scan.columns {
      compiler.sql.add(", ")
      try compiler.column(column, scope)
    }
    try compiler.from(scope, index: index)
    try compiler.matching(scan.filter, ids: scan.ids, scope)
    try compiler.order(scan.order, scope)
    compiler.limit(scan.limit)
    return compiler.sql
  }

  /// The statement that counts rows, but no further than a limit.
  static func count(
    _ sources: [Source], _ filter: Filter?, limit: Int?, _ layouts: [TableID: TableLayout], from index: Int32? = nil
  ) throws -> SQLText {
    var compiler = SQLCompiler(layouts)
    let scope = try compiler.enter(sources)
    compiler.sql.add(limit == nil ? "SELECT count(*)" : "SELECT count(*) FROM (SELECT 1")
    try compiler.from(scope, index: index)
    try compiler.matching(filter, ids: nil, scope)
    compiler.limit(limit)
    if limit != nil { compiler.sql.add(")") }
    return compiler.sql
  }

  /// Gives the tables of a scope their aliases.
  mutating func enter(_ sources: [Source]) throws -> Scope {
    guard let first = sources.first else {
      throw EngineError(.internal, "no_such_layout", "a scan reads at least one table")
    }
    guard layouts[first.table] != nil else { throw EngineError.noSuchLayout("no such table", table: first.table) }
    defer { aliases += sources.count }
    return Scope(base: aliases, sources: sources)
  }

  /// `FROM` and the joins that find the parents.
  mutating func from(_ scope: Scope, index forced: Int32? = nil) throws {
    for (index, source) in scope.sources.enumerated() {
      sql.add(index == 0 ? " FROM " : " LEFT JOIN ")
      sql.addTable(source.table)
      sql.add(" AS t")
      sql.add(scope.base + index)
      guard index > 0 else {
        if let forced {
          sql.add(forced == Self.noIndex ? " NOT INDEXED" : " INDEXED BY ")
          if forced != Self.noIndex { sql.addIndex(forced) }
        }
        continue
      }
      guard let link = source.link, link.id.source < index, (link.entity?.column.source ?? 0) < index else {
        throw EngineError(.internal, "no_such_layout", "a parent is found through a table before it")
      }
      sql.add(" ON ")
      try column(ColumnRef(source: index, column: SystemField.id.columnNumber), scope)
      sql.add(" = ")
      try column(link.id, scope)
      sql.add(" AND ")
      try column(ColumnRef(source: index, column: SystemField.deletedAt.columnNumber), scope)
      sql.add(" IS NULL")
      if let mark = link.entity { try mustHold(mark, scope) }
    }
  }

  /// The rest of a condition: an entity column holds a name.
  mutating func mustHold(_ mark: EntityMark, _ scope: Scope) throws {
    sql.add(" AND ")
    try column(mark.column, scope)
    sql.add(" = ")
    sql.bind(.text(mark.name))
  }

  /// `WHERE`, if there is something to ask.
  mutating func matching(_ filter: Filter?, ids: [Int64]?, _ scope: Scope) throws {
    if ids == nil, filter == nil { return }
    sql.add(" WHERE ")
    if let ids {
      try isIn(.column(ColumnRef(column: 0)), ids.map(Scalar.integer), negated: false, scope)
      if filter != nil { sql.add(" AND ") }
    }
    if let filter { try condition(filter, scope) }
  }

  private mutating func order(_ keys: [SortKey], _ scope: Scope) throws {
    sql.add(" ORDER BY ")
    for key in keys {
      try operand(key.operand, scope)
      if key.isDescending { sql.add(" DESC") }
      sql.add(key.nullsFirst ? " NULLS FIRST, " : " NULLS LAST, ")
    }
    try column(ColumnRef(column: 0), scope)
  }

  private mutating func limit(_ limit: Int?) {
    guard let limit else { return }
    sql.add(" LIMIT ")
    sql.bind(.integer(Int64(max(0, limit))))
  }

  /// A column's qualified name.
  mutating func column(_ reference: ColumnRef, _ scope: Scope) throws {
    _ = try kind(of: reference, scope)
    if !isSchema {
      sql.add("t")
      sql.add(scope.base + reference.source)
      sql.add(".")
    }
    sql.addColumn(reference.column)
  }

  /// A value from outside.
  mutating func value(_ value: Scalar) {
    if isSchema { sql.addConstant(value) } else { sql.bind(value) }
  }

  /// What a column stores.
  ///
  /// - Throws: ``EngineError`` `no_such_layout` if there is no such source or column.
  func kind(of reference: ColumnRef, _ scope: Scope) throws -> ColumnKind {
    guard scope.sources.indices.contains(reference.source) else {
      throw EngineError(.internal, "no_such_layout", "a column names a table that is not read")
    }
    let table = scope.sources[reference.source].table
    guard let kind = layouts[table]?.kind(of: reference.column) else {
      throw EngineError.noSuchLayout("no such column", table: table)
    }
    return kind
  }
}
