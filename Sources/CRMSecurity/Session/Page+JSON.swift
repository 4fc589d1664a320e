public import CRMModel

extension Session {
  /// A page of records in the JSON form: `{"items": […], "next": …, "previous": …}`.
  ///
  /// What the principal may not see is absent.
  public func json(_ page: Page<Record>) throws(StoreError) -> JSONValue {
    let catalog = schema
    guard let first = page.items.first, let entity = catalog[first.entity] else {
      return RecordJSON.page(items: [], next: page.next, previous: page.previous)
    }
    let items = RecordJSON.encode(page.items, schema: entity, catalog: catalog)
    return RecordJSON.page(items: items, next: page.next, previous: page.previous)
  }

  /// A record in the JSON form. What the principal may not see is absent.
  public func json(_ record: Record) throws(StoreError) -> JSONValue {
    let catalog = schema
    guard let entity = catalog[record.entity] else {
      throw StoreError(.invalid, .unknownEntity, "no entity \(record.entity)")
    }
    return RecordJSON.encode(record, schema: entity, catalog: catalog)
  }
}
