internal import CRM

/// One change of a schema file, its members taken one by one.
struct SchemaVerb {
  private let name: String
  private let place: String
  private var members: JSONObject

  init(_ name: String, _ members: JSONObject, place: String) {
    self.name = name
    self.members = members
    self.place = place
  }

  /// Refuses members that nothing asked for.
  func finish() throws {
    if let key = members.keys.first { throw ToolFailure("\(place): unknown key `\(key)`") }
  }

  mutating func apply(to draft: inout SchemaDraft) throws {
    switch name {
    case "add_entity": try addEntity(to: &draft)
    case "rename_entity": draft.renameEntity(try entity(), to: EntityName(try text("to")))
    case "relabel_entity":
      let plural = try textIfThere("plural").map { LocalizedText($0) }
      draft[try entity()].relabel(LocalizedText(try text("label")), plural: plural)
    case "retire_entity": draft.retireEntity(try entity())
    case "restore_entity": draft.restoreEntity(try entity())
    case "remove_entity": draft.removeEntity(try entity())
    case "add_field": draft[try entity()].add(custom(try value("field", FieldSchema.self)))
    case "rename_field": draft[try entity()].rename(try field(), to: FieldName(try text("to")))
    case "retype_field": draft[try entity()].retype(try field(), to: try value("type", FieldType.self))
    case "relabel_field": draft[try entity()].relabel(try field(), to: LocalizedText(try text("label")))
    case "retire_field": draft[try entity()].retire(try field())
    case "restore_field": draft[try entity()].restore(try field())
    case "remove_field": draft[try entity()].remove(try field())
    case "set_field": try setField(in: &draft)
    case "add_option": draft[try entity()].addOption(try field(), try value("option", PicklistOption.self))
    case "retire_option": draft[try entity()].retireOption(try field(), try text("option"))
    case "restore_option": draft[try entity()].restoreOption(try field(), try text("option"))
    case "add_index":
      let index = try value("index", IndexSchema.self)
      draft[try entity()].addIndex(index.name, on: index.fields, unique: index.isUnique, where: index.condition)
    case "remove_index": draft[try entity()].removeIndex(FieldName(try text("index")))
    case "add_rule":
      let rule = try value("rule", RuleSchema.self)
      draft[try entity()].addRule(rule.code, on: rule.field, rule.message, condition: rule.condition)
    case "remove_rule": draft[try entity()].removeRule(ErrorCode(try text("rule")))
    default: throw ToolFailure("\(place): no such change; see Documentation/SchemaFiles.md")
    }
  }

  private mutating func addEntity(to draft: inout SchemaDraft) throws {
    let schema = try value("entity", EntitySchema.self)
    draft.addEntity(
      schema.name, label: schema.label, plural: schema.pluralLabel, title: schema.title,
      fields: schema.fields.map(custom)
    ) { made in
      made.help = schema.help
      made.indexes = schema.indexes
      made.overlaps = schema.overlaps
      made.history = schema.history
      made.rules = schema.rules
      made.hints = schema.hints
    }
  }

  private mutating func setField(in draft: inout SchemaDraft) throws {
    let entity = try entity()
    let field = try field()
    if let isOn = try flagIfThere("is_required") { draft[entity].setRequired(field, isOn) }
    if let isOn = try flagIfThere("is_unique") { draft[entity].setUnique(field, isOn) }
    if let isOn = try flagIfThere("is_indexed") { draft[entity].setIndexed(field, isOn) }
    if let isOn = try flagIfThere("is_folded") { draft[entity].setFolded(field, isOn) }
    if let help = try textIfThere("help") { draft[entity].setHelp(field, to: LocalizedText(help)) }
  }

  /// The field with everything that the file says; its name gets the prefix `custom.`.
  private func custom(_ field: FieldSchema) -> CustomField {
    CustomField(field.name, field.type) { made in
      let name = made.name
      let relationship = made.relationship
      made = field
      made.name = name
      made.relationship = field.relationship ?? relationship
    }
  }

  // MARK: Members

  private mutating func take(_ key: String) -> JSONValue? {
    let value = members[key]
    members[key] = nil
    return value
  }

  private mutating func text(_ key: String) throws -> String {
    guard let text = try textIfThere(key) else { throw ToolFailure("\(place): no `\(key)`") }
    return text
  }

  private mutating func textIfThere(_ key: String) throws -> String? {
    guard let value = take(key) else { return nil }
    guard let text = value.stringValue else { throw ToolFailure("\(place).\(key): a text expected") }
    return text
  }

  private mutating func flagIfThere(_ key: String) throws -> Bool? {
    guard let value = take(key) else { return nil }
    guard case .bool(let flag) = value else { throw ToolFailure("\(place).\(key): true or false expected") }
    return flag
  }

  private mutating func value<T: Decodable>(_ key: String, _ type: T.Type) throws -> T {
    guard let value = take(key) else { throw ToolFailure("\(place): no `\(key)`") }
    return try JSONBridge.decode(type, value, at: "\(place).\(key)")
  }

  private mutating func entity() throws -> EntityName { EntityName(try text("entity")) }
  private mutating func field() throws -> FieldName { FieldName(try text("field")) }
}
