internal import CRM

/// The members of one change of a schema file, taken one by one.
struct SchemaMembers {
  /// Where the change stands in the file, for whoever wrote it.
  let place: String
  private var members: JSONObject

  init(_ members: JSONObject, place: String) {
    self.place = place
    self.members = members
  }

  /// Refuses members that nothing asked for.
  func finish() throws {
    if let key = members.keys.first { throw ToolFailure("\(place): unknown key `\(key)`") }
  }

  mutating func entity() throws -> EntityName { EntityName(try text("entity")) }
  mutating func field() throws -> FieldName { FieldName(try text("field")) }

  mutating func text(_ key: String) throws -> String {
    guard let text = try textIfThere(key) else { throw missing(key) }
    return text
  }

  mutating func textIfThere(_ key: String) throws -> String? {
    guard let value = take(key) else { return nil }
    guard let text = value.stringValue else { throw ToolFailure("\(place).\(key): a text expected") }
    return text
  }

  mutating func flagIfThere(_ key: String) throws -> Bool? {
    guard let value = take(key) else { return nil }
    guard case .bool(let flag) = value else { throw ToolFailure("\(place).\(key): true or false expected") }
    return flag
  }

  /// Something that `null` takes away: nil if the key is not there, a nil inside if it is null.
  mutating func clearable<T: Decodable>(_ key: String, _ shape: SchemaShape, _ type: T.Type) throws -> T?? {
    guard let value = take(key) else { return nil }
    if value == .null { return .some(nil) }
    return try decode(value, key, shape, type)
  }

  mutating func value<T: Decodable>(_ key: String, _ shape: SchemaShape, _ type: T.Type) throws -> T {
    guard let value = take(key) else { throw missing(key) }
    return try decode(value, key, shape, type)
  }

  /// A text for people: a string, or an object with translations.
  mutating func label(_ key: String) throws -> LocalizedText {
    guard let label = try labelIfThere(key) else { throw missing(key) }
    return label
  }

  mutating func labelIfThere(_ key: String) throws -> LocalizedText? {
    guard let value = take(key) else { return nil }
    return try label(value, key)
  }

  /// A text for people that `null` takes away.
  mutating func clearableLabel(_ key: String) throws -> LocalizedText?? {
    guard let value = take(key) else { return nil }
    return value == .null ? .some(nil) : try label(value, key)
  }

  /// An option of a picklist: its code, or an object.
  mutating func option(_ key: String) throws -> PicklistOption {
    guard let value = take(key) else { throw missing(key) }
    // The form of an option is known to the types that have options.
    let type: JSONValue = ["type": "picklist", "options": [value]]
    try SchemaShape.type.check(type, at: place)
    guard let option = try JSONBridge.decode(FieldType.self, type, at: "\(place).\(key)").options?.first else {
      throw missing(key)
    }
    return option
  }

  private mutating func take(_ key: String) -> JSONValue? {
    let value = members[key]
    members[key] = nil
    return value
  }

  private func label(_ value: JSONValue, _ key: String) throws -> LocalizedText {
    if let text = value.stringValue { return LocalizedText(text) }
    return try decode(value, key, .label, LocalizedText.self)
  }

  private func decode<T: Decodable>(_ value: JSONValue, _ key: String, _ shape: SchemaShape, _ type: T.Type) throws -> T
  {
    try shape.check(value, at: "\(place).\(key)")
    return try JSONBridge.decode(type, value, at: "\(place).\(key)")
  }

  private func missing(_ key: String) -> ToolFailure { ToolFailure("\(place): no `\(key)`") }
}
