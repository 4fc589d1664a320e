internal import CRM

extension SchemaVerb {
  /// The verbs about entities and modules as a whole; false if it is none of them.
  mutating func applyToEntity(in draft: inout SchemaDraft) throws -> Bool {
    switch name {
    case "add_entity": try addEntity(to: &draft)
    case "rename_entity": draft.renameEntity(try members.entity(), to: EntityName(try members.text("to")))
    case "relabel_entity":
      let plural = try members.labelIfThere("plural")
      draft[try members.entity()].relabel(try members.label("label"), plural: plural)
    case "set_entity": try setEntity(in: &draft)
    case "retire_entity": draft.retireEntity(try members.entity())
    case "restore_entity": draft.restoreEntity(try members.entity())
    case "remove_entity": draft.removeEntity(try members.entity())
    case "switch_off_module": draft.switchOff(ModuleName(try members.text("module")))
    case "switch_on_module": draft.switchOn(ModuleName(try members.text("module")))
    case "remove_module": draft.removeModule(ModuleName(try members.text("module")))
    default: return false
    }
    return true
  }

  private mutating func addEntity(to draft: inout SchemaDraft) throws {
    let schema = try members.value("entity", .entity, EntitySchema.self)
    draft.addEntity(
      schema.name, label: schema.label, plural: schema.pluralLabel, title: schema.title,
      fields: schema.fields.map(custom)
    ) { made in
      made.ownerLabel = schema.ownerLabel
      made.help = schema.help
      made.indexes = schema.indexes
      made.overlaps = schema.overlaps
      made.history = schema.history
      made.facets = schema.facets
      made.rules = schema.rules
      made.hints = schema.hints
    }
  }

  private mutating func setEntity(in draft: inout SchemaDraft) throws {
    let entity = try members.entity()
    if let owner = try members.clearableLabel("owner_label") { draft[entity].set(.ownerLabel(owner)) }
    if let help = try members.clearableLabel("help") { draft[entity].set(.help(help)) }
    if let title = try members.clearable("title", .any, [FieldName].self) { draft[entity].set(.title(title ?? [])) }
    if let history = try members.clearable("history", .history, HistorySchema.self) {
      draft[entity].set(.history(history))
    }
    if let facets = try members.clearable("facets", .facet, [FacetSchema].self) {
      draft[entity].set(.facets(facets ?? []))
    }
    if let hints = try members.clearable("hints", .any, [String: String].self) {
      draft[entity].set(.hints(hints ?? [:]))
    }
  }
}
