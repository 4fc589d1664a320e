import CRMModel

/// Completes short names in what a customer wrote: `vehicle` means `custom.vehicle` where there is no entity `vehicle`.
struct NameCompletion {
  private let catalog: Catalog
  private let added: Set<EntityName>

  init(_ catalog: Catalog, alsoThere added: Set<EntityName>) {
    self.catalog = catalog
    self.added = added
  }

  func complete(_ edit: SchemaEdit) -> SchemaEdit {
    switch edit {
    case .addEntity(let schema): return .addEntity(complete(schema))
    case .renameEntity(let name, let new): return .renameEntity(entity(name), to: NamePolicy.custom(new))
    case .setEntity(let name, .title(let fields)):
      let name = entity(name)
      return .setEntity(name, .title(fields.map { field($0, of: catalog[name]) }))
    case .setEntity(let name, .history(let history)):
      let name = entity(name)
      return .setEntity(name, .history(history.map { complete($0, in: catalog[name]) }))
    case .setEntity(let name, .facets(let facets)):
      let name = entity(name)
      return .setEntity(name, .facets(facets.map { complete($0, in: catalog[name]) }))
    case .setEntity(let name, let trait): return .setEntity(entity(name), trait)
    case .retireEntity(let name): return .retireEntity(entity(name))
    case .restoreEntity(let name): return .restoreEntity(entity(name))
    case .removeEntity(let name): return .removeEntity(entity(name))
    case .addField(let schema, let name): return .addField(complete(schema), to: entity(name))
    case .renameField(let place, let new): return .renameField(self.place(place), to: NamePolicy.custom(new))
    case .retypeField(let place, let type): return .retypeField(self.place(place), to: complete(type))
    case .setField(let place, .relationship(let relationship)):
      return .setField(self.place(place), .relationship(relationship.map(complete)))
    case .setField(let place, let trait): return .setField(self.place(place), trait)
    case .retireField(let place): return .retireField(self.place(place))
    case .restoreField(let place): return .restoreField(self.place(place))
    case .removeField(let place): return .removeField(self.place(place))
    case .addOption(let place, let option): return .addOption(self.place(place), option)
    case .setOption(let place, let code, let trait): return .setOption(self.place(place), code, trait)
    case .orderOptions(let place, let codes): return .orderOptions(self.place(place), codes)
    case .addIndex(let index, let name):
      let name = entity(name)
      return .addIndex(complete(index, in: catalog[name]), to: name)
    case .removeIndex(let index, let name):
      let name = entity(name)
      let isThere = catalog[name]?.indexes.contains { $0.name == index } ?? false
      return .removeIndex(isThere ? index : NamePolicy.custom(index), from: name)
    case .addRule(var rule, let name):
      let name = entity(name)
      rule.code = NamePolicy.custom(rule.code)
      rule.field = rule.field.map { field($0, of: catalog[name]) }
      return .addRule(rule, to: name)
    case .removeRule(let code, let name):
      let name = entity(name)
      let isThere = catalog[name]?.rules.contains { $0.code == code } ?? false
      return .removeRule(isThere ? code : NamePolicy.custom(code), from: name)
    case .addOverlap(let overlap, let name):
      let name = entity(name)
      return .addOverlap(complete(overlap, in: catalog[name]), to: name)
    case .removeOverlap(let code, let name):
      let name = entity(name)
      let isThere = catalog[name]?.overlaps.contains { $0.code == code } ?? false
      return .removeOverlap(isThere ? code : NamePolicy.custom(code), from: name)
    case .setModule, .switchOff, .switchOn, .removeModule, .backfill, .seed: return edit
    }
  }

  private func complete(_ schema: EntitySchema) -> EntitySchema {
    var result = schema
    result.name = NamePolicy.custom(schema.name)
    result.fields = schema.fields.map(complete)
    result.title = schema.title.map { field($0, of: result) }
    result.indexes = schema.indexes.map { complete($0, in: result) }
    result.overlaps = schema.overlaps.map { complete($0, in: result) }
    result.history = schema.history.map { complete($0, in: result) }
    result.facets = schema.facets.map { complete($0, in: result) }
    for index in result.rules.indices {
      result.rules[index].code = NamePolicy.custom(result.rules[index].code)
      result.rules[index].field = result.rules[index].field.map { field($0, of: result) }
    }
    return result
  }

  private func complete(_ schema: FieldSchema) -> FieldSchema {
    var result = schema
    result.name = NamePolicy.custom(schema.name)
    result.type = complete(schema.type)
    result.relationship = schema.relationship.map(complete)
    return result
  }

  private func complete(_ relationship: RelationshipSchema) -> RelationshipSchema {
    var result = relationship
    result.inverse = relationship.inverse.map(NamePolicy.custom)
    return result
  }

  private func complete(_ index: IndexSchema, in schema: EntitySchema?) -> IndexSchema {
    var result = index
    result.name = NamePolicy.custom(index.name)
    result.fields = index.fields.map { path in
      guard let first = path.words.first else { return path }
      let name = FieldName(first)
      return path.renaming(name, to: field(name, of: schema))
    }
    return result
  }

  private func complete(_ overlap: OverlapSchema, in schema: EntitySchema?) -> OverlapSchema {
    var result = overlap
    result.code = NamePolicy.custom(overlap.code)
    result.interval = field(overlap.interval, of: schema)
    result.key = overlap.key.map { field($0, of: schema) }
    return result
  }

  private func complete(_ facet: FacetSchema, in schema: EntitySchema?) -> FacetSchema {
    FacetSchema(
      facet.name,
      facet.parts.mapValues { part in
        let paths = part.paths.map { path in
          guard let first = path.words.first else { return path }
          return path.renaming(FieldName(first), to: field(FieldName(first), of: schema))
        }
        return FacetPart(paths, codes: part.codes)
      })
  }

  private func complete(_ history: HistorySchema, in schema: EntitySchema?) -> HistorySchema {
    var result = history
    result.record = field(history.record, of: schema)
    result.value = field(history.value, of: schema)
    result.stay = field(history.stay, of: schema)
    var followed: EntitySchema?
    if case .reference(.one(let name)) = schema?.field(result.record)?.type { followed = catalog[entity(name)] }
    result.follows = field(history.follows, of: followed)
    result.begins = history.begins.map { field($0, of: followed) }
    result.copies = [:]
    for (to, from) in history.copies { result.copies[field(to, of: schema)] = field(from, of: followed) }
    result.closing?.moment = field(history.closing?.moment ?? "", of: followed)
    result.closing?.day = history.closing?.day.map { field($0, of: followed) }
    return result
  }

  private func complete(_ type: FieldType) -> FieldType {
    switch type {
    case .reference(.one(let name)): .reference(.one(entity(name)))
    case .reference(.several(let names)): .reference(.several(names.map(entity)))
    case .condition(let name): .condition(on: entity(name))
    default: type
    }
  }

  private func entity(_ name: EntityName) -> EntityName {
    let custom = NamePolicy.custom(name)
    if catalog[name] != nil { return name }
    return catalog[custom] != nil || added.contains(name) || added.contains(custom) ? custom : name
  }

  private func place(_ place: FieldPlace) -> FieldPlace {
    let name = entity(place.entity)
    return FieldPlace(name, field(place.field, of: catalog[name]))
  }

  private func field(_ name: FieldName, of schema: EntitySchema?) -> FieldName {
    let isThere: (FieldName) -> Bool = { name in schema?.fields.contains { $0.name == name } ?? false }
    let custom = NamePolicy.custom(name)
    return !isThere(name) && isThere(custom) ? custom : name
  }
}
