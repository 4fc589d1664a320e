import CRMModel

extension RecordWriter {
  /// Checks whole rows before they are written.
  ///
  /// - Parameters:
  ///   - rows: The rows as they would be, all columns that are not null.
  ///   - changes: Which fields change in which row; what a row keeps is not judged, rules over the whole row aside.
  func checkRows(_ rows: RowBatch, entity: EntityLayout, changes: RowChanges) throws {
    var violations: [Violation] = []
    checkRequired(rows, entity, changes, &violations)
    checkCodes(rows, entity, changes, &violations)
    checkConditions(rows, entity, changes, &violations)
    if let error = StoreError(violations: violations) { throw error }
    try checkRules(rows, entity, changes, &violations)
    try checkReferences(rows, entity, changes, &violations)
    if let error = StoreError(violations: violations) { throw error }
    try checkTrees(rows, entity, changes)
    try checkOverlaps(rows, entity, changes)
  }

  private func violation(
    _ code: ErrorCode, _ message: String, _ entity: EntityLayout, _ field: FieldName?, _ rows: RowBatch, _ row: Int,
    _ changes: RowChanges
  ) -> Violation {
    let id = AnyRecordID(entity: entity.schema.name, rawValue: rows.ids[row])
    return Violation(code, message, entity: entity.schema.name, field: field, record: id, index: changes.place(row))
  }

  private func checkRequired(
    _ rows: RowBatch, _ entity: EntityLayout, _ changes: RowChanges, _ violations: inout [Violation]
  ) {
    for field in entity.roles.required {
      let number = field.schema.number
      guard changes.touch(number) else { continue }
      if field.valueColumns.count == 1, let position = rows.position(of: number), !rows.vectors[position].hasNulls {
        continue
      }
      let vectors = field.valueColumns.map { column in
        rows.position(of: column.number).map { rows.vectors[$0] } ?? ColumnVector(nulls: rows.count, kind: column.kind)
      }
      let columns = FieldColumns(type: field.type, vectors: vectors)
      if !columns.hasNullRow { continue }
      for row in 0..<rows.count where columns.isNull(row) && changes.touch(number, row: row) {
        violations.append(violation(.required, "a value is required", entity, field.schema.name, rows, row, changes))
      }
    }
  }

  private func checkCodes(
    _ rows: RowBatch, _ entity: EntityLayout, _ changes: RowChanges, _ violations: inout [Violation]
  ) {
    for coded in entity.roles.coded {
      let (field, isSet) = (coded.field, coded.isSet)
      let number = field.schema.number
      guard changes.touch(number), let position = rows.position(of: number) else { continue }
      let codes = rows.vectors[position]
      for row in 0..<rows.count where changes.touch(number, row: row) {
        guard let text = codes[row].textValue, !coded.active.contains(text) else { continue }
        // Of several codes, those that the row held already stay.
        let held = isSet ? changes.before?[row, number].textValue?.split(separator: ";") ?? [] : []
        if !isSet || !text.split(separator: ";").allSatisfy({ coded.active.contains(String($0)) || held.contains($0) })
        {
          let choice = (field.type.options ?? []).filter(\.isActive).map(\.code).joined(separator: ", ")
          violations.append(
            violation(.unknownCode, "one of \(choice) expected", entity, field.schema.name, rows, row, changes))
        }
      }
    }
  }

  /// A stored condition is checked against the schema when it is saved.
  private func checkConditions(
    _ rows: RowBatch, _ entity: EntityLayout, _ changes: RowChanges, _ violations: inout [Violation]
  ) {
    for (field, target) in entity.roles.conditions {
      let number = field.schema.number
      guard changes.touch(number) else { continue }
      for row in 0..<rows.count where changes.touch(number, row: row) {
        guard case .condition(let condition) = field.value(rows, row: row) else { continue }
        do throws(StoreError) {
          _ = try QueryBinder(layout: layout, context: context.binding, access: context.access).filter(
            condition, on: target)
        } catch {
          violations.append(violation(error.code, error.message, entity, field.schema.name, rows, row, changes))
        }
      }
    }
  }

  private func checkRules(
    _ rows: RowBatch, _ entity: EntityLayout, _ changes: RowChanges, _ violations: inout [Violation]
  ) throws {
    if entity.schema.rules.isEmpty { return }
    let evaluator = FilterEvaluator()
    for (place, rule) in entity.schema.rules.enumerated() {
      let filter = try layout.rules.filter(rule.condition, of: .rule(place), on: entity, fullBinder)
      for row in 0..<rows.count where try evaluator.truth(filter, cells: RowCells(batch: rows, row: row)) == false {
        violations.append(
          violation(rule.code, rule.message.resolve(for: context.language), entity, rule.field, rows, row, changes))
      }
    }
  }

  func rowFilter(_ condition: Formula, _ entity: EntityLayout) throws(StoreError) -> Filter {
    try fullBinder.rowFilter(condition, on: entity.schema.name)
  }

  /// What binds the conditions of the schema itself, which see all there is.
  var fullBinder: QueryBinder { QueryBinder(layout: layout, context: context.binding, access: FullAccess()) }

  private func checkReferences(
    _ rows: RowBatch, _ entity: EntityLayout, _ changes: RowChanges, _ violations: inout [Violation]
  ) throws {
    try checkOwners(rows, entity, changes, &violations)
    for (field, targets) in entity.roles.references {
      let number = field.schema.number
      guard changes.touch(number), number != changes.toNewRecords, let position = rows.position(of: number) else {
        continue
      }
      let ids = changes.cells(of: number, rows.vectors[position])
      // Most cells of a single row are null.
      if ids.count == 1, ids[0] == nil { continue }
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
            violation(.brokenReference, "no \(target) of this id", entity, field.schema.name, rows, row, changes))
        }
      }
    }
  }

  private func checkOwners(
    _ rows: RowBatch, _ entity: EntityLayout, _ changes: RowChanges, _ violations: inout [Violation]
  ) throws {
    let number = SystemField.owner.columnNumber
    guard changes.touch(number), let position = rows.position(of: number) else { return }
    let ids = changes.cells(of: number, rows.vectors[position])
    let missing = try missingRecords(of: "user", ids.compactMap { $0 }, beside: rows, of: entity)
    if missing.isEmpty { return }
    for row in ids.indices where ids[row].map(missing.contains) ?? false {
      violations.append(
        violation(.brokenReference, "no user of this id", entity, SystemField.owner.name, rows, row, changes))
    }
  }

  /// Those of some ids that are no live records of an entity, and not among the rows being written either.
  private func missingRecords(
    of name: EntityName, _ ids: [Int64], beside rows: RowBatch, of entity: EntityLayout
  ) throws(StoreError) -> Set<Int64> {
    var missing = Set(ids)
    if name == entity.schema.name { missing.subtract(rows.ids) }
    guard !missing.isEmpty, let target = layout.entity(name) else { return missing }
    if missing.count == 1 {
      let found = try self.rows(target, ids: Array(missing), columns: [.deletedAt])
      return found.count == 1 && found.vectors[0].isNull(at: 0) ? [] : missing
    }
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
