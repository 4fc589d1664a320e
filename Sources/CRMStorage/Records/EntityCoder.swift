package import CRMModel

/// Moves compiled entities into rows and back, field by field over whole batches.
package struct EntityCoder<E: Entity> {
  let layout: EntityLayout
  private let own: Set<FieldName>
  private let extras: [FieldLayout]

  package init(_ layout: EntityLayout) {
    self.layout = layout
    own = E.schema.fieldNames
    let own = own
    extras = layout.fields.filter { !own.contains($0.schema.name) && !$0.schema.isRetired }
  }

  /// The columns that reading whole entities needs.
  package var columns: [Int32] { layout.storedColumns }

  /// The entities that rows hold.
  package func decode(_ rows: RowBatch) -> [E] {
    let template = E()
    var entities = Array(repeating: template, count: rows.count)
    var missing: Set<FieldName> = []
    E.schema.load(into: &entities) { schema in
      guard let columns = columns(of: layout.field(schema.name), rows) else {
        missing.insert(schema.name)
        return nil
      }
      return columns
    }
    let readFields = missing.isEmpty ? nil : own.subtracting(missing)
    setSystem(&entities, rows, readFields: readFields)
    setExtras(&entities, rows)
    return entities
  }

  private func columns(of field: FieldLayout?, _ rows: RowBatch) -> FieldColumns? {
    guard let field else { return nil }
    var vectors: [ColumnVector] = []
    for column in field.valueColumns {
      if let position = rows.position(of: column.number) {
        vectors.append(rows.vectors[position])
      } else {
        vectors.append(ColumnVector(nulls: rows.count, kind: column.kind))
      }
    }
    return FieldColumns(type: field.type, vectors: vectors)
  }

  private func setSystem(_ entities: inout [E], _ rows: RowBatch, readFields: Set<FieldName>?) {
    let owner = rows.column(.owner)
    let revision = rows.column(.revision)
    let created = rows.column(.createdAt)
    let modified = rows.column(.modifiedAt)
    let deleted = rows.column(.deletedAt)
    for row in 0..<rows.count {
      entities[row].record.id = rows.ids[row]
      entities[row].record.owner = owner[row].map(User.ID.init(rawValue:))
      entities[row].record.setSystem(
        revision: revision[row] ?? 0, createdAt: created[row].flatMap(Instant.init(microsecondsSinceEpoch:)),
        modifiedAt: modified[row].flatMap(Instant.init(microsecondsSinceEpoch:)),
        deletedAt: deleted[row].flatMap(Instant.init(microsecondsSinceEpoch:)), readFields: readFields)
    }
  }

  private func setExtras(_ entities: inout [E], _ rows: RowBatch) {
    if extras.isEmpty { return }
    let names = extras.map(\.schema.name)
    let columns = extras.map { self.columns(of: $0, rows) }
    for row in 0..<rows.count {
      entities[row].record.extras = ExtraValues(
        names: names, values: columns.map { $0?.value(at: row) ?? .null })
    }
  }

  /// The entities as a batch to be written.
  ///
  /// - Throws: A value that does not fit its field; `unknownField` for an extension or custom field that is not there; `fieldNotRead` for a
  ///   field that was set but not read.
  package func encode(_ entities: [E]) throws(StoreError) -> FieldBatch {
    var entities = entities
    var batch = FieldBatch(entity: layout, ids: entities.map(\.record.id))
    let readFields =
      entities.compactMap(\.record.readFields).reduce(nil) { $0?.intersection($1) ?? $1 } as Set<FieldName>?
    let stored = try E.schema.store(&entities) { schema in layout.field(schema.name)?.type ?? schema.type }
    for (name, columns) in stored {
      guard let field = layout.field(name), !field.schema.isRetired else { continue }
      if let readFields, !readFields.contains(name) {
        try checkUntouched(name, entities)
        continue
      }
      batch.set(field, columns)
    }
    var owners = ColumnVector(.integer)
    for entity in entities { owners.append(entity.record.owner.map { .integer($0.rawValue) } ?? .null) }
    batch.owners = owners
    try encodeExtras(entities, &batch)
    return batch
  }

  /// The entities as a batch in which a property with its initial value counts as not named: for entities that were never read.
  package func encodeGiven(_ entities: [E]) throws(StoreError) -> FieldBatch {
    var batch = try encode(entities)
    let initial = try encode([E()])
    for field in batch.fields {
      guard let blank = initial.columns(of: field.layout)?.cells(0) else { continue }
      let columns = field.columns
      batch.setAbsent(field.layout.schema.number, (0..<batch.count).map { columns.cells($0) == blank })
    }
    batch.setAbsent(SystemField.owner.columnNumber, entities.map { $0.record.owner == nil })
    for name in Set(entities.flatMap(\.record.extras.fieldNames)) {
      guard let field = layout.field(name) else { continue }
      batch.setAbsent(field.schema.number, entities.map { !$0.record.extras.fieldNames.contains(name) })
    }
    return batch
  }

  private func checkUntouched(_ name: FieldName, _ entities: [E]) throws(StoreError) {
    let initial = E.schema.value(of: name, in: E())
    for (index, entity) in entities.enumerated() where E.schema.value(of: name, in: entity) != initial {
      let violation = Violation(
        .fieldNotRead, "the field was not read, so it cannot be set", entity: E.name, field: name, index: index)
      throw StoreError(.invalid, .fieldNotRead, violation.description, violations: [violation])
    }
  }

  private func encodeExtras(_ entities: [E], _ batch: inout FieldBatch) throws(StoreError) {
    var names: [FieldName] = []
    for entity in entities {
      for name in entity.record.extras.fieldNames where !names.contains(name) { names.append(name) }
    }
    var violations: [Violation] = []
    for name in names {
      guard let field = layout.field(name), !field.schema.isRetired else {
        violations.append(Violation(.unknownField, "no field of this name", entity: E.name, field: name))
        continue
      }
      var columns = FieldColumns(type: field.type)
      for (index, entity) in entities.enumerated() {
        do throws(ValueError) {
          try columns.append(LiteralCoercion.coerce(entity.record.extras[name], to: field.type))
        } catch {
          violations.append(Violation(error.code, error.hint, entity: E.name, field: name, index: index))
          try? columns.append(.null)
        }
      }
      batch.set(field, columns)
    }
    if let error = StoreError(violations: violations) { throw error }
  }
}
