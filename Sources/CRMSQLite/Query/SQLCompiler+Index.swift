import CRMModel
import CRMStorage

extension SQLCompiler {
  /// The statement that makes an index.
  static func index(_ index: IndexLayout, _ layout: TableLayout) throws -> SQLText {
    var compiler = SQLCompiler([layout.id: layout])
    compiler.isSchema = true
    let scope = try compiler.enter([Source(table: layout.id)])
    compiler.sql.add(index.isUnique ? "CREATE UNIQUE INDEX " : "CREATE INDEX ")
    compiler.sql.addIndex(index.number)
    compiler.sql.add(" ON ")
    compiler.sql.addTable(layout.id)
    compiler.sql.add("(")
    try compiler.list(index.columns, scope)
    compiler.sql.add(")")
    guard let filter = index.filter else { return compiler.sql }
    guard filter.isLocal else {
      throw EngineError.noSuchLayout("an index covers rows by what is in them", table: layout.id)
    }
    compiler.sql.add(" WHERE ")
    try compiler.condition(filter, scope)
    return compiler.sql
  }

  /// The statement that finds a row which a unique index cannot take: the one with the greatest id of the first such group.
  static func duplicates(_ index: IndexLayout, _ layout: TableLayout) throws -> SQLText {
    var compiler = SQLCompiler([layout.id: layout])
    let scope = try compiler.enter([Source(table: layout.id)])
    compiler.sql.add("SELECT max(")
    try compiler.column(ColumnRef(column: 0), scope)
    compiler.sql.add(")")
    try compiler.from(scope)
    compiler.sql.add(" WHERE 1")
    for column in index.columns {
      compiler.sql.add(" AND ")
      try compiler.column(ColumnRef(column: column), scope)
      compiler.sql.add(" IS NOT NULL")
    }
    if let filter = index.filter {
      compiler.sql.add(" AND ")
      try compiler.condition(filter, scope)
    }
    compiler.sql.add(" GROUP BY ")
    try compiler.list(index.columns, scope)
    compiler.sql.add(" HAVING count(*) > 1 ORDER BY 1 LIMIT 1")
    return compiler.sql
  }

  private mutating func list(_ columns: [Int32], _ scope: Scope) throws {
    for (position, column) in columns.enumerated() {
      if position > 0 { sql.add(", ") }
      try self.column(ColumnRef(column: column), scope)
    }
  }
}

extension Filter {
  /// Whether the filter looks at nothing but the row itself.
  fileprivate var isLocal: Bool {
    switch self {
    case .constant: true
    case .compare(let left, _, let right): left.isLocal && right.isLocal
    case .isNull(let value), .isIn(let value, _), .contains(let value, _), .hasPrefix(let value, _): value.isLocal
    case .and(let terms), .or(let terms): terms.allSatisfy(\.isLocal)
    case .not(let term), .isTrue(let term): term.isLocal
    case .exists, .within: false
    }
  }
}

extension Operand {
  fileprivate var isLocal: Bool { if case .count = self { false } else { true } }
}
