package import CRMModel

extension RecordWriter {
  /// Adds records.
  ///
  /// - Returns: The rows as they are stored now, all columns, in the order given.
  /// - Throws: Everything that is wrong with the batch; nothing of it is kept then.
  package func insert(_ given: FieldBatch) throws(StoreError) -> RowBatch {
    if given.count == 0 { return RowBatch(ids: [], columns: [], vectors: []) }
    if isOneStatement(given) {
      try permit(.insert, given.entity)
      let lastID = context.ids.last
      do throws(StoreError) {
        return try add(given)
      } catch {
        context.ids.rewind(to: lastID)
        throw error
      }
    }
    return try atomically {
      try self.permit(.insert, given.entity)
      return try self.add(given)
    }
  }

  /// Whether adding records writes nothing but one row, which an engine does whole or not at all, so that no savepoint is needed.
  private func isOneStatement(_ batch: FieldBatch) -> Bool {
    batch.count == 1 && batch.entity.roles.numbers.isEmpty && !context.notesChanges
      && layout.histories(of: batch.entity.schema.name).isEmpty
  }

  /// Adds records, whoever writes; part of a step that runs atomically.
  ///
  /// - Parameter changes: Which fields are judged.
  func add(_ given: FieldBatch, judging changes: RowChanges = .all) throws(StoreError) -> RowBatch {
    try engine {
      var batch = given
      try self.assignIDs(&batch)
      self.fillDefaults(&batch)
      try self.assignNumbers(&batch)
      var rows = self.newRows(batch)
      let turns = try self.dateTurns(&rows, of: batch.entity, before: nil)
      try self.checkRows(rows, entity: batch.entity, changes: changes)
      do {
        try self.writer.insert(rows, into: batch.entity.table)
      } catch let error as EngineError {
        throw self.explain(error, entity: batch.entity, ids: rows.ids)
      }
      try self.log(.insert, batch.entity, RowBatch(ids: rows.ids, columns: [], vectors: []), after: rows)
      try self.keepStays(turns, rows, before: nil)
      return rows
    }
  }

  private func assignIDs(_ batch: inout FieldBatch) throws(StoreError) {
    let latest = RecordIDLayout.latest(at: context.binding.now)
    if let index = batch.ids.firstIndex(where: { $0 < 0 || $0 > latest }) {
      let message = "a given id is 1 or more and not made after tomorrow"
      throw StoreError(
        .invalid, "bad_id", message,
        violations: [
          Violation("bad_id", message, entity: batch.entity.schema.name, index: index)
        ])
    }
    // Ids that the caller gave are not given again, neither later nor in this batch.
    if let highest = batch.ids.max(), highest > context.ids.last { context.ids.rewind(to: highest) }
    let missing = batch.ids.indices.filter { batch.ids[$0] == 0 }
    let fresh = context.ids.next(missing.count, at: context.binding.now)
    guard fresh.count == missing.count else {
      throw StoreError(.internal, "ids_exhausted", "the id source gave too few ids")
    }
    for (index, id) in zip(missing, fresh) { batch.ids[index] = id }
  }

  private func fillDefaults(_ batch: inout FieldBatch) {
    for (field, standard) in batch.entity.roles.defaults {
      let cells = defaultCells(standard, field)
      guard !cells.allSatisfy(\.isNull) else { continue }
      guard let columns = batch.columns(of: field) else {
        var filled = FieldColumns(type: field.type)
        for _ in 0..<batch.count { filled.appendCells(cells) }
        batch.set(field, filled)
        continue
      }
      if !columns.hasNullRow { continue }
      var filled = FieldColumns(type: field.type)
      for row in 0..<batch.count { filled.appendCells(columns.isNull(row) ? cells : columns.cells(row)) }
      batch.set(field, filled)
    }
  }

  private func defaultCells(_ standard: DefaultValue, _ field: FieldLayout) -> [Scalar] {
    let value: FieldValue =
      switch standard {
      case .value(let value): value
      case .now:
        if case .date = field.type {
          (try? context.binding.today).map(FieldValue.date) ?? .null
        } else {
          .instant(context.binding.now)
        }
      }
    guard let coerced = try? LiteralCoercion.coerce(value, to: field.type) else { return [] }
    return (try? FieldCodec.encode(coerced, as: field.type)) ?? []
  }

  /// The complete rows of new records: system columns, values, folded keys.
  private func newRows(_ batch: FieldBatch) -> RowBatch {
    let count = batch.count
    let now = Array(repeating: context.binding.now.microsecondsSinceEpoch, count: count)
    var rows = RowBatch(
      ids: batch.ids,
      columns: [SystemField.owner, .revision, .createdAt, .modifiedAt].map(\.columnNumber),
      vectors: [
        batch.owners ?? ColumnVector(nulls: count, kind: .integer),
        .integers(Array(repeating: 1, count: count), present: nil),
        .integers(now, present: nil), .integers(now, present: nil),
      ])
    rows.reserve(batch.entity.columns.count)
    for field in batch.fields { rows.append(field.vectors, of: field.layout) }
    return rows
  }
}

extension RowBatch {
  /// Adds a field's columns, and its folded key if it has one.
  mutating func append(_ values: [ColumnVector], of field: FieldLayout) {
    for (column, vector) in zip(field.valueColumns, values) { set(column.number, vector) }
    guard let folded = field.foldedColumn else { return }
    var keys: [String?] = []
    keys.reserveCapacity(count)
    if values.count == 1, case .texts(let texts) = values[0] {
      for text in texts { keys.append(text.map(TextKey.folded)) }
    } else {
      for row in 0..<count { keys.append(field.foldedKey(of: values.map { $0[row] }).textValue) }
    }
    set(folded.number, .texts(keys))
  }

  /// Makes room for so many columns.
  mutating func reserve(_ count: Int) {
    columns.reserveCapacity(count)
    vectors.reserveCapacity(count)
  }

  /// Names a column, or replaces its cells.
  mutating func set(_ column: Int32, _ vector: ColumnVector) {
    if let position = position(of: column) {
      vectors[position] = vector
    } else {
      columns.append(column)
      vectors.append(vector)
    }
  }
}

extension FieldColumns {
  /// The cells of a row.
  package func cells(_ row: Int) -> [Scalar] { vectors.map { $0[row] } }

  /// Adds a row of cells that were encoded before.
  package mutating func appendCells(_ cells: [Scalar]) {
    for (index, cell) in cells.enumerated() where vectors.indices.contains(index) { vectors[index].append(cell) }
  }

  /// Whether a row has no value: all parts of a name or address empty, otherwise the first cell null.
  package func isNull(_ row: Int) -> Bool {
    switch type {
    case .personName, .address: vectors.allSatisfy { $0.isNull(at: row) }
    default: vectors.first?.isNull(at: row) ?? true
    }
  }

  /// Whether any row has no value.
  package var hasNullRow: Bool {
    if let first = vectors.first, !first.hasNulls { return false }
    return (0..<count).contains { isNull($0) }
  }
}
