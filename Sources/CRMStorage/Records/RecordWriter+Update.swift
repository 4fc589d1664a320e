package import CRMModel

extension RecordWriter {
  /// Changes the given fields of records; records where nothing differs stay as they are.
  ///
  /// - Returns: The rows as they are stored now, all columns, in the order given.
  /// - Throws: `recordNotFound` for ids without a live record; `staleRevision` with both values of each field when a record was changed
  ///   since it was read; everything else that is wrong with the batch. Nothing of the batch is kept then.
  package func update(_ batch: FieldBatch) throws(StoreError) -> RowBatch {
    if batch.count == 0 { return RowBatch(ids: [], columns: [], vectors: []) }
    try permit(.update, batch.entity, ids: batch.ids)
    return try change(batch, isStep: true).rows
  }

  /// Changes the given fields of a live record that was read in this transaction, after which nothing was written.
  ///
  /// - Parameter stored: Its row, all columns.
  /// - Throws: As ``update(_:)``.
  package func update(_ batch: FieldBatch, stored: RowBatch) throws(StoreError) -> ChangedRows {
    try permit(.update, batch.entity, ids: batch.ids)
    return try change(batch, stored: stored, isStep: true)
  }

  /// Changes records, whoever writes.
  ///
  /// - Parameters:
  ///   - stored: The records' rows, if they are known to be there, all columns.
  ///   - isStep: Whether it is a step of its own, which is undone if it throws, and not part of one that runs
  ///     atomically.
  @discardableResult
  func change(_ batch: FieldBatch, stored: RowBatch? = nil, isStep: Bool = false) throws(StoreError) -> ChangedRows {
    try engine {
      let entity = batch.entity
      let old: RowBatch
      if let stored, stored.ids == batch.ids {
        old = stored
      } else {
        old = try self.rows(entity, ids: batch.ids, columns: entity.storedColumns)
        try self.checkFound(batch.ids, old, entity)
      }
      try self.checkRevisions(batch, old)

      var given = RowBatch(ids: batch.ids, columns: [], vectors: [])
      if let owners = batch.owners {
        given.set(
          SystemField.owner.columnNumber,
          batch.filled([owners], SystemField.owner.columnNumber, [SystemField.owner.columnNumber], old)[0])
      }
      for field in batch.fields {
        let numbers = field.layout.valueColumns.map(\.number)
        given.append(batch.filled(field.vectors, field.layout.schema.number, numbers, old), of: field.layout)
      }
      let turns = try self.dateTurns(&given, of: entity, before: old)
      let changed = self.changedRows(given, old)
      if changed.rows.isEmpty { return ChangedRows(rows: old, columns: []) }

      let change = PreparedChange(given: given, old: old, rows: changed.rows, columns: changed.columns, turns: turns)
      if !isStep || self.isOneStatement(change, entity) { return try self.carryOut(change, entity, batch.ids) }
      return try self.atomically { try self.carryOut(change, entity, batch.ids) }
    }
  }

  /// A change that is known to differ from what is stored, and what it turns.
  private struct PreparedChange {
    let given: RowBatch
    let old: RowBatch
    /// The positions of the rows that differ.
    let rows: [Int]
    /// By column: in which rows it differs.
    let columns: [Int32: [Bool]]
    let turns: [FieldTurn]

    /// Whether an automatic number is among what differs, so that its counter may have to be raised.
    func hasNumbers(of entity: EntityLayout) -> Bool {
      entity.roles.numbers.contains { columns[$0.field.schema.number] != nil }
    }
  }

  /// Whether a change writes nothing but one row, which an engine does whole or not at all, so that no savepoint is needed.
  private func isOneStatement(_ change: PreparedChange, _ entity: EntityLayout) -> Bool {
    change.rows.count == 1 && change.turns.isEmpty && !context.notesChanges && !change.hasNumbers(of: entity)
  }

  private func carryOut(
    _ change: PreparedChange, _ entity: EntityLayout, _ ids: [Int64]
  ) throws(StoreError) -> ChangedRows {
    try engine {
      let (old, changed) = (change.old, change)
      let isAll = changed.rows.count == change.given.count
      let now = self.context.binding.now.microsecondsSinceEpoch
      // Columns that stay as they are in all rows are not written: their indexes need not be touched.
      let columns = changed.columns.keys.sorted()
      var written = change.given.naming(columns)
      if !isAll { written = written.picking(changed.rows) }
      let before = isAll ? old : old.picking(changed.rows)
      written.set(
        SystemField.revision.columnNumber,
        .integers(before.column(.revision).map { ($0 ?? 0) &+ 1 }, present: nil))
      written.set(
        SystemField.modifiedAt.columnNumber, .integers(Array(repeating: now, count: changed.rows.count), present: nil))
      var after = before
      for (column, vector) in zip(written.columns, written.vectors) { after.set(column, vector) }

      for (field, format) in entity.roles.numbers where changed.columns[field.schema.number] != nil {
        try self.raiseCounters(of: field, format, by: after.texts(field.schema.number))
      }
      let changes = RowChanges(columns: changed.columns, rows: changed.rows, before: before, of: entity)
      try self.checkRows(after, entity: entity, changes: changes)
      do {
        try self.writer.update(written, in: entity.table)
      } catch let error as EngineError {
        throw self.explain(error, entity: entity, ids: ids)
      }
      var logged: Set<Int32> = []
      for column in columns {
        if let field = entity.owner(ofColumn: column) {
          logged.formUnion(field.valueColumns.map(\.number))
        } else if column == SystemField.owner.columnNumber {
          logged.insert(column)
        }
      }
      try self.log(.update, entity, before.naming(logged.sorted()), after: after)
      let result = isAll ? after : old.replacing(changed.rows, with: after)
      try self.keepStays(change.turns, result, before: old)
      return ChangedRows(rows: result, columns: columns)
    }
  }

  private func checkFound(_ ids: [Int64], _ found: RowBatch, _ entity: EntityLayout) throws(StoreError) {
    let deleted = found.column(.deletedAt)
    if ids.count == 1, found.ids == ids, deleted[0] == nil { return }
    var live: Set<Int64> = []
    for (row, id) in found.ids.enumerated() where deleted[row] == nil { live.insert(id) }
    let violations = ids.enumerated().filter { !live.contains($0.element) }.map { index, id in
      Violation(
        .recordNotFound, "no record of this id", entity: entity.schema.name,
        record: AnyRecordID(entity: entity.schema.name, rawValue: id), index: index)
    }
    if let error = StoreError(.notFound, violations: violations) { throw error }
    if Set(ids).count != ids.count {
      throw StoreError(
        .invalid, "given_twice", "a record may be changed once in a batch",
        violations: [
          Violation("given_twice", "a record may be changed once in a batch", entity: entity.schema.name)
        ])
    }
  }

  /// A record that somebody changed since it was read is a conflict in the fields that now differ.
  private func checkRevisions(_ batch: FieldBatch, _ old: RowBatch) throws(StoreError) {
    guard let revisions = batch.revisions else { return }
    let stored = old.column(.revision)
    var violations: [Violation] = []
    var conflicts: [FieldConflict] = []
    for (row, revision) in revisions.enumerated() where revision != 0 && revision != stored[row] {
      let entity = batch.entity.schema.name
      violations.append(
        Violation(
          .staleRevision, "the record was changed since it was read; read it again and repeat the change",
          entity: entity,
          record: AnyRecordID(entity: entity, rawValue: batch.ids[row]), index: row))
      for field in batch.fields {
        let current = field.layout.value(old, row: row)
        let attempted = FieldColumns(type: field.layout.type, vectors: field.vectors).value(at: row)
        if current != attempted {
          conflicts.append(FieldConflict(field: field.layout.schema.name, current: current, attempted: attempted))
        }
      }
    }
    guard let first = violations.first else { return }
    throw StoreError(.conflict, .staleRevision, first.description, violations: violations, conflicts: conflicts)
  }

  /// The positions of rows where a cell differs, and by column in which rows.
  private func changedRows(_ given: RowBatch, _ old: RowBatch) -> (rows: [Int], columns: [Int32: [Bool]]) {
    var isChanged = Array(repeating: false, count: given.count)
    var columns: [Int32: [Bool]] = [:]
    for (column, vector) in zip(given.columns, given.vectors) {
      let before = old.position(of: column).map { old.vectors[$0] } ?? ColumnVector(nulls: old.count, kind: vector.kind)
      // Equal columns may tell their nulls in two ways, so unequal ones are compared cell by cell.
      if vector == before { continue }
      var flags: [Bool]?
      for row in 0..<given.count where vector[row] != before[row] {
        isChanged[row] = true
        if flags == nil { flags = Array(repeating: false, count: given.count) }
        flags?[row] = true
      }
      if let flags { columns[column] = flags }
    }
    return (isChanged.indices.filter { isChanged[$0] }, columns)
  }
}

/// Rows as a change left them.
package struct ChangedRows {
  /// The rows, all columns.
  package let rows: RowBatch
  /// The columns that differ from before in any row, ascending; revision and moment of the change aside.
  package let columns: [Int32]
}

extension RowBatch {
  /// The cells of a system column, nil for null.
  func column(_ field: SystemField) -> [Int64?] {
    position(of: field.columnNumber).map { vectors[$0].integerCells } ?? Array(repeating: nil, count: count)
  }

  /// The texts of a column that are not null.
  func texts(_ column: Int32) -> [String] {
    guard let position = position(of: column) else { return [] }
    return (0..<count).compactMap { vectors[position][$0].textValue }
  }

  /// The same rows with just some of the columns.
  func naming(_ wanted: [Int32]) -> RowBatch {
    let positions = wanted.compactMap { position(of: $0) }
    return RowBatch(ids: ids, columns: positions.map { columns[$0] }, vectors: positions.map { vectors[$0] })
  }

  /// The same rows, some of them replaced by rows of the same columns.
  func replacing(_ rows: [Int], with others: RowBatch) -> RowBatch {
    // The others are put after the rows there are, and then picked in their places.
    var places = Array(0..<count)
    for (index, row) in rows.enumerated() { places[row] = count + index }
    var result = self
    for index in vectors.indices {
      guard let position = others.position(of: columns[index]) else { continue }
      result.vectors[index].append(contentsOf: others.vectors[position])
      result.vectors[index] = result.vectors[index].picking(places)
    }
    return result
  }
}

extension FieldBatch {
  /// The cells of a field, with the stored ones where a record does not name it.
  fileprivate func filled(
    _ vectors: [ColumnVector], _ field: Int32, _ columns: [Int32], _ stored: RowBatch
  ) -> [ColumnVector] {
    guard let flags = absent[field] else { return vectors }
    return zip(vectors, columns).map { vector, column in
      var result = ColumnVector(vector.kind)
      for row in 0..<count { result.append(flags[row] ? stored[row, column] : vector[row]) }
      return result
    }
  }
}

extension FieldLayout {
  /// The field's value in a row.
  package func value(_ rows: RowBatch, row: Int) -> FieldValue {
    FieldCodec.decode(valueColumns.map { rows[row, $0.number] }, as: type)
  }
}
