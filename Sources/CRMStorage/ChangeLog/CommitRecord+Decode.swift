package import CRMModel

extension CommitRecord {
  /// Reads an entry of the change log by today's schema: fields have the name of today and the type of their time, those that are gone since
  /// are left out.
  ///
  /// - Throws: ``ErrorCode/damaged`` if the entry is.
  package init(_ record: LogRecord, layout: StoreLayout) throws(StoreError) {
    guard let entry = LogEntryCodec.decode(record.body) else {
      throw StoreError(.damaged, .damaged, "entry \(record.sequence) of the change log is damaged")
    }
    sequence = record.sequence
    at = record.at
    actor = entry.actor
    cause = entry.cause
    schemaGeneration = entry.generation
    let currency = layout.catalog.currency
    changes = entry.steps.compactMap { step in
      layout.entity(table: step.table).map { RecordChange(step, entity: $0, currency: currency) }
    }
  }
}

extension RecordChange {
  fileprivate init(_ step: LoggedStep, entity layout: EntityLayout, currency: Currency) {
    operation = step.operation
    entity = layout.schema.name
    ids = step.ids
    var fields: [FieldName] = []
    var columns: [FieldColumns] = []
    for field in layout.fields.flatMap({ [$0] + $0.former(currency: currency) }) {
      let positions = field.valueColumns.compactMap { column in step.columns.firstIndex(of: column.number) }
      guard positions.count == field.valueColumns.count else { continue }
      fields.append(field.schema.name)
      columns.append(FieldColumns(type: field.type, vectors: positions.map { step.vectors[$0] }))
    }
    for system in [SystemField.owner, .deletedAt] {
      guard let position = step.columns.firstIndex(of: system.columnNumber) else { continue }
      fields.append(system.name)
      columns.append(FieldColumns(type: system.type(in: layout.schema.name), vectors: [step.vectors[position]]))
    }
    self.fields = fields
    oldValues = step.ids.indices.map { row in columns.map { $0.value(at: row) } }
  }
}
