import CRMModel

extension RecordWriter {
  /// Checks whole rows before they are written.
  ///
  /// - Parameters:
  ///   - rows: The rows as they would be, all columns that are not null.
  ///   - changed: The numbers of the fields that change; nil for new rows.
  func checkRows(_ rows: RowBatch, entity: EntityLayout, changed: Set<Int32>?) throws {
    var violations: [Violation] = []
    checkRequired(rows, entity, changed, &violations)
    checkCodes(rows, entity, changed, &violations)
    checkConditions(rows, entity, changed, &violations)
    if let error = StoreError(violations: violations) { throw error }
    try checkRules(rows, entity, &violations)
    try checkReferences(rows, entity, changed, &violations)
    if let error = StoreError(violations: violations) { throw error }
    try checkTrees(rows, entity, changed)
    try checkOverlaps(rows, entity, changed)
  }

  private func violation(
    _ code: ErrorCode, _ message: String, _ entity: EntityLayout, _ field: FieldName?, _ rows: RowBatch, _ row: Int
  ) -> Violation {
    let id = AnyRecordID(entity: entity.schema.name, rawValue: rows.ids[row])
    return Violation(code, message, entity: entity.schema.name, field: field, record: id, index: row)
  }

  private func checkRequired(
    _ rows: RowBatch, _ entity: EntityLayout, _ changed: Set<Int32>?, _ violations: inout [Violation]
  ) {
    for field in entity.fields where field.schema.isRequired && !field.schema.isRetired {
      guard changed?.contains(field.schema.number) ?? true else { continue }
      let vectors = field.valueColumns.map { column in
        rows.position(of: column.number).map { rows.vectors[$0] } ?? ColumnVector(nulls: rows.count, kind: column.kind)
      }
      let columns = FieldColumns(type: field.type, vectors: vectors)
      if !columns.hasNullRow { continue }
      for row in 0..<rows.count where columns.isNull(row) {
        violations.append(violation(.required, "a value is required", entity, field.schema.name, rows, row))
      }
    }
  }

  private func checkCodes(
    _ rows: RowBatch, _ entity: EntityLayout, _ changed: Set<Int32>?, _ violations: inout [Violation]
  ) {
    for field in entity.fields where !field.schema.isRetired {
      guard let options = field.type.options, changed?.contains(field.schema.number) ?? true,
        let position = rows.position(of: field.schema.number)
      else { continue }
      let known = Set(options.filter(\.isActive).map(\.code))
      for row in 0..<rows.count {
        guard let text = rows.vectors[position][row].textValue, !known.contains(text) else { continue }
        let isSet = if case .picklistSet = field.type { true } else { false }
        if !isSet || !text.split(separator: ";").allSatisfy({ known.contains(String($0)) }) {
          let choice = options.filter(\.isActive).map(\.code).joined(separator: ", ")
          violations.append(violation(.unknownCode, "one of \(choice) expected", entity, field.schema.name, rows, row))
        }
      }
    }
  }

  /// A stored condition is checked against the schema when it is saved.
  private func checkConditions(
    _ rows: RowBatch, _ entity: EntityLayout, _ changed: Set<Int32>?, _ violations: inout [Violation]
  ) {
    for field in entity.fields where !field.schema.isRetired {
      guard case .condition(let target) = field.type, changed?.contains(field.schema.number) ?? true else { continue }
      for row in 0..<rows.count {
        guard case .condition(let condition) = field.value(rows, row: row) else { continue }
        do throws(StoreError) {
          _ = try QueryBinder(layout: layout, context: context.binding, access: context.access).filter(
            condition, on: target)
        } catch {
          violations.append(violation(error.code, error.message, entity, field.schema.name, rows, row))
        }
      }
    }
  }

  private func checkRules(_ rows: RowBatch, _ entity: EntityLayout, _ violations: inout [Violation]) throws {
    let evaluator = FilterEvaluator()
    let binder = QueryBinder(layout: layout, context: context.binding, access: FullAccess())
    for (place, rule) in entity.schema.rules.enumerated() {
      let filter = try layout.rules.filter(place, of: entity, binder)
      for row in 0..<rows.count where try evaluator.truth(filter, cells: RowCells(batch: rows, row: row)) == false {
        violations.append(
          violation(rule.code, rule.message.resolve(for: context.language), entity, rule.field, rows, row))
      }
    }
  }

  func rowFilter(_ condition: Formula, _ entity: EntityLayout) throws(StoreError) -> Filter {
    try QueryBinder(layout: layout, context: context.binding, access: FullAccess())
      .rowFilter(condition, on: entity.schema.name)
  }

  private func checkReferences(
    _ rows: RowBatch, _ entity: EntityLayout, _ changed: Set<Int32>?, _ violations: inout [Violation]
  ) throws {
    try checkOwners(rows, entity, changed, &violations)
    for field in entity.fields where !field.schema.isRetired {
      guard let targets = field.type.referenceTargets, changed?.contains(field.schema.number) ?? true,
        let position = rows.position(of: field.schema.number)
      else { continue }
      let ids = rows.vectors[position].integerCells
      let groups: [EntityName: [Int]]
      if case .one(let name) = targets {
        groups = [name: Array(ids.indices)]
      } else {
        let entityPosition = rows.position(of: field.schema.number &+ 1)
        groups = Dictionary(grouping: ids.indices) { row in
          EntityName(entityPosition.flatMap { rows.vectors[$0][row].textValue } ?? "")
        }
      }
      for (target, members) in groups.sorted(by: { $0.key < $1.key }) {
        let missing = try missingRecords(of: target, members.compactMap { ids[$0] }, beside: rows, of: entity)
        if missing.isEmpty { continue }
        for row in members where ids[row].map(missing.contains) ?? false {
          violations.append(
            violation(.brokenReference, "no \(target) of this id", entity, field.schema.name, rows, row))
        }
      }
    }
  }

  private func checkOwners(
    _ rows: RowBatch, _ entity: EntityLayout, _ changed: Set<Int32>?, _ violations: inout [Violation]
  ) throws {
    let number = SystemField.owner.columnNumber
    guard changed?.contains(number) ?? true, let position = rows.position(of: number) else { return }
    let ids = rows.vectors[position].integerCells
    let missing = try missingRecords(of: "user", ids.compactMap { $0 }, beside: rows, of: entity)
    if missing.isEmpty { return }
    for row in ids.indices where ids[row].map(missing.contains) ?? false {
      violations.append(violation(.brokenReference, "no user of this id", entity, SystemField.owner.name, rows, row))
    }
  }

  /// Those of some ids that are no live records of an entity, and not among the rows being written either.
  private func missingRecords(
    of name: EntityName, _ ids: [Int64], beside rows: RowBatch, of entity: EntityLayout
  ) throws(StoreError) -> Set<Int64> {
    var missing = Set(ids)
    if name == entity.schema.name { missing.subtract(rows.ids) }
    guard !missing.isEmpty, let target = layout.entity(name) else { return missing }
    let deleted = ColumnRef(column: SystemField.deletedAt.columnNumber)
    let scan = RowScan(sources: [Source(table: target.table)], ids: missing.sorted(), columns: [deleted])
    try engine {
      try self.writer.scan(scan, batchSize: 4_096) { batch in
        for (row, id) in batch.ids.enumerated() where batch.vectors[0].isNull(at: row) { missing.remove(id) }
        return true
      }
    }
    return missing
  }

  /// Names what an engine's refusal means in the schema's words.
  func explain(_ error: EngineError, entity: EntityLayout, ids: [Int64]) -> StoreError {
    let position = error.row.flatMap { ids.firstIndex(of: $0) }
    let record = error.row.map { AnyRecordID(entity: entity.schema.name, rawValue: $0) }
    switch error.code {
    case .notUnique:
      let field = entity.fields.first { $0.schema.number == error.index }?.schema.name
      let index = entity.schema.indexes.first { $0.number == error.index }
      let names = index.map { $0.fields.map(\.description).joined(separator: ", ") } ?? field?.rawValue ?? "index"
      let violation = Violation(
        .notUnique, "the value of \(names) is taken by another record", entity: entity.schema.name,
        field: field ?? index?.fields.first.map { FieldName($0.description) }, record: record, index: position)
      return StoreError(.exists, .notUnique, violation.description, violations: [violation])
    case "duplicate_key":
      let violation = Violation(
        error.code, "a record with this id is there already", entity: entity.schema.name, field: SystemField.id.name,
        record: record, index: position)
      return StoreError(.exists, error.code, violation.description, violations: [violation])
    default: return StoreError(wrapping: error)
    }
  }
}
