/// The JSON form of records: used by tool, export, change feed and hosts alike.
///
/// What is written is what the schema shows: a field that `schema` does not have is left out, so encoding through the
/// schema that a principal may see never shows more. `Documentation/JSON.md` describes the form.
public enum RecordJSON {
  /// The JSON of a record.
  ///
  /// Keys are `id`, `revision`, `owner`, `created_at`, `modified_at`, `deleted_at`, then fields in the schema's order,
  /// by their present names; just those that the record contains. Fields of parents (`account.name`) are nested under
  /// their reference: `{"account": {"id": "12", "name": "Acme"}}`. Components that were read on their own keep their
  /// dotted name: `"slot.start"`.
  ///
  /// - Parameters:
  ///   - record: A record of the schema's entity.
  ///   - schema: What is shown of the record itself.
  ///   - catalog: What is shown of its parents, and the workspace's currency.
  /// - Complexity: O(*n* + *m*) in the fields of the record and of the schema.
  public static func encode(_ record: Record, schema: EntitySchema, catalog: Catalog) -> JSONValue {
    RecordJSONPlan(record.fieldNames, schema: schema, catalog: catalog).encode(record)
  }

  /// The JSON of many records; quicker than one by one, because rows of one result share their names.
  public static func encode(_ records: [Record], schema: EntitySchema, catalog: Catalog) -> [JSONValue] {
    var plan = RecordJSONPlan([], schema: schema, catalog: catalog)
    var result: [JSONValue] = []
    result.reserveCapacity(records.count)
    for record in records {
      if plan.names != record.fieldNames { plan = RecordJSONPlan(record.fieldNames, schema: schema, catalog: catalog) }
      result.append(plan.encode(record))
    }
    return result
  }

  /// A page of records: `{"items": […], "next": "cursor", "previous": null}`.
  ///
  /// - Parameters:
  ///   - items: The records' JSON.
  ///   - next: The cursor of the page after; nil at the end.
  ///   - previous: The cursor of the page before; nil at the beginning.
  public static func page(items: [JSONValue], next: String?, previous: String?) -> JSONValue {
    [
      "items": .array(items), "next": next.map(JSONValue.string) ?? .null,
      "previous": previous.map(JSONValue.string) ?? .null,
    ]
  }
}
