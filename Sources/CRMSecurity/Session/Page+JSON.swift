public import CRMModel

extension Page where Item == Record {
  /// The page in the JSON form: `{"items": […], "next": …, "previous": …}`.
  ///
  ///     let page = try await session.page(Query(text: "select name, account.name from contact"), first: 50)
  ///     let body = try page.json(fields: ["name", "account.name"]).text()
  ///
  /// What the principal may not see is absent. Ids and revisions are always shown. Fields of parents are nested under their reference; they
  /// are there if the query selected them.
  ///
  /// - Parameter fields: What to show of what was read; nil shows all of it.
  /// - Throws: `unknown_field` for each name that the entity does not have; `field_not_read` for each that the query did not select.
  public func json(fields: [FieldName]? = nil) throws(StoreError) -> JSONValue { try json(items, fields) }
}

extension Page where Item: Entity {
  /// The page in the JSON form: `{"items": […], "next": …, "previous": …}`.
  ///
  /// What the principal may not see is absent. Ids and revisions are always shown.
  ///
  /// - Parameter fields: What to show of what was read, custom and extension fields by their full names; nil shows all of it.
  /// - Throws: `unknown_field` for each name that the entity does not have; `field_not_read` for each that was not read.
  public func json(fields: [FieldName]? = nil) throws(StoreError) -> JSONValue {
    try json(items.map(Record.init), fields)
  }
}

extension Page {
  private func json(_ records: [Record], _ fields: [FieldName]?) throws(StoreError) -> JSONValue {
    guard let schema = catalog[entity] else {
      throw StoreError(.invalid, .unknownEntity, "no entity \(entity)")
    }
    var shown = records
    if let fields {
      try check(fields, records.first, schema)
      let wanted = Set(fields)
      shown = records.map { $0.keeping(wanted) }
    }
    let items = RecordJSON.encode(shown, schema: schema, catalog: catalog)
    return RecordJSON.page(items: items, next: next, previous: previous)
  }

  private func check(_ fields: [FieldName], _ record: Record?, _ schema: EntitySchema) throws(StoreError) {
    let violations = fields.compactMap { name -> Violation? in
      if record?.contains(name) ?? false { return nil }
      let words = FieldPath(name).words
      let isKnown = [1, 2].contains { count in
        let first = FieldName(words.prefix(count).joined(separator: "."))
        return SystemField(rawValue: first.rawValue) != nil || catalog.field(first, of: entity) != nil
      }
      if !isKnown { return Violation(.unknownField, "no field of this name", entity: entity, field: name) }
      return record == nil
        ? nil : Violation(.fieldNotRead, "the query did not read the field", entity: entity, field: name)
    }
    if let error = StoreError(violations: violations) { throw error }
  }
}

extension Session {
  /// A record in the JSON form. What the principal may not see is absent.
  public func json(_ record: Record) throws(StoreError) -> JSONValue {
    let catalog = schema
    guard let entity = catalog[record.entity] else {
      throw StoreError(.invalid, .unknownEntity, "no entity \(record.entity)")
    }
    return RecordJSON.encode(record, schema: entity, catalog: catalog)
  }
}
