import CRMModel

/// Whether an edit can be made in a catalog at all: what it names is there, is its author's to change, and what it adds
/// has a free, good name.
struct EditCheck {
  private let catalog: Catalog
  private let author: SchemaAuthor

  init(_ catalog: Catalog, _ author: SchemaAuthor) {
    self.catalog = catalog
    self.author = author
  }

  /// Everything that stands against an edit.
  func violations(of edit: SchemaEdit) -> [Violation] {
    let (_, overflow) = catalog.nextNumber.addingReportingOverflow(Int32(clamping: edit.numbersNeeded))
    if overflow { return [Violation(.tooManyFields, "the store has no numbers left for fields", entity: edit.entity)] }
    switch edit {
    case .setModule, .backfill, .seed, .removeModule: return []
    case .switchOff(let module): return ModuleCheck(catalog).violations(switchingOff: module)
    case .switchOn(let module): return ModuleCheck(catalog).violations(switchingOn: module)
    case .addEntity(let schema): return added(schema)
    case .renameEntity(let name, let new):
      return owned(name) + (name == new ? [] : named(new))
    case .setEntity(let name, let trait):
      return trait.aspect == nil ? owned(name) : existing(name)
    case .retireEntity(let name), .restoreEntity(let name), .removeEntity(let name): return owned(name)
    case .addField(let field, let entity): return added(field, to: entity)
    case .renameField(let place, let new): return renamed(place, to: new)
    case .setField(let place, let trait):
      let known = trait.aspect == nil ? owned(place) : existing(place)
      return trait == .isRequired(true) ? known + requirable(place) : known
    case .retypeField(let place, _), .retireField(let place), .restoreField(let place), .removeField(let place):
      return owned(place)
    case .addOption(let place, let option): return added(option, to: place)
    case .setOption(let place, let code, _): return existing(place) + option(code, of: place)
    case .orderOptions(let place, let codes): return existing(place) + ordered(codes, of: place)
    case .addIndex, .removeIndex, .addRule, .removeRule, .addOverlap, .removeOverlap: return rule(edit)
    }
  }

  private func existing(_ entity: EntityName) -> [Violation] {
    catalog[entity] == nil ? [Violation(.unknownEntity, "there is no entity \(entity)", entity: entity)] : []
  }

  private func existing(_ place: FieldPlace) -> [Violation] {
    guard let schema = catalog[place.entity] else { return existing(place.entity) }
    if schema.fields.contains(where: { $0.name == place.field }) { return [] }
    let former = schema.fields.first { $0.formerNames.contains(place.field) }
    let hint = former.map { "; it is called \($0.name) now" } ?? ""
    return [
      Violation(
        .unknownField, "\(place.entity) has no field \(place.field)\(hint)", entity: place.entity, field: place.field)
    ]
  }

  private func owned(_ entity: EntityName) -> [Violation] {
    guard let schema = catalog[entity] else { return existing(entity) }
    return schema.author == author ? [] : [foreign(schema.author, entity, nil, "label, help and hints")]
  }

  private func owned(_ place: FieldPlace) -> [Violation] {
    let missing = existing(place)
    guard missing.isEmpty, let schema = catalog[place.entity] else { return missing }
    let owner = schema.author(qualifier: place.field.qualifier)
    return owner == author
      ? [] : [foreign(owner, place.entity, place.field, "label, help, required, options and hints")]
  }

  private func foreign(_ owner: SchemaAuthor, _ entity: EntityName, _ field: FieldName?, _ allowed: String) -> Violation
  {
    let message =
      switch owner {
      case .customer: "it was made at run time and is not a module's to change"
      case .module(let name) where author == .customer:
        "it belongs to module \(name): at run time only \(allowed) change"
      case .module(let name): "it belongs to module \(name)"
      }
    return Violation(.ownedByModule, message, entity: entity, field: field)
  }

  private func named(_ entity: EntityName) -> [Violation] {
    var found: [Violation] = []
    if let problem = NamePolicy.problem(entity: entity, by: author) {
      found.append(Violation(problem.code, problem.message, entity: entity))
    }
    if let taken = catalog[entity] {
      let owner = taken.author.module.map { "module \($0)" } ?? "an entity made at run time"
      found.append(Violation(.nameTaken, "the name is taken by \(owner)", entity: entity))
    }
    return found
  }

  private func added(_ schema: EntitySchema) -> [Violation] {
    var found = named(schema.name)
    var seen: Set<FieldName> = []
    for field in schema.fields {
      if let problem = NamePolicy.problem(field: field.name, in: author, by: author) {
        found.append(Violation(problem.code, problem.message, entity: schema.name, field: field.name))
      }
      for name in [field.name] + field.formerNames where !seen.insert(name).inserted {
        found.append(
          Violation(.nameTaken, "two fields have or had the name \(name)", entity: schema.name, field: field.name))
      }
    }
    let codes = schema.rules.map(\.code) + schema.overlaps.map(\.code)
    for code in codes {
      found += ruleName(code, in: schema.name)
    }
    for index in schema.indexes { found += indexName(index.name, owner: author, in: schema.name) }
    return found
  }

  private func added(_ field: FieldSchema, to entity: EntityName) -> [Violation] {
    guard let schema = catalog[entity] else { return existing(entity) }
    var found = free([field.name] + field.formerNames, in: schema, but: nil)
    if let problem = NamePolicy.problem(field: field.name, in: schema.author, by: author) {
      found.append(Violation(problem.code, problem.message, entity: entity, field: field.name))
    }
    return found + (field.isRequired ? requirable(FieldPlace(entity, field.name)) : [])
  }

  /// What stands against a field that has to be filled: others' code writes records of their entity without it.
  private func requirable(_ place: FieldPlace) -> [Violation] {
    guard let schema = catalog[place.entity], author != schema.author, author != .customer else { return [] }
    let message = "a field added to another module's entity cannot be required: that module's code does not know it"
    return [Violation(.badTrait, message, entity: place.entity, field: place.field)]
  }

  private func renamed(_ place: FieldPlace, to new: FieldName) -> [Violation] {
    let known = owned(place)
    guard known.isEmpty, let schema = catalog[place.entity] else { return known }
    var found = place.field == new ? [] : free([new], in: schema, but: place.field)
    if let problem = NamePolicy.problem(field: new, in: schema.author, by: author) {
      found.append(Violation(problem.code, problem.message, entity: place.entity, field: new))
    }
    return found
  }

  /// What stands against names in an entity; a field may take up again a name that it had itself.
  private func free(_ names: [FieldName], in schema: EntitySchema, but renamed: FieldName?) -> [Violation] {
    var found: [Violation] = []
    for name in names {
      guard let holder = schema.fields.first(where: { $0.name == name || $0.formerNames.contains(name) }),
        holder.name != renamed || holder.name == name
      else { continue }
      let message =
        if holder.name != name {
          "the name belonged to field \(holder.name), and stored queries may still use it"
        } else if holder.isRetired {
          "the name is taken by a retired field: restore or remove that one"
        } else {
          "the name is taken"
        }
      found.append(Violation(.nameTaken, message, entity: schema.name, field: name))
    }
    return found
  }

  private func added(_ option: PicklistOption, to place: FieldPlace) -> [Violation] {
    let missing = existing(place)
    guard missing.isEmpty, let field = catalog.field(place.field, of: place.entity) else { return missing }
    guard let options = field.type.options else { return [noPicklist(place)] }
    guard !options.contains(where: { $0.code == option.code }) else {
      return [Violation(.badOption, "the option is there already", entity: place.entity, field: place.field)]
    }
    return []
  }

  private func option(_ code: String, of place: FieldPlace) -> [Violation] {
    guard let field = catalog.field(place.field, of: place.entity) else { return [] }
    guard let options = field.type.options else { return [noPicklist(place)] }
    return options.contains { $0.code == code }
      ? [] : [Violation(.badOption, "there is no such option", entity: place.entity, field: place.field)]
  }

  private func ordered(_ codes: [String], of place: FieldPlace) -> [Violation] {
    if Set(codes).count < codes.count {
      return [Violation(.badOption, "an option is named twice", entity: place.entity, field: place.field)]
    }
    return codes.isEmpty ? [] : codes.lazy.map { option($0, of: place) }.first { !$0.isEmpty } ?? []
  }

  private func noPicklist(_ place: FieldPlace) -> Violation {
    Violation(.badOption, "the field is no picklist", entity: place.entity, field: place.field)
  }

  // MARK: Indexes and rules

  private func rule(_ edit: SchemaEdit) -> [Violation] {
    guard let name = edit.entity, let schema = catalog[name] else { return edit.entity.map(existing) ?? [] }
    switch edit {
    case .addIndex(let index, _):
      let taken = schema.indexes.contains { $0.name == index.name }
      return indexName(index.name, owner: schema.author, in: name)
        + (taken ? [ruleTaken(index.name.rawValue, name)] : [])
    case .addRule(let rule, _):
      let taken = schema.rules.contains { $0.code == rule.code }
      return ruleName(rule.code, in: name) + (taken ? [ruleTaken(rule.code.rawValue, name)] : [])
    case .addOverlap(let overlap, _):
      let taken = schema.overlaps.contains { $0.code == overlap.code }
      return ruleName(overlap.code, in: name) + (taken ? [ruleTaken(overlap.code.rawValue, name)] : [])
    case .removeIndex(let index, _):
      return removable(index.rawValue, schema.indexes.contains { $0.name == index }, in: schema)
    case .removeRule(let code, _):
      return removable(code.rawValue, schema.rules.contains { $0.code == code }, in: schema)
    case .removeOverlap(let code, _):
      return removable(code.rawValue, schema.overlaps.contains { $0.code == code }, in: schema)
    default: return []
    }
  }

  private func ruleTaken(_ name: String, _ entity: EntityName) -> Violation {
    Violation(.nameTaken, "the name \(name) is taken", entity: entity)
  }

  private func removable(_ name: String, _ isThere: Bool, in schema: EntitySchema) -> [Violation] {
    guard isThere else { return [Violation(.unknownRule, "there is no \(name)", entity: schema.name)] }
    let owner = schema.author(qualifier: FieldName(name).qualifier)
    return owner == author ? [] : [foreign(owner, schema.name, nil, "label, help and hints")]
  }

  private func indexName(_ name: FieldName, owner: SchemaAuthor, in entity: EntityName) -> [Violation] {
    NamePolicy.problem(field: name, in: owner, by: author).map { [Violation($0.code, $0.message, entity: entity)] }
      ?? []
  }

  private func ruleName(_ code: ErrorCode, in entity: EntityName) -> [Violation] {
    NamePolicy.problem(code: code, by: author).map { [Violation($0.code, $0.message, entity: entity)] } ?? []
  }
}
