extension Record {
  /// A typed record by field names: the system's fields, then what was read of its own, of modules' and of customers'.
  ///
  /// - Complexity: O(*n*²) in the number of fields.
  public init<E: Entity>(_ entity: E) {
    let info = entity.record
    var names = SystemField.allCases.filter { $0 != .deletedAt || info.deletedAt != nil }.map(\.name)
    var values: [FieldValue] = [
      info.id == 0 ? .null : .reference(AnyRecordID(entity: E.name, rawValue: info.id)),
      info.owner.map { .reference($0.erased) } ?? .null, .integer(info.revision),
      info.createdAt.map(FieldValue.instant) ?? .null, info.modifiedAt.map(FieldValue.instant) ?? .null,
    ]
    if let deleted = info.deletedAt { values.append(.instant(deleted)) }
    for name in E.schema.orderedFieldNames where info.wasRead(name) {
      names.append(name)
      values.append(E.schema.value(of: name, in: entity) ?? .null)
    }
    for name in info.extras.fieldNames {
      names.append(name)
      values.append(info.extras[name])
    }
    self.init(E.name, names: names, values: values)
    id = info.id
    revision = info.revision
  }

  /// The same record with just some of its fields, in its own order.
  package func keeping(_ wanted: Set<FieldName>) -> Record {
    let kept = names.indices.filter { wanted.contains(names[$0]) }
    var record = Record(entity, names: kept.map { names[$0] }, values: kept.map { values[$0] })
    record.id = id
    record.revision = revision
    return record
  }
}
