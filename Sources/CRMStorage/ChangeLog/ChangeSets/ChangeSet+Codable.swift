import CRMModel

/// The JSON form is described in `Documentation/JSON.md`: values are written as in records, so the types of the fields are told beside them.
extension ChangeSet: Codable {
  private enum CodingKeys: String, CodingKey { case types, changes }

  private enum ChangeKeys: String, CodingKey { case operation, entity, id, old, new }

  private typealias Types = [EntityName: [FieldName: FieldType]]

  /// Reads a change set.
  ///
  /// - Throws: `DecodingError`, or ``ValueError`` for a value that does not fit its type.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let types = try container.decode(Types.self, forKey: .types)
    var list = try container.nestedUnkeyedContainer(forKey: .changes)
    self.init()
    while !list.isAtEnd {
      changes.append(try ChangeSet.change(list.nestedContainer(keyedBy: ChangeKeys.self), types))
    }
  }

  /// Writes the change set. Its bytes are equal for equal ones if the encoder sorts keys.
  public func encode(to encoder: any Encoder) throws {
    var types: Types = [:]
    for change in changes {
      for field in change.fields { types[change.record.entity, default: [:]][field.field] = field.type }
    }
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(types, forKey: .types)
    var list = container.nestedUnkeyedContainer(forKey: .changes)
    for change in changes {
      var item = list.nestedContainer(keyedBy: ChangeKeys.self)
      try item.encode(change.operation.name, forKey: .operation)
      try item.encode(change.record.entity, forKey: .entity)
      try item.encode(String(change.record.rawValue), forKey: .id)
      if change.operation != .insert { try item.encode(change.values(\.old), forKey: .old) }
      if change.operation != .remove { try item.encode(change.values(\.new), forKey: .new) }
    }
  }

  private static func change(
    _ container: KeyedDecodingContainer<ChangeKeys>, _ types: Types
  ) throws -> Change {
    let name = try container.decode(String.self, forKey: .operation)
    guard let operation = RecordChange.Operation(name: name) else {
      throw ValueError(.unknownCode, "insert, update, delete, restore or remove expected", input: name)
    }
    let entity = try container.decode(EntityName.self, forKey: .entity)
    let text = try container.decode(String.self, forKey: .id)
    guard let id = Int64(text), id > 0 else {
      throw ValueError(.notARecordID, "an id above 0 in decimal digits expected", input: text)
    }
    let old = try container.decodeIfPresent([FieldName: CodedJSON].self, forKey: .old) ?? [:]
    let new = try container.decodeIfPresent([FieldName: CodedJSON].self, forKey: .new) ?? [:]
    let fields = try Set(old.keys).union(new.keys).sorted().map { field in
      guard let type = types[entity]?[field] else {
        throw ValueError(.unknownField, "the type of every field expected", input: field.rawValue)
      }
      return FieldChange(
        field, type, from: try FieldJSON.decode(old[field]?.value ?? .null, as: type),
        to: try FieldJSON.decode(new[field]?.value ?? .null, as: type))
    }
    return Change(operation, AnyRecordID(entity: entity, rawValue: id), fields: fields)
  }
}

extension ChangeSet.Change {
  fileprivate func values(_ side: KeyPath<ChangeSet.FieldChange, FieldValue>) -> [FieldName: CodedJSON] {
    Dictionary(
      fields.map { ($0.field, CodedJSON(FieldJSON.encode($0[keyPath: side], as: $0.type))) },
      uniquingKeysWith: { first, _ in first })
  }
}
