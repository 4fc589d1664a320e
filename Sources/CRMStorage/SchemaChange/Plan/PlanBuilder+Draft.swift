import CRMModel

extension PlanBuilder {
  /// Adds the edits of a draft, short names completed; modules that it switches on follow their code.
  mutating func add(_ draft: SchemaDraft, code: [any CRMModule]) {
    let added = draft.edits.compactMap { if case .addEntity(let schema) = $0 { schema.name } else { nil } }
    for edit in draft.edits {
      if case .removeModule(let name) = edit {
        remove(name)
        continue
      }
      let completion = NameCompletion(catalog, alsoThere: Set(added))
      add(completion.complete(edit), by: .customer)
    }
    let switchedOn = draft.edits.compactMap { if case .switchOn(let name) = $0 { name } else { nil } }
    install(code.filter { switchedOn.contains(type(of: $0).name) && catalog.modules[type(of: $0).name] != nil })
  }

  /// Adds the steps that take away all that belongs to a module, so that a plan shows what each loses.
  private mutating func remove(_ module: ModuleName) {
    let author = SchemaAuthor.module(module)
    let known = ModuleCheck(catalog).violations(removing: module)
    guard known.isEmpty else { return add(.removeModule(module), by: .customer, besides: known) }
    for schema in catalog.entities where schema.module != module {
      for field in schema.fields where field.name.qualifier == module.rawValue {
        add(.removeField(FieldPlace(schema.name, field.name)), by: author)
      }
    }
    for schema in catalog.entities where schema.module == module { add(.removeEntity(schema.name), by: author) }
    add(.removeModule(module), by: .customer)
  }
}
