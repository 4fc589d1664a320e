internal import CRMModel
internal import CRMStorage

extension OracleState {
  /// Adds rows, or throws and leaves the state half changed: the caller keeps the one from before.
  mutating func insert(_ batch: RowBatch, into id: TableID) throws {
    var table = try table(id)
    for column in batch.columns { try checkColumn(column, of: id) }
    for (place, key) in batch.ids.enumerated() {
      guard table.rows[key] == nil else { throw EngineError.duplicateKey(table: id, row: key) }
      table.rows[key] = [:]
      table.setCells(of: key, from: batch, at: place)
    }
    tables[id] = table
  }

  /// Changes the rows of a batch that are there.
  mutating func update(_ batch: RowBatch, in id: TableID) throws {
    var table = try table(id)
    for column in batch.columns { try checkColumn(column, of: id) }
    for (place, key) in batch.ids.enumerated() where table.rows[key] != nil {
      table.setCells(of: key, from: batch, at: place)
    }
    tables[id] = table
  }

  /// Takes rows away.
  mutating func remove(_ ids: [Int64], from id: TableID) throws {
    var table = try table(id)
    for key in ids { table.rows[key] = nil }
    tables[id] = table
  }

  /// Changes the tables there are.
  mutating func apply(_ change: LayoutChange) throws {
    switch change {
    case .createTable(let layout):
      guard tables[layout.id] == nil else {
        throw EngineError(.exists, "table_exists", "there is such a table already", table: layout.id)
      }
      tables[layout.id] = OracleTable(layout: layout)
    case .dropTable(let id):
      _ = try table(id)
      tables[id] = nil
    case .addColumn(let column, let id, let fill):
      var table = try table(id)
      table.layout.columns.append(column)
      table.layout.columns.sort { $0.number < $1.number }
      if !fill.isNull { for key in table.rows.keys { table.rows[key]?[column.number] = fill } }
      tables[id] = table
    case .dropColumn(let column, let id):
      try checkColumn(column, of: id)
      var table = try table(id)
      table.layout.columns.removeAll { $0.number == column }
      for key in table.rows.keys { table.rows[key]?[column] = nil }
      tables[id] = table
    case .createIndex(let index, let id):
      var table = try table(id)
      for column in index.columns { try checkColumn(column, of: id) }
      table.layout.indexes.append(index)
      table.layout.indexes.sort { $0.number < $1.number }
      tables[id] = table
      try checkUnique(id)
    case .dropIndex(let number, let id):
      var table = try table(id)
      guard table.layout.indexes.contains(where: { $0.number == number }) else {
        throw EngineError.noSuchLayout("there is no such index", table: id)
      }
      table.layout.indexes.removeAll { $0.number == number }
      tables[id] = table
    }
  }

  /// Throws if two rows of a table agree in a unique index.
  func checkUnique(_ id: TableID, nullsCollide: Bool = false) throws {
    let table = try table(id)
    for index in table.layout.indexes where index.isUnique {
      var taken: Set<[Scalar]> = []
      for row in table.sortedRows {
        let scope = OracleScope(state: self, sources: [Source(table: id)], rows: [row])
        if let filter = index.filter, try scope.truth(of: filter) != true { continue }
        let values = index.columns.map { row[$0] }
        if !nullsCollide, values.contains(where: \.isNull) { continue }
        guard taken.insert(values).inserted else {
          throw EngineError.notUnique(table: id, index: index.number, row: row.id)
        }
      }
    }
  }
}

extension OracleTable {
  /// Puts the cells of one row of a batch into the row of a key.
  fileprivate mutating func setCells(of key: Int64, from batch: RowBatch, at place: Int) {
    for (column, vector) in zip(batch.columns, batch.vectors) where column != 0 {
      let cell = vector[place]
      rows[key]?[column] = cell.isNull ? nil : cell
    }
  }
}
