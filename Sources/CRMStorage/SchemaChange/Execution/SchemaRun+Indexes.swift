import CRMModel

extension SchemaRun {
  /// The indexes of each table when all steps are made.
  func wantedIndexes(_ compile: ConditionCompiler) throws -> [TableID: [IndexLayout]] {
    var wanted: [TableID: [IndexLayout]] = [:]
    for entity in layout.entities {
      wanted[entity.table] = try IndexPlan.indexes(of: entity, in: layout, compile: compile)
    }
    return wanted
  }

  /// Takes away the indexes that will not be there, or not be the same, so that columns may go.
  func dropIndexes(but wanted: [TableID: [IndexLayout]]) throws {
    for table in try writer.layouts() {
      // The store's own tables belong to no entity.
      if table.id == CommandLedger.layout.id { continue }
      let kept = wanted[table.id] ?? []
      for index in table.indexes where !kept.contains(index) {
        try writer.apply(.dropIndex(index.number, from: table.id))
      }
    }
  }

  /// Adds the indexes that are not there.
  mutating func createIndexes(_ wanted: [TableID: [IndexLayout]]) throws {
    for table in try writer.layouts() {
      for index in wanted[table.id] ?? [] where !table.indexes.contains(index) {
        try create(index, on: table.id)
      }
    }
  }

  private mutating func create(_ index: IndexLayout, on table: TableID) throws {
    do {
      try writer.atomically { try writer.apply(.createIndex(index, on: table)) }
    } catch let error as EngineError where error.code == .notUnique {
      let repeated = try repetitions(of: index, on: table)
      let schema = StoreLayout(catalog).entity(table: table)?.schema
      let message = "\(repeated) live records share a value that has to be unique"
      let subject = schema.flatMap { IndexPlan.subject(of: index.number, in: $0) }
      violations.append(Violation(.notUnique, message, entity: schema?.name, field: subject))
    }
  }

  /// How many of the rows that a unique index covers have a key that another has too.
  private func repetitions(of index: IndexLayout, on table: TableID) throws -> Int {
    let columns = index.columns.map { ColumnRef(column: $0) }
    let filled = columns.map { Filter.not(.isNull(.column($0))) }
    let filter = Filter.and((index.filter.map { [$0] } ?? []) + filled)
    let scan = GroupScan(
      sources: [Source(table: table)], filter: filter, keys: columns.map(GroupKey.column), measures: [.rows])
    return try writer.groups(scan).reduce(0) { total, group in
      guard case .count(let rows)? = group.measures.first, rows > 1 else { return total }
      return total + Int(clamping: rows)
    }
  }
}
