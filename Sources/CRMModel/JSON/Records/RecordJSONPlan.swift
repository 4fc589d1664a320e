/// Where the values of records with certain fields go in their JSON: found once, used for every row with those fields.
struct RecordJSONPlan {
  /// A key of an object and what stands there.
  indirect enum Entry {
    /// The value of the field at an index.
    case value(String, at: Int, as: FieldType)
    /// A reference and fields of the record it leads to; nil if the reference itself was not read.
    case parent(String, at: Int?, as: FieldType, [Entry])
  }

  /// The fields that the plan is for.
  let names: [FieldName]
  private let entries: [Entry]

  init(_ names: [FieldName], schema: EntitySchema, catalog: Catalog) {
    self.names = names
    let builder = RecordJSONPlanBuilder(catalog: catalog)
    entries = builder.plan(names.enumerated().map { RecordJSONPlanBuilder.Path($1, at: $0) }, schema, depth: 1).entries
  }

  func encode(_ record: Record) -> JSONValue {
    var object = JSONObject()
    if record.id != 0 { object.append("id", .string(String(record.id))) }
    if record.revision != 0 { object.append("revision", .number(JSONNumber(record.revision))) }
    append(entries, of: record.fields.map(\.value), to: &object)
    return .object(object)
  }

  private func append(_ entries: [Entry], of values: [FieldValue], to object: inout JSONObject) {
    for entry in entries {
      switch entry {
      case .value(let key, let index, let type):
        // Id and revision, or a parent's entity and id, may have been written before.
        if object.members.prefix(2).contains(where: { $0.key == key }) { continue }
        object.append(key, FieldJSON.encode(values[index], as: type))
      case .parent(let key, let index, let type, let children):
        object.append(key, parent(index.map { values[$0] }, type, children, values))
      }
    }
  }

  private func parent(
    _ reference: FieldValue?, _ type: FieldType, _ children: [Entry], _ values: [FieldValue]
  ) -> JSONValue {
    var object = JSONObject()
    if let reference {
      switch FieldJSON.encode(reference, as: type) {
      case .string(let id): object.append("id", .string(id))
      case .object(let both): object = both
      default: return .null
      }
    }
    append(children, of: values, to: &object)
    return .object(object)
  }
}
