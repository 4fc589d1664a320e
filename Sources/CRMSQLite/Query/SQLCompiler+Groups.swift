import CRMModel
import CRMStorage

/// A compiled ``GroupScan``: the statement and how its columns are read.
struct GroupPlan {
  let sql: SQLText
  /// What each key stores.
  let keys: [ColumnKind]
  /// What the column of each measure stores.
  let measures: [ColumnKind]
  /// The periods asked for, which hold the error if one cannot be computed.
  let arguments: [FunctionArgument]
}

extension SQLCompiler {
  /// The statement that gathers rows into groups: the keys, then the measures.
  static func groups(_ scan: GroupScan, _ layouts: [TableID: TableLayout]) throws -> GroupPlan {
    var compiler = SQLCompiler(layouts)
    let scope = try compiler.enter(scan.sources)
    var kinds: [ColumnKind] = []
    var arguments: [FunctionArgument] = []
    compiler.sql.add("SELECT ")
    for key in scan.keys {
      kinds.append(try compiler.key(key, scope, &arguments))
      compiler.sql.add(", ")
    }
    var measured: [ColumnKind] = []
    for measure in scan.measures {
      measured.append(try compiler.measure(measure, scope))
      compiler.sql.add(", ")
    }
    compiler.sql.add("count(*)")
    try compiler.from(scope)
    try compiler.matching(scan.filter, ids: nil, scope)
    for index in scan.keys.indices {
      compiler.sql.add(index == 0 ? " GROUP BY " : ", ")
      compiler.sql.add(index + 1)
    }
    return GroupPlan(sql: compiler.sql, keys: kinds, measures: measured, arguments: arguments)
  }

  private mutating func key(
    _ key: GroupKey, _ scope: Scope, _ arguments: inout [FunctionArgument]
  ) throws -> ColumnKind {
    switch key {
    case .column(let reference):
      try column(reference, scope)
      return try kind(of: reference, scope)
    case .bucket(let reference, let bucketing):
      let argument = FunctionArgument(bucketing)
      arguments.append(argument)
      sql.add("crm_bucket(")
      try integer(reference, scope)
      sql.add(", ")
      sql.bind(argument)
      sql.add(")")
      return .integer
    }
  }

  /// A measure; returns what its column stores. Sums are taken of the upper and the lower half of each number, neither of which can overflow: SQLite's own sum of
  /// 64-bit numbers fails where they do.
  private mutating func measure(_ measure: Measure, _ scope: Scope) throws -> ColumnKind {
    var kind = ColumnKind.integer
    switch measure {
    case .rows:
      sql.add("count(*)")
      return kind
    case .values(let reference):
      sql.add("count(")
      try column(reference, scope)
    case .distinct(let reference):
      sql.add("count(DISTINCT ")
      try column(reference, scope)
    case .sum(let reference):
      sql.add("sum(")
      try integer(reference, scope)
      sql.add(" >> 32), sum(")
      try integer(reference, scope)
      sql.add(" & 4294967295), count(")
      try integer(reference, scope)
    case .minimum(let reference):
      sql.add("min(")
      kind = try ordered(reference, scope)
    case .maximum(let reference):
      sql.add("max(")
      kind = try ordered(reference, scope)
    }
    sql.add(")")
    return kind
  }

  /// A column of whole numbers or text, which is stored under the binary collation.
  private mutating func ordered(_ reference: ColumnRef, _ scope: Scope) throws -> ColumnKind {
    guard try kind(of: reference, scope) == .text else {
      try integer(reference, scope)
      return .integer
    }
    try column(reference, scope)
    return .text
  }

  private mutating func integer(_ reference: ColumnRef, _ scope: Scope) throws {
    guard try kind(of: reference, scope) == .integer else {
      throw EngineError(
        .invalid, .wrongType, "only columns of whole numbers are added up, compared for extremes or bucketed")
    }
    try column(reference, scope)
  }
}

extension GroupPlan {
  /// The group in a statement's current row.
  func group(_ statement: PreparedStatement, _ measures: [Measure]) -> GroupRow {
    var column: Int32 = 0
    var row = GroupRow(keys: [], measures: [])
    row.keys.reserveCapacity(keys.count)
    row.measures.reserveCapacity(measures.count)
    for kind in keys {
      row.keys.append(statement.scalar(column, kind))
      column += 1
    }
    for (measure, kind) in zip(measures, self.measures) {
      switch measure {
      case .rows, .values, .distinct: row.measures.append(.count(statement.integer(column)))
      case .minimum, .maximum: row.measures.append(.extremum(statement.scalar(column, kind)))
      case .sum:
        // Null, where there are no values, reads as 0.
        let sum = Int128(statement.integer(column)) << 32 + Int128(statement.integer(column + 1))
        row.measures.append(.sum(sum, count: statement.integer(column + 2)))
        column += 2
      }
      column += 1
    }
    return row
  }
}
