import CRMModel

/// What a transaction did, with the cells before and after, while it is not decided who may see what of it.
package struct NotedChanges: Sendable {
  let steps: [LoggedStep]
  let layout: StoreLayout
  let access: any RecordAccess

  /// What of it may be seen.
  ///
  /// - Complexity: O(*n*) in the cells; nothing of the store is read.
  package func changeSet() -> ChangeSet {
    let catalog = access.admit(layout.catalog)
    var set = ChangeSet()
    for step in steps {
      guard let entity = layout.entity(table: step.table), let schema = catalog[entity.schema.name],
        (try? access.permit(.read(schema.name))) != nil
      else { continue }
      set.changes += step.changes(of: entity, fields: fields(of: step, entity, shown: schema))
    }
    return set
  }

  /// The fields of a step that may be shown.
  private func fields(of step: LoggedStep, _ entity: EntityLayout, shown schema: EntitySchema) -> [FieldLayout] {
    let shown = Set(schema.fields.filter { !$0.isRetired }.map(\.name))
    let numbers = Set(step.columns + (step.after?.columns ?? []))
    let own = entity.fields.filter { field in
      shown.contains(field.schema.name) && field.valueColumns.allSatisfy { numbers.contains($0.number) }
    }
    let system = [FieldLayout.owner, .deletedAt].filter { numbers.contains($0.schema.number) }
    return system + own
  }
}

extension LoggedStep {
  fileprivate func changes(of entity: EntityLayout, fields: [FieldLayout]) -> [ChangeSet.Change] {
    let before = RowBatch(ids: ids, columns: columns, vectors: vectors)
    return ids.indices.compactMap { row in
      if hidden.contains(ids[row]) { return nil }
      var changed: [ChangeSet.FieldChange] = []
      for field in fields {
        let old = field.value(before, row: row)
        let new = after.map { field.value($0, row: row) } ?? .null
        if old != new { changed.append(ChangeSet.FieldChange(field.schema.name, field.type, from: old, to: new)) }
      }
      if operation == .update, changed.isEmpty { return nil }
      return ChangeSet.Change(operation, AnyRecordID(entity: entity.schema.name, rawValue: ids[row]), fields: changed)
    }
  }
}

extension FieldLayout {
  /// The moment of deletion, as a field like others.
  fileprivate static let deletedAt: FieldLayout = {
    var schema = FieldSchema(SystemField.deletedAt.name, .instant)
    schema.number = SystemField.deletedAt.columnNumber
    return FieldLayout(schema, currency: .usd)
  }()
}
