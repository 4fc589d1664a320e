import CRMModel
import CRMStorage

extension SQLCompiler {
  /// What is compared.
  mutating func operand(_ operand: Operand, _ scope: Scope) throws {
    switch operand {
    case .column(let reference): try column(reference, scope)
    case .folded(let reference):
      sql.add("crm_fold(")
      try column(reference, scope)
      sql.add(")")
    case .literal(let value): self.value(value)
    case .difference(let left, let right): try difference(left, right, scope)
    case .distance(let latitude, let longitude, let place):
      sql.add("crm_distance(")
      try column(latitude, scope)
      sql.add(", ")
      try column(longitude, scope)
      sql.add(", ")
      self.value(.real(place.latitude))
      sql.add(", ")
      self.value(.real(place.longitude))
      sql.add(")")
    case .count(let children):
      sql.add("(SELECT count(*)")
      try self.children(children, of: scope)
      sql.add(")")
    }
  }

  /// One column less another. SQLite goes on with a real where 64 bits do not suffice.
  private mutating func difference(_ left: ColumnRef, _ right: ColumnRef, _ scope: Scope) throws {
    sql.add("CASE WHEN typeof(")
    try subtraction(left, right, scope)
    sql.add(") = 'integer' THEN ")
    try subtraction(left, right, scope)
    sql.add(" END")
  }

  private mutating func subtraction(_ left: ColumnRef, _ right: ColumnRef, _ scope: Scope) throws {
    try column(left, scope)
    sql.add(" - ")
    try column(right, scope)
  }

  /// `FROM` and `WHERE` of a child scan.
  mutating func children(_ children: ChildScan, of outer: Scope) throws {
    let scope = try enter(children.sources)
    try from(scope)
    sql.add(" WHERE ")
    try column(children.reference, scope)
    sql.add(" = ")
    try column(children.outer, outer)
    if let mark = children.entity { try mustHold(mark, scope) }
    if let filter = children.filter {
      // The plus hides the filter's columns from SQLite's planner, which knows no figures of the tables and may take the index of one of them:
      // it would go through all rows with that value again for each outer row, not through the few children of each.
      sql.add(" AND +(")
      try condition(filter, scope)
      sql.add(")")
    }
  }

  /// Whether an operand is one of some values, or with `negated` whether it is none; null if the operand is null.
  mutating func isIn(_ operand: Operand, _ values: [Scalar], negated: Bool, _ scope: Scope) throws {
    let pieces = isSchema && !values.isEmpty ? [.few(values)] : ValueList.pieces(of: values)
    if pieces.isEmpty {
      sql.add("(")
      try self.operand(operand, scope)
      return sql.add(negated ? " IS NOT NULL OR NULL)" : " IS NULL AND NULL)")
    }
    if pieces.count > 1 { sql.add("(") }
    for (index, piece) in pieces.enumerated() {
      if index > 0 { sql.add(negated ? " AND " : " OR ") }
      try self.operand(operand, scope)
      sql.add(negated ? " NOT IN (" : " IN (")
      switch piece {
      case .few(let values):
        for (index, value) in values.enumerated() {
          if index > 0 { sql.add(", ") }
          self.value(value)
        }
      case .many(let json):
        sql.add("SELECT value FROM json_each(")
        self.value(.text(json))
        sql.add(")")
      case .manyReals(let json):
        sql.add("SELECT crm_real(value) FROM json_each(")
        self.value(.text(json))
        sql.add(")")
      }
      sql.add(")")
    }
    if pieces.count > 1 { sql.add(")") }
  }

  /// The ids of a tree: the root, and every row whose parent is one of them. Ends on cycles, since each id is taken once.
  mutating func tree(_ tree: TreeScan, _ scope: Scope) throws {
    let inner = try enter([Source(table: tree.table)])
    sql.add("WITH RECURSIVE w")
    sql.add(inner.base)
    sql.add("(id) AS (SELECT ")
    self.value(.integer(tree.root))
    sql.add(" UNION SELECT ")
    try column(ColumnRef(column: 0), inner)
    sql.add(" FROM w")
    sql.add(inner.base)
    sql.add(" AS w JOIN ")
    sql.addTable(tree.table)
    sql.add(" AS t")
    sql.add(inner.base)
    sql.add(" ON ")
    try column(ColumnRef(column: tree.parent), inner)
    sql.add(" = w.id) SELECT id FROM w")
    sql.add(inner.base)
  }
}
