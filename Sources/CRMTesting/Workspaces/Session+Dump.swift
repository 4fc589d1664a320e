public import CRMModel
public import CRMSecurity

extension Session {
  /// Every live record that the principal may see, a line each, as JSON Lines: for golden tests.
  ///
  ///     {"account":{"id":"1","revision":1,"name":"Acme"}}
  ///
  /// Entities come by name, records by id, keys in the schema's order: the same records always give the same text. With fixed ids and a fixed
  /// clock the same work does, too. The form of a record is that of `Documentation/JSON.md`.
  ///
  /// - Parameters:
  ///   - entities: Which entities, in this order; nil means all that are offered, by name.
  ///   - fields: What is shown of each record; nil means all of it.
  /// - Returns: One line a record, each ended by a line feed; empty for no records.
  /// - Throws: ``ErrorCode/unknownEntity`` for a name that is not there.
  /// - Complexity: O(*n*) in the records; all of them are in memory.
  @concurrent public func dump(
    _ entities: [EntityName]? = nil, fields: Set<FieldName>? = nil
  ) async throws(StoreError) -> String {
    do {
      return try await read { snapshot in
        let catalog = snapshot.schema
        let names = entities ?? catalog.entities.filter { !$0.isRetired }.map(\.name)
        var text = ""
        for name in names {
          let records = try snapshot.records(Query(name)).map { record in
            fields.map { record.keeping($0) } ?? record
          }
          guard let schema = catalog[name] else { continue }
          for json in RecordJSON.encode(records, schema: schema, catalog: catalog) {
            text += JSONValue.object(JSONObject([(name.rawValue, json)])).text() + "\n"
          }
        }
        return text
      }
    } catch {
      throw StoreError(wrapping: error)
    }
  }
}
