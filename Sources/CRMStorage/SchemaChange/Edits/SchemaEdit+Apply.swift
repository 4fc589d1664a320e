package import CRMModel

extension SchemaEdit {
  /// Makes the change in a catalog, giving numbers to what is new. What is not there is left alone.
  ///
  /// The same edits on the same catalog give the same numbers, so a plan and its execution agree.
  package func apply(to catalog: inout Catalog, by author: SchemaAuthor) {
    switch self {
    case .addEntity(var schema):
      schema.module = author.module
      schema.number = catalog.takeNumbers(1)
      for index in schema.fields.indices {
        schema.fields[index].number = catalog.takeNumbers(FieldLayout.numbersTaken(by: schema.fields[index].type))
        schema.fields[index].formerTypes = []
      }
      for index in schema.indexes.indices { schema.indexes[index].number = catalog.takeNumbers(1) }
      catalog[schema.name] = schema
    case .renameEntity(let name, let new): catalog.renameEntity(name, to: new)
    case .removeEntity(let name): catalog[name] = nil
    case .setEntity(let name, let trait): catalog.edit(name) { $0.set(trait, by: author) }
    case .retireEntity(let name): catalog.edit(name) { $0.isRetired = true }
    case .restoreEntity(let name): catalog.edit(name) { $0.isRetired = false }
    case .addField(var field, let entity):
      guard catalog[entity] != nil else { return }
      field.number = catalog.takeNumbers(FieldLayout.numbersTaken(by: field.type))
      field.formerTypes = []
      catalog.edit(entity) { $0.fields.append(field) }
    case .renameField(let place, let new): catalog.edit(place.entity) { $0.renameField(place.field, to: new) }
    case .retypeField(let place, let type): catalog.retype(place, to: type)
    case .setField(let place, let trait):
      catalog.edit(place.entity) { entity in
        let isCustomized = author == .customer && entity.author(qualifier: place.field.qualifier) != .customer
        entity.edit(place.field) { $0.set(trait, isCustomized: isCustomized) }
      }
    case .retireField(let place): catalog.edit(place) { $0.isRetired = true }
    case .restoreField(let place): catalog.edit(place) { $0.isRetired = false }
    case .removeField(let place): catalog.edit(place.entity) { $0.fields.removeAll { $0.name == place.field } }
    case .addOption(let place, let option): catalog.edit(place) { $0.type.editOptions { $0.append(option) } }
    case .setOption(let place, let code, let trait): catalog.edit(place) { $0.type.set(trait, ofOption: code) }
    case .orderOptions(let place, let codes): catalog.edit(place) { $0.type.orderOptions(codes) }
    case .addIndex(var index, let entity):
      guard catalog[entity] != nil else { return }
      index.number = catalog.takeNumbers(1)
      catalog.edit(entity) { $0.indexes.append(index) }
    case .removeIndex(let name, let entity): catalog.edit(entity) { $0.indexes.removeAll { $0.name == name } }
    case .addRule(let rule, let entity): catalog.edit(entity) { $0.rules.append(rule) }
    case .removeRule(let code, let entity): catalog.edit(entity) { $0.rules.removeAll { $0.code == code } }
    case .addOverlap(let overlap, let entity): catalog.edit(entity) { $0.overlaps.append(overlap) }
    case .removeOverlap(let code, let entity): catalog.edit(entity) { $0.overlaps.removeAll { $0.code == code } }
    case .setModule(let name, let module): catalog.modules[name] = module
    case .switchOff(let name): catalog.switchOff(name)
    case .switchOn(let name): catalog.switchOn(name)
    case .removeModule(let name): catalog.modules[name] = nil
    case .backfill, .seed: break
    }
  }

  /// How many numbers ``apply(to:by:)`` takes at most.
  var numbersNeeded: Int {
    switch self {
    case .addEntity(let schema):
      schema.fields.reduce(1 + schema.indexes.count) { $0 + Int(FieldLayout.numbersTaken(by: $1.type)) }
    case .addField(let field, _): Int(FieldLayout.numbersTaken(by: field.type))
    case .retypeField(_, let type): Int(FieldLayout.numbersTaken(by: type))
    case .addIndex: 1
    default: 0
    }
  }
}

extension Catalog {
  mutating func takeNumbers(_ count: Int32) -> Int32 {
    let first = nextNumber
    nextNumber &+= count
    return first
  }

  mutating func edit(_ entity: EntityName, _ change: (inout EntitySchema) -> Void) {
    guard var schema = self[entity] else { return }
    change(&schema)
    self[entity] = schema
  }

  mutating func edit(_ place: FieldPlace, _ change: (inout FieldSchema) -> Void) {
    edit(place.entity) { $0.edit(place.field, change) }
  }

  mutating func retype(_ place: FieldPlace, to type: FieldType) {
    guard let field = self[place.entity]?.fields.first(where: { $0.name == place.field }) else { return }
    let conversion = FieldConversion(
      from: field.type.resolved(currency: currency), to: type.resolved(currency: currency))
    let number = conversion.keepsCells ? field.number : takeNumbers(FieldLayout.numbersTaken(by: type))
    edit(place) { field in
      if number != field.number { field.formerTypes.append(FormerType(number: field.number, type: field.type)) }
      field.number = number
      field.type = type
      if case .value(let value) = field.defaultValue, let converted = conversion.exactly(value) {
        field.defaultValue = .value(converted)
      }
      let isReference = type.referenceTargets != nil
      field.relationship = isReference ? field.relationship ?? RelationshipSchema() : nil
    }
  }

  mutating func renameEntity(_ name: EntityName, to new: EntityName) {
    guard var schema = self[name] else { return }
    schema.name = new
    self[name] = nil
    self[new] = schema
    for entity in entities {
      edit(entity.name) { schema in
        for index in schema.fields.indices { schema.fields[index].renameEntity(name, to: new) }
      }
    }
  }
}
