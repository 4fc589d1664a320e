internal import CRM

/// One change of a schema file: a verb, and the members it takes.
struct SchemaVerb {
  let name: String
  var members: SchemaMembers

  init(_ name: String, _ members: JSONObject, place: String) {
    self.name = name
    self.members = SchemaMembers(members, place: place)
  }

  /// Refuses members that nothing asked for.
  func finish() throws { try members.finish() }

  mutating func apply(to draft: inout SchemaDraft) throws {
    if try applyToEntity(in: &draft) { return }
    if try applyToField(in: &draft) { return }
    if try applyToRules(in: &draft) { return }
    throw ToolFailure("\(members.place): no such change; see Documentation/SchemaFiles.md")
  }

  /// The verbs about indexes, rules and intervals that may not overlap.
  private mutating func applyToRules(in draft: inout SchemaDraft) throws -> Bool {
    switch name {
    case "add_index":
      let index = try members.value("index", .index, IndexSchema.self)
      draft[try members.entity()].addIndex(index.name, on: index.fields, unique: index.isUnique, where: index.condition)
    case "remove_index": draft[try members.entity()].removeIndex(FieldName(try members.text("index")))
    case "add_rule":
      let rule = try members.value("rule", .rule, RuleSchema.self)
      draft[try members.entity()].addRule(rule.code, on: rule.field, rule.message, condition: rule.condition)
    case "remove_rule": draft[try members.entity()].removeRule(ErrorCode(try members.text("rule")))
    case "add_overlap":
      let overlap = try members.value("overlap", .overlap, OverlapSchema.self)
      draft[try members.entity()].addOverlap(
        overlap.code, of: overlap.interval, per: overlap.key, message: overlap.message, where: overlap.condition)
    case "remove_overlap": draft[try members.entity()].removeOverlap(ErrorCode(try members.text("overlap")))
    default: return false
    }
    return true
  }
}
