internal import CRM

extension SchemaVerb {
  /// The verbs about fields and the options of picklists; false if it is none of them.
  mutating func applyToField(in draft: inout SchemaDraft) throws -> Bool {
    switch name {
    case "add_field": draft[try members.entity()].add(custom(try members.value("field", .field, FieldSchema.self)))
    case "rename_field":
      draft[try members.entity()].rename(try members.field(), to: FieldName(try members.text("to")))
    case "retype_field":
      draft[try members.entity()].retype(try members.field(), to: try members.value("type", .type, FieldType.self))
    case "relabel_field": draft[try members.entity()].relabel(try members.field(), to: try members.label("label"))
    case "set_field": try setField(in: &draft)
    case "retire_field": draft[try members.entity()].retire(try members.field())
    case "restore_field": draft[try members.entity()].restore(try members.field())
    case "remove_field": draft[try members.entity()].remove(try members.field())
    case "add_option": draft[try members.entity()].addOption(try members.field(), try members.option("option"))
    case "relabel_option":
      let label = try members.label("label")
      draft[try members.entity()].relabelOption(try members.field(), try members.text("option"), to: label)
    case "order_options":
      let codes = try members.value("options", .any, [String].self)
      draft[try members.entity()].orderOptions(try members.field(), codes)
    case "retire_option": draft[try members.entity()].retireOption(try members.field(), try members.text("option"))
    case "restore_option": draft[try members.entity()].restoreOption(try members.field(), try members.text("option"))
    default: return false
    }
    return true
  }

  private mutating func setField(in draft: inout SchemaDraft) throws {
    let (entity, field) = (try members.entity(), try members.field())
    // First, because a required reference may have to be given another relationship.
    if let relationship = try members.clearable("relationship", .relationship, RelationshipSchema.self) {
      draft[entity].set(field, .relationship(relationship ?? RelationshipSchema()))
    }
    if let value = try members.clearable("default_value", .any, DefaultValue.self) {
      draft[entity].setDefault(field, to: value)
    }
    if let isOn = try members.flagIfThere("is_required") { draft[entity].setRequired(field, isOn) }
    if let isOn = try members.flagIfThere("is_unique") { draft[entity].setUnique(field, isOn) }
    if let isOn = try members.flagIfThere("is_indexed") { draft[entity].setIndexed(field, isOn) }
    if let isOn = try members.flagIfThere("is_folded") { draft[entity].setFolded(field, isOn) }
    if let help = try members.clearableLabel("help") { draft[entity].setHelp(field, to: help) }
    if let kind = try members.clearable("personal_data", .any, PersonalDataClass.self) {
      draft[entity].set(field, .personalData(kind))
    }
    if let sensitivity = try members.clearable("sensitivity", .any, Sensitivity.self) {
      draft[entity].set(field, .sensitivity(sensitivity ?? .normal))
    }
    if let hints = try members.clearable("hints", .any, [String: String].self) {
      draft[entity].set(field, .hints(hints ?? [:]))
    }
  }

  /// The field with everything that the file says; its name gets the prefix `custom.`.
  func custom(_ field: FieldSchema) -> CustomField {
    CustomField(field.name, field.type) { made in
      let name = made.name
      let relationship = made.relationship
      made = field
      made.name = name
      made.relationship = field.relationship ?? relationship
    }
  }
}
