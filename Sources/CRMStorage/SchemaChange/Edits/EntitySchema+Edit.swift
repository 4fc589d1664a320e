import CRMModel

extension EntitySchema {
  mutating func edit(_ field: FieldName, _ change: (inout FieldSchema) -> Void) {
    guard let index = fields.firstIndex(where: { $0.name == field }) else { return }
    change(&fields[index])
  }

  mutating func set(_ trait: EntityTrait, by changer: SchemaAuthor) {
    switch trait {
    case .label(let text): label = text
    case .pluralLabel(let text): pluralLabel = text
    case .ownerLabel(let text): ownerLabel = text
    case .help(let text): help = text
    case .title(let names): title = names
    case .history(let value): history = value
    case .facets(let values): facets = values
    case .hints(let values): hints = values
    }
    if changer == .customer, author != .customer, let aspect = trait.aspect { customized.note(aspect) }
  }

  /// Renames a field together with everything in this entity that names it.
  ///
  /// Conditions keep the old name, which goes on meaning the field.
  mutating func renameField(_ name: FieldName, to new: FieldName) {
    edit(name) { field in
      field.formerNames.removeAll { $0 == new }
      field.formerNames.append(name)
      field.name = new
    }
    title = title.map { $0 == name ? new : $0 }
    for index in indexes.indices {
      indexes[index].fields = indexes[index].fields.map { $0.renaming(name, to: new) }
    }
    for index in overlaps.indices {
      if overlaps[index].interval == name { overlaps[index].interval = new }
      overlaps[index].key = overlaps[index].key.map { $0 == name ? new : $0 }
    }
    for index in rules.indices where rules[index].field == name { rules[index].field = new }
    for index in facets.indices { facets[index].renameField(name, to: new) }
    history?.renameKept(name, to: new)
  }
}

extension FacetSchema {
  /// Follows a new name of a field of the entity.
  fileprivate mutating func renameField(_ name: FieldName, to new: FieldName) {
    parts = parts.mapValues { FacetPart($0.paths.map { $0.renaming(name, to: new) }, codes: $0.codes) }
  }
}

extension HistorySchema {
  /// Follows a new name of a field of the entity that keeps the stays.
  fileprivate mutating func renameKept(_ name: FieldName, to new: FieldName) {
    if record == name { record = new }
    if value == name { value = new }
    if stay == name { stay = new }
    if let source = copies.removeValue(forKey: name) { copies[new] = source }
  }
}

extension FieldSchema {
  /// Follows a new name of an entity that the field, or the field as it was, refers to.
  mutating func renameEntity(_ name: EntityName, to new: EntityName) {
    type.renameEntity(name, to: new)
    for index in formerTypes.indices { formerTypes[index].type.renameEntity(name, to: new) }
  }

  mutating func set(_ trait: FieldTrait, isCustomized: Bool) {
    switch trait {
    case .label(let text): label = text
    case .help(let text): help = text
    case .isRequired(let isOn): isRequired = isOn
    case .isUnique(let isOn): isUnique = isOn
    case .isIndexed(let isOn): isIndexed = isOn
    case .isFolded(let isOn): isFolded = isOn
    case .defaultValue(let value): defaultValue = value
    case .relationship(let value): relationship = value
    case .personalData(let value): personalData = value
    case .sensitivity(let value): sensitivity = value
    case .hints(let values): hints = values
    }
    if isCustomized, let aspect = trait.aspect { customized.note(aspect) }
  }
}

extension FieldType {
  mutating func editOptions(_ change: (inout [PicklistOption]) -> Void) {
    guard var options else { return }
    change(&options)
    if case .picklist = self { self = .picklist(options) } else { self = .picklistSet(options) }
  }

  mutating func set(_ trait: OptionTrait, ofOption code: String) {
    editOptions { options in
      for index in options.indices where options[index].code == code {
        switch trait {
        case .label(let text): options[index].label = text
        case .isActive(let isActive): options[index].isActive = isActive
        }
      }
    }
  }

  mutating func orderOptions(_ codes: [String]) {
    editOptions { options in
      let first = codes.compactMap { code in options.first { $0.code == code } }
      options = first + options.filter { !codes.contains($0.code) }
    }
  }

  mutating func renameEntity(_ name: EntityName, to new: EntityName) {
    switch self {
    case .reference(.one(name)): self = .reference(.one(new))
    case .reference(.several(let names)): self = .reference(.several(names.map { $0 == name ? new : $0 }))
    case .condition(on: name): self = .condition(on: new)
    default: break
    }
  }
}

extension FieldPath {
  /// The path with its first field called otherwise, if it begins with that field.
  func renaming(_ name: FieldName, to new: FieldName) -> FieldPath {
    let old = FieldPath(name).words
    guard words.starts(with: old) else { return self }
    return FieldPath(words: FieldPath(new).words + words.dropFirst(old.count))
  }
}

extension [SchemaAspect] {
  /// Adds an aspect once, keeping the order of the cases.
  fileprivate mutating func note(_ aspect: SchemaAspect) {
    self = SchemaAspect.allCases.filter { $0 == aspect || contains($0) }
  }
}
