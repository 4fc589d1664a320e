internal import CRM

/// Results in the form of `Documentation/JSON.md`.
enum JSONOutput {
  /// What a query finds: records, or one object a group, or one object a row where columns were given names.
  static func rows(of query: Query, _ session: Session) async throws -> [JSONValue] {
    if !query.isGrouped, query.selection.allSatisfy({ $0.alias == nil }), let schema = session.schema[query.entity] {
      return RecordJSON.encode(try await session.records(query), schema: schema, catalog: session.schema)
    }
    let result = try await session.table(query)
    return result.rows.map { row in
      .object(JSONObject(zip(result.columns, row).map { ($0.rawValue, FieldJSON.encode($1, as: type(of: $1))) }))
    }
  }

  /// A type that writes a value as its own kind is written.
  private static func type(of value: FieldValue) -> FieldType {
    if case .reference(let id) = value { return .reference(.one(id.entity)) }
    return .text
  }

  /// An array with a line for each of its values.
  static func lines(_ values: [JSONValue]) -> String {
    if values.isEmpty { return "[]\n" }
    return "[\n" + values.map { "  " + $0.text() }.joined(separator: ",\n") + "\n]\n"
  }

  /// One value over several lines.
  static func pretty(_ value: JSONValue) -> String { value.text(isPretty: true) + "\n" }

  /// Anything of the library's that is `Encodable`, as JSON.
  static func value(_ value: some Encodable) throws -> JSONValue { try JSONBridge.value(value) }
}
