package import CRMModel

/// Values of some fields for a batch of records of one entity, column by column: what every write begins as.
package struct FieldBatch: Sendable {
  /// The entity.
  package let entity: EntityLayout
  /// The records' ids; at an insert 0 means that the store gives one.
  package var ids: [Int64]
  /// The owners; nil if none is given.
  package var owners: ColumnVector?
  /// By field number (or the owner's column number): which records do not name the field. An update leaves it as it is there.
  package var absent: [Int32: [Bool]] = [:]
  /// The revisions that the changes were made against, one a record, 0 for any; nil for any.
  package var revisions: [Int64]?
  /// The fields given and their columns, in the order of the schema.
  package private(set) var fields: [(layout: FieldLayout, vectors: [ColumnVector])] = []

  /// Records with ids and nothing else.
  package init(entity: EntityLayout, ids: [Int64]) {
    self.entity = entity
    self.ids = ids
  }

  /// How many records there are.
  package var count: Int { ids.count }

  /// Makes room for the columns of so many fields.
  package mutating func reserve(_ count: Int) { fields.reserveCapacity(count) }

  /// Gives a field its columns, or replaces them.
  package mutating func set(_ field: FieldLayout, _ columns: FieldColumns) {
    if let index = fields.firstIndex(where: { $0.layout.schema.number == field.schema.number }) {
      fields[index].vectors = columns.vectors
    } else {
      fields.append((field, columns.vectors))
    }
  }

  /// The columns of a field; nil if it is not given.
  package func columns(of field: FieldLayout) -> FieldColumns? {
    fields.first { $0.layout.schema.number == field.schema.number }.map {
      FieldColumns(type: field.type, vectors: $0.vectors)
    }
  }

  /// The records at some positions.
  package func picking(_ rows: [Int]) -> FieldBatch {
    var batch = FieldBatch(entity: entity, ids: rows.map { ids[$0] })
    batch.owners = owners?.picking(rows)
    batch.absent = absent.mapValues { flags in rows.map { flags[$0] } }
    batch.revisions = revisions.map { all in rows.map { all[$0] } }
    batch.fields = fields.map { field in (field.layout, field.vectors.map { $0.picking(rows) }) }
    return batch
  }
}

extension FieldBatch {
  /// Records of one entity as a batch: the fields that any of them gives, null where one does not.
  ///
  /// - Throws: Everything that is wrong with names and values, at once.
  package init(_ records: [Record], entity: EntityLayout) throws(StoreError) {
    self.init(entity: entity, ids: records.map(\.id))
    let name = entity.schema.name
    var violations: [Violation] = []
    var owners = ColumnVector(.integer)
    var names: [FieldName] = []
    for (index, record) in records.enumerated() {
      if record.entity != name {
        violations.append(Violation(.wrongType, "a record of \(name) expected", entity: record.entity, index: index))
      }
      do throws(ValueError) {
        owners.append(try FieldBatch.cell(.owner, of: record))
      } catch {
        violations.append(
          Violation(error.code, error.hint, entity: name, field: SystemField.owner.name, index: index))
        owners.append(.null)
      }
      if record.fieldNames == names { continue }
      for field in record.fieldNames where !names.contains(field) { names.append(field) }
    }
    if records.contains(where: { $0.contains(SystemField.owner.name) }) {
      self.owners = owners
      setAbsent(SystemField.owner.columnNumber, records.map { !$0.contains(SystemField.owner.name) })
    }
    // Records that were made alike share their names, and need not be searched for each.
    let isShared = records.allSatisfy { $0.fieldNames == names }
    for (place, fieldName) in names.enumerated() where SystemField(rawValue: fieldName.rawValue) == nil {
      guard let field = entity.field(fieldName) else {
        violations.append(entity.unknownField(fieldName))
        continue
      }
      var columns = FieldColumns(type: field.type)
      for (index, record) in records.enumerated() {
        do throws(ValueError) {
          let value = isShared ? record.value(at: place) : record[fieldName]
          try columns.appendValue(LiteralCoercion.coerce(value, to: field.type))
        } catch {
          violations.append(Violation(error.code, error.hint, entity: name, field: fieldName, index: index))
          try? columns.append(.null)
        }
      }
      set(field, columns)
      if !isShared { setAbsent(field.schema.number, records.map { !$0.contains(fieldName) }) }
    }
    if let error = StoreError(violations: violations) { throw error }
  }

  /// Notes which records do not name a field.
  package mutating func setAbsent(_ field: Int32, _ flags: [Bool]) {
    if flags.contains(true) { absent[field] = flags }
  }

  private static func cell(_ field: SystemField, of record: Record) throws(ValueError) -> Scalar {
    let type = field.type(in: record.entity)
    let value = try LiteralCoercion.coerce(record[field.name], to: type)
    return try FieldCodec.encode(value, as: type).first ?? .null
  }
}

extension FieldBatch {
  /// Whether a filter is true for a record as it stands, without defaults.
  package static func matches(
    _ filter: Filter, _ record: Record, entity: EntityLayout
  ) throws(StoreError) -> Bool {
    let batch = try FieldBatch([record], entity: entity)
    var rows = RowBatch(ids: batch.ids, columns: [], vectors: [])
    for field in batch.fields { rows.append(field.vectors, of: field.layout) }
    do {
      for field in SystemField.allCases where field != .id {
        var column = ColumnVector(.integer)
        column.append(try cell(field, of: record))
        rows.set(field.columnNumber, column)
      }
      return try FilterEvaluator().truth(filter, cells: RowCells(batch: rows, row: 0)) == true
    } catch {
      throw StoreError(wrapping: error)
    }
  }
}
