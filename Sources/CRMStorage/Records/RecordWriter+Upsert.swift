package import CRMModel

extension RecordWriter {
  /// Updates the records that agree in a unique field with the ones given, and inserts the others.
  ///
  /// - Returns: The rows as they are stored now, in the order given, and which of them are new.
  /// - Throws: `unknown_field` if there is no such field, `not_a_key` if it is not unique or not given; what ``insert(_:)`` and ``update(_:)`` throw. Nothing is kept then.
  package func upsert(_ batch: FieldBatch, by name: FieldName) throws(StoreError) -> (rows: RowBatch, isNew: [Bool]) {
    let entity = batch.entity
    guard let field = entity.field(name) else {
      let violation = entity.unknownField(name)
      throw StoreError(.invalid, violation.code, violation.description, violations: [violation])
    }
    guard field.schema.isUnique, let keys = batch.columns(of: field), let column = field.keyColumn,
      field.uniqueColumns.count == 1
    else {
      let violation = Violation(
        "not_a_key", "records are found again by a unique field that is given", entity: entity.schema.name, field: name)
      throw StoreError(.invalid, violation.code, violation.description, violations: [violation])
    }
    let cells = (0..<batch.count).map { row -> Scalar in
      if column.number == field.foldedColumn?.number { return field.foldedKey(of: keys.cells(row)) }
      let position = field.valueColumns.firstIndex { $0.number == column.number } ?? 0
      return keys.vectors[position][row]
    }
    return try atomically {
      let known = try self.records(of: entity, column: column.number, cells)
      return try self.upsertRows(batch, ids: cells.map { known[$0] ?? 0 }, keys: cells)
    }
  }

  /// Updates the rows whose id is known and inserts the others; equal keys within the batch mean the same record, the last one's values win.
  package func upsert(
    _ given: FieldBatch, ids: [Int64], keys: [Scalar]
  ) throws(StoreError) -> (rows: RowBatch, isNew: [Bool]) {
    try atomically { try self.upsertRows(given, ids: ids, keys: keys) }
  }

  private func upsertRows(_ given: FieldBatch, ids: [Int64], keys: [Scalar]) throws -> (rows: RowBatch, isNew: [Bool]) {
    var places: [Scalar: Int] = [:]
    for (row, key) in keys.enumerated() where !key.isNull { places[key] = row }
    let kept = keys.indices.filter { keys[$0].isNull || places[keys[$0]] == $0 }
    let old = kept.filter { ids[$0] != 0 }
    let new = kept.filter { ids[$0] == 0 }
    var updates = given.picking(old)
    updates.ids = old.map { ids[$0] }
    let updated = try placing(at: old) { () throws(StoreError) in try update(updates) }
    let inserted = try placing(at: new) { () throws(StoreError) in try insert(given.picking(new)) }

    var rows = RowBatch(ids: [], columns: given.entity.storedColumns, vectors: [])
    rows.vectors = rows.columns.map { ColumnVector(given.entity.kind(of: $0)) }
    let newPlaces = Dictionary(uniqueKeysWithValues: new.enumerated().map { ($0.element, $0.offset) })
    let oldPlaces = Dictionary(uniqueKeysWithValues: old.enumerated().map { ($0.element, $0.offset) })
    var isNew: [Bool] = []
    for row in keys.indices {
      let place = keys[row].isNull ? row : places[keys[row]] ?? row
      let (source, index, fresh) =
        if let index = newPlaces[place] { (inserted, index, true) } else { (updated, oldPlaces[place] ?? 0, false) }
      rows.ids.append(source.ids[index])
      for (position, column) in rows.columns.enumerated() { rows.vectors[position].append(source[index, column]) }
      isNew.append(fresh && place == row)
    }
    return (rows, isNew)
  }

  /// Runs a step on some rows of a batch and tells what is wrong by their positions in the whole of it.
  func placing<T>(at places: [Int], _ body: () throws(StoreError) -> T) throws(StoreError) -> T {
    do throws(StoreError) {
      return try body()
    } catch {
      var violations = error.violations
      for index in violations.indices {
        if let row = violations[index].index, places.indices.contains(row) { violations[index].index = places[row] }
      }
      guard violations != error.violations, var placed = StoreError(error.kind, violations: violations) else {
        throw error
      }
      (placed.conflicts, placed.underlying) = (error.conflicts, error.underlying)
      throw placed
    }
  }

  /// The live records that have one of some cells in a column.
  private func records(of entity: EntityLayout, column: Int32, _ cells: [Scalar]) throws -> [Scalar: Int64] {
    let wanted = Array(Set(cells.filter { !$0.isNull }))
    let ref = ColumnRef(column: column)
    let filter = Filter.and([
      .isNull(.column(ColumnRef(column: SystemField.deletedAt.columnNumber))), .isIn(.column(ref), wanted),
    ])
    var found: [Scalar: Int64] = [:]
    let scan = RowScan(sources: [Source(table: entity.table)], filter: filter, columns: [ref])
    try writer.scan(scan, batchSize: 4_096) { batch in
      for row in 0..<batch.count { found[batch.vectors[0][row]] = batch.ids[row] }
      return true
    }
    return found
  }
}
