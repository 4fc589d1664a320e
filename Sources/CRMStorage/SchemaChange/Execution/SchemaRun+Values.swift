import CRMModel

extension SchemaRun {
  /// Adds a field's columns, filled with its default if that is a constant.
  func add(_ field: FieldLayout, to entity: EntityLayout, _ effect: inout StepEffect) throws {
    var cells = Array(repeating: Scalar.null, count: field.valueColumns.count)
    if case .value(let value) = field.schema.defaultValue {
      cells = try FieldCodec.encode(value, as: field.type)
      if cells.contains(where: { !$0.isNull }) {
        effect.records = try writer.count([Source(table: entity.table)], nil, limit: nil)
      }
    }
    for (column, cell) in zip(field.valueColumns, cells) {
      try writer.apply(.addColumn(column, to: entity.table, filledWith: cell))
    }
    if let folded = field.foldedColumn {
      try writer.apply(.addColumn(folded, to: entity.table, filledWith: field.foldedKey(of: cells)))
    }
  }

  /// Gives a field the columns of its new description: converted values, and the folded key where it has one now.
  mutating func reshape(_ old: FieldLayout, into new: FieldLayout, of table: TableID, _ effect: inout StepEffect) throws
  {
    if old.columns == new.columns { return }
    for column in new.columns where !old.columns.contains(column) {
      try writer.apply(.addColumn(column, to: table, filledWith: .null))
    }
    if old.valueColumns != new.valueColumns {
      try convert(old, into: new, of: table, &effect)
    } else if new.foldedColumn != nil {
      try fold(new, of: table, &effect)
    }
    for column in old.columns where !new.columns.contains(column) {
      try writer.apply(.dropColumn(column.number, from: table))
    }
  }

  private mutating func convert(
    _ old: FieldLayout, into new: FieldLayout, of table: TableID, _ effect: inout StepEffect
  ) throws {
    let conversion = FieldConversion(from: old.type, to: new.type)
    var lost = 0
    let read = old.valueColumns
    effect.records += try rewrite(table, reading: read, .not(old.isEmpty), writing: new.columns, isLogged: true) {
      cells in
      let outcome = conversion.outcome(for: FieldCodec.decode(cells, as: old.type))
      if outcome.isLossy { lost += 1 }
      return outcome.cells + (new.foldedColumn == nil ? [] : [new.foldedKey(of: outcome.cells)])
    }
    effect.valuesLost += lost
  }

  private mutating func fold(_ field: FieldLayout, of table: TableID, _ effect: inout StepEffect) throws {
    guard let folded = field.foldedColumn else { return }
    effect.records += try rewrite(table, reading: field.valueColumns, .not(field.isEmpty), writing: [folded]) { cells in
      [field.foldedKey(of: cells)]
    }
  }

  /// Points polymorphic references to an entity's new name.
  mutating func renameReferences(
    to name: EntityName, _ new: EntityName, in layout: StoreLayout, _ effect: inout StepEffect
  ) throws {
    for (table, field) in referenceFields(of: layout) where field.schema.type.referenceTargets?.isPolymorphic == true {
      guard let mark = field.valueColumns.last, let filter = field.refers(to: name) else { continue }
      effect.records += try rewrite(table, reading: [mark], filter, writing: [mark]) { _ in [.text(new.rawValue)] }
    }
  }

  /// Empties references to an entity that is gone: where a field may refer to several, and where the entity comes back in the same plan.
  mutating func clearReferences(to name: EntityName, in layout: StoreLayout, _ effect: inout StepEffect) throws {
    let comesBack = plan.catalog[name] != nil
    for (table, field) in referenceFields(of: layout) {
      guard comesBack || field.schema.type.referenceTargets?.isPolymorphic == true, let filter = field.refers(to: name)
      else { continue }
      let nulls = Array(repeating: Scalar.null, count: field.columns.count)
      let count = try rewrite(
        table, reading: field.valueColumns, filter, writing: field.columns, isLogged: true
      ) { _ in nulls }
      effect.records += count
      effect.valuesLost += count
      if count > 0 { suspects.append((table, field.schema.number)) }
    }
  }

  private func referenceFields(of layout: StoreLayout) -> [(table: TableID, field: FieldLayout)] {
    layout.entities.flatMap { entity in
      entity.fields.filter { $0.schema.type.referenceTargets != nil }.map { (entity.table, $0) }
    }
  }

  /// Reads some columns of the rows that meet a filter and writes others, batch by batch in the order of ids.
  ///
  /// - Parameter isLogged: Whether the change log gets what was read, because values change and not only how they are kept.
  /// - Returns: How many rows were written.
  private mutating func rewrite(
    _ table: TableID, reading: [ColumnLayout], _ filter: Filter, writing: [ColumnLayout], isLogged: Bool = false,
    _ cells: ([Scalar]) -> [Scalar]
  ) throws -> Int {
    var read = RowBatch(
      ids: [], columns: reading.map(\.number), vectors: reading.map { ColumnVector($0.kind) })
    defer {
      if isLogged, read.count > 0 {
        let step = LoggedStep(
          operation: .update, table: table, ids: read.ids, columns: read.columns, vectors: read.vectors)
        replaced.append(step)
      }
    }
    let id = Operand.column(ColumnRef(column: SystemField.id.columnNumber))
    var written = 0
    var last: Int64?
    while true {
      let rest = last.map { [Filter.compare(id, .greater, .literal(.integer($0)))] } ?? []
      let scan = RowScan(
        sources: [Source(table: table)], filter: .and(rest + [filter]), limit: SchemaRun.batchSize,
        columns: reading.map { ColumnRef(column: $0.number) })
      // Rows are written only after the scan has ended: an engine need not allow both at once.
      var batches: [RowBatch] = []
      try writer.scan(scan, batchSize: SchemaRun.batchSize) { batch in
        batches.append(batch)
        return true
      }
      for batch in batches {
        var vectors = writing.map { ColumnVector($0.kind) }
        for row in 0..<batch.count {
          let results = cells(batch.vectors.map { $0[row] })
          for (position, result) in results.enumerated() where vectors.indices.contains(position) {
            vectors[position].append(result)
          }
        }
        try writer.update(RowBatch(ids: batch.ids, columns: writing.map(\.number), vectors: vectors), in: table)
        written += batch.count
        if isLogged { read.append(contentsOf: batch) }
      }
      guard let end = batches.last?.ids.last else { return written }
      last = end
    }
  }
}

extension FieldLayout {
  /// Whether a row refers to a record of an entity; nil if the field never does.
  fileprivate func refers(to entity: EntityName) -> Filter? {
    switch schema.type {
    case .reference(.one(entity)): return .not(isEmpty)
    case .reference(let targets) where targets.isPolymorphic:
      return valueColumns.last.map {
        .compare(.column(ColumnRef(column: $0.number)), .equal, .literal(.text(entity.rawValue)))
      }
    default: return nil
    }
  }
}
