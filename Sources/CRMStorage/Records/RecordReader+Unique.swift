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
    return try entity(where: filter, coder)
  }

  private func entity<E: Entity>(where filter: Filter, _ coder: EntityCoder<E>) throws(StoreError) -> E? {
    let scan = RowScan(sources: coder.lookup.sources, filter: filter, columns: coder.columns)
    var entity = coder.blank
    var isFound = false
    try engine {
      try self.reader.rows(scan) { cells in
        coder.fill(&entity, cells)
        isFound = true
        return false
      }
    }
    return isFound ? entity : nil
  }

  /// What a query finds that asks for nothing but the text of a unique field; nil for any other query, and for one with something wrong, which
  /// is told where queries are bound.
  ///
  /// There is one such record at most, so neither order nor limit matter, and engines keep the plan of such a look-up.
  func unique<E: Entity>(_ query: Query, _ coder: EntityCoder<E>) throws(StoreError) -> [E]? {
    guard query.scope == .live, query.order.isEmpty, !query.isGrouped, query.limit ?? 1 > 0,
      case .compare(.equal, .field(let path), .literal(.text(let text)))? = query.condition,
      path.words.count == 1, let field = coder.layout.field(FieldName(path.words[0])), field.schema.isUnique,
      field.uniqueColumns.count == 1, field.isPlainText, access.visible(E.name) == nil,
      let filter = try? filter(field, is: .text(text), in: E.name)
    else { return nil }
    try access.permit(.read(E.name))
    return try entity(where: filter, coder).map { [$0] } ?? []
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

extension FieldLayout {
  /// Whether the field is compared as one text.
  fileprivate var isPlainText: Bool {
    switch type {
    case .text, .email, .autoNumber: true
    default: false
    }
  }
}
