package import CRMModel

extension RecordReader {
  /// The live entity whose unique field has a value; nil if there is none.
  ///
  /// - Throws: `needs_unique_field` for a field that is not unique; what is wrong with the value.
  package func entity<E: Entity>(
    _ type: E.Type, where name: FieldName, is value: FieldValue
  ) throws(StoreError) -> E? {
    let coder: EntityCoder<E> = try coder()
    let field = try uniqueField(name, in: coder.layout)
    if access.visible(E.name) != nil {
      let isIt = Formula.compare(.equal, .field(FieldPath(name)), .literal(value))
      var query = EntityQuery<E>()
      query.query = query.query.where(isIt).limit(1)
      return try entities(query).first
    }
    try access.permit(.read(E.name))
    guard let filter = try filter(field, is: value, in: E.name) else { return nil }
    let scan = RowScan(sources: coder.lookup.sources, filter: filter, columns: coder.columns)
    var found: E?
    try engine {
      try self.reader.rows(scan) { cells in
        found = coder.entity(cells)
        return false
      }
    }
    return found
  }

  private func uniqueField(_ name: FieldName, in entity: EntityLayout) throws(StoreError) -> FieldLayout {
    if let field = entity.field(name), field.schema.isUnique, field.uniqueColumns.count == 1 { return field }
    let violation =
      entity.field(name) == nil
      ? entity.unknownField(name)
      : Violation(
        "needs_unique_field", "only by a unique field is there one record", entity: entity.schema.name, field: name)
    throw StoreError(.invalid, violation.code, violation.description, violations: [violation])
  }

  /// The live rows with a value in a unique field; nil if there can be none.
  private func filter(
    _ field: FieldLayout, is value: FieldValue, in entity: EntityName
  ) throws(StoreError) -> Filter? {
    let cells: [Scalar]
    do throws(ValueError) {
      cells = try FieldCodec.encode(LiteralCoercion.coerce(value, to: field.type), as: field.type)
    } catch {
      throw StoreError(error, entity: entity, field: field.schema.name)
    }
    var key = cells.first
    if field.schema.isFolded, field.foldedColumn != nil {
      key = field.foldedKey(of: cells)
    } else if case .phone = field.type {
      key = cells.last
    }
    guard let key, !key.isNull, let column = field.uniqueColumns.first else { return nil }
    return .and([IndexPlan.liveRows, .compare(.column(ColumnRef(column: column)), .equal, .literal(key))])
  }
}
