import CRMModel
import CRMStorage

/// Changes physical tables, and the layouts that describe them beside.
struct LayoutEditor {
  private let connection: SQLiteConnection

  init(_ connection: SQLiteConnection) { self.connection = connection }

  /// Makes a change. The caller undoes it if an error is thrown.
  func apply(_ change: LayoutChange) throws {
    switch change {
    case .createTable(let layout): try create(layout)
    case .dropTable(let table): try drop(try layout(table))
    case .addColumn(let column, let table, let value): try add(column, try layout(table), value)
    case .dropColumn(let column, let table): try drop(column: column, try layout(table))
    case .createIndex(let index, let table): try create(index, try layout(table))
    case .dropIndex(let index, let table): try drop(index: index, try layout(table))
    }
  }

  private func layout(_ table: TableID) throws -> TableLayout {
    guard let layout = connection.layouts[table] else {
      throw EngineError.noSuchLayout("no such table", table: table)
    }
    return layout
  }

  private func create(_ given: TableLayout) throws {
    var layout = given
    layout.columns.sort { $0.number < $1.number }
    layout.indexes = []
    let numbers = Set(layout.columns.map(\.number))
    guard layout.id >= 0, connection.layouts[layout.id] == nil, numbers.count == layout.columns.count,
      layout.columns.first == ColumnLayout(number: 0, kind: .integer)
    else {
      throw EngineError.noSuchLayout("a table is new, has a row key and each column once", table: layout.id)
    }
    var sql = SQLText("CREATE TABLE ")
    sql.addTable(layout.id)
    sql.add(" (id INTEGER PRIMARY KEY")
    for column in layout.columns.dropFirst() {
      sql.add(", ")
      sql.add(column)
    }
    sql.add(") STRICT")
    try connection.run(sql)
    try keep(layout)
    for index in given.indexes { try create(index, try self.layout(layout.id)) }
  }

  private func drop(_ layout: TableLayout) throws {
    var sql = SQLText("DROP TABLE ")
    sql.addTable(layout.id)
    try connection.run(sql)
    var forget = SQLText("DELETE FROM layouts WHERE id = ")
    forget.bind(.integer(Int64(layout.id)))
    try connection.run(forget)
    connection.layouts[layout.id] = nil
  }

  private func add(_ column: ColumnLayout, _ old: TableLayout, _ value: Scalar) throws {
    guard column.number > SystemField.deletedAt.columnNumber, old.position(of: column.number) == nil,
      column.kind.holds(value)
    else {
      throw EngineError.noSuchLayout("a column that is added is new and gets values of its kind", table: old.id)
    }
    var layout = old
    layout.columns.append(column)
    layout.columns.sort { $0.number < $1.number }
    var sql = SQLText("ALTER TABLE ")
    sql.addTable(layout.id)
    sql.add(" ADD COLUMN ")
    sql.add(column)
    try connection.run(sql)
    try keep(layout)
    if value.isNull { return }
    // A default would also fill the rows that are added later.
    var fill = SQLText("UPDATE ")
    fill.addTable(layout.id)
    fill.add(" SET ")
    fill.addColumn(column.number)
    fill.add(" = ")
    fill.bind(value)
    try connection.run(fill)
  }

  private func drop(column: Int32, _ old: TableLayout) throws {
    guard column > SystemField.deletedAt.columnNumber, let position = old.position(of: column),
      !old.indexes.contains(where: { $0.uses(column) })
    else {
      throw EngineError.noSuchLayout("a column that is dropped is there, and no index uses it", table: old.id)
    }
    var layout = old
    layout.columns.remove(at: position)
    var sql = SQLText("ALTER TABLE ")
    sql.addTable(layout.id)
    sql.add(" DROP COLUMN ")
    sql.addColumn(column)
    try connection.run(sql)
    try keep(layout)
  }

  private func create(_ index: IndexLayout, _ old: TableLayout) throws {
    let isNew = !connection.layouts.values.contains { $0.indexes.contains { $0.number == index.number } }
    guard isNew, index.number >= 0, !index.columns.isEmpty,
      index.columns.allSatisfy({ old.position(of: $0) != nil })
    else {
      throw EngineError.noSuchLayout("an index is new and its columns are there", table: old.id)
    }
    var layout = old
    layout.indexes.append(index)
    layout.indexes.sort { $0.number < $1.number }
    do {
      try connection.run(try SQLCompiler.index(index, layout))
    } catch let failure as SQLiteFailure where failure.isUniqueViolation {
      throw EngineError.notUnique(table: old.id, index: index.number, row: try duplicate(index, old))
    }
    try keep(layout)
  }

  /// The greatest id among the rows that agree with another in the columns of an index.
  private func duplicate(_ index: IndexLayout, _ layout: TableLayout) throws -> Int64 {
    try connection.first(try SQLCompiler.duplicates(index, layout)).integerValue ?? 0
  }

  private func drop(index: Int32, _ old: TableLayout) throws {
    guard let position = old.indexes.firstIndex(where: { $0.number == index }) else {
      throw EngineError.noSuchLayout("no such index", table: old.id)
    }
    var layout = old
    layout.indexes.remove(at: position)
    var sql = SQLText("DROP INDEX ")
    sql.addIndex(index)
    try connection.run(sql)
    try keep(layout)
  }

  private func keep(_ layout: TableLayout) throws {
    connection.layouts[layout.id] = layout
    var sql = SQLText("INSERT INTO layouts(id, body) VALUES (")
    sql.bind(.integer(Int64(layout.id)))
    sql.add(", ")
    sql.bind(.text(try LayoutText.encoded(layout)))
    sql.add(") ON CONFLICT (id) DO UPDATE SET body = excluded.body")
    try connection.run(sql)
  }
}

extension ColumnKind {
  /// Whether a column of this kind can hold a value.
  fileprivate func holds(_ value: Scalar) -> Bool {
    switch (self, value) {
    case (_, .null), (.integer, .integer), (.real, .real), (.text, .text): true
    default: false
    }
  }
}

extension IndexLayout {
  /// Whether the index orders by a column or covers rows by what is in it.
  fileprivate func uses(_ column: Int32) -> Bool {
    columns.contains(column) || filter?.columns.contains { $0.column == column } == true
  }
}

extension SQLText {
  /// A column's definition.
  fileprivate mutating func add(_ column: ColumnLayout) {
    addColumn(column.number)
    switch column.kind {
    case .integer: add(" INTEGER")
    case .real: add(" REAL")
    case .text: add(" TEXT")
    }
  }
}
