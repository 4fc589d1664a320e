public import CRMModel

/// One change of a catalog, as data.
public enum SchemaEdit: Hashable, Sendable {
  /// Adds an entity with its fields, indexes and rules.
  case addEntity(EntitySchema)
  /// Gives an entity another name; references to it follow.
  case renameEntity(EntityName, to: EntityName)
  /// Changes what people read about an entity.
  case setEntity(EntityName, EntityTrait)
  /// Offers an entity no longer; its records are kept.
  case retireEntity(EntityName)
  /// Offers a retired entity again.
  case restoreEntity(EntityName)
  /// Takes an entity and all its records away.
  case removeEntity(EntityName)

  /// Adds a field. Records there already get its default, if that is a constant.
  case addField(FieldSchema, to: EntityName)
  /// Gives a field another name; the old one keeps meaning it.
  case renameField(FieldPlace, to: FieldName)
  /// Converts a field's values to another type.
  case retypeField(FieldPlace, to: FieldType)
  /// Changes one trait of a field.
  case setField(FieldPlace, FieldTrait)
  /// Offers a field no longer; its values are kept.
  case retireField(FieldPlace)
  /// Offers a retired field again.
  case restoreField(FieldPlace)
  /// Takes a field and all its values away.
  case removeField(FieldPlace)
  /// Adds an option at the end of a picklist.
  case addOption(FieldPlace, PicklistOption)
  /// Changes one trait of the option with a code.
  case setOption(FieldPlace, String, OptionTrait)
  /// Puts the options with these codes first, in this order; the others follow in the order that they have.
  case orderOptions(FieldPlace, [String])

  /// Adds an index.
  case addIndex(IndexSchema, to: EntityName)
  /// Takes an index away.
  case removeIndex(FieldName, from: EntityName)
  /// Adds a rule, which holds from the next save of each record.
  case addRule(RuleSchema, to: EntityName)
  /// Takes a rule away.
  case removeRule(ErrorCode, from: EntityName)
  /// Adds a no-overlap rule, which holds from the next save of each record.
  case addOverlap(OverlapSchema, to: EntityName)
  /// Takes a no-overlap rule away.
  case removeOverlap(ErrorCode, from: EntityName)

  /// Notes that a module is installed in a version.
  case setModule(ModuleName, InstalledModule)
  /// Offers what belongs to a module no longer: its entities, and its fields in entities of others. Their data are kept.
  case switchOff(ModuleName)
  /// Offers again what switching a module off retired.
  case switchOn(ModuleName)
  /// Takes a module away; before it, all that belongs to it is removed.
  case removeModule(ModuleName)
  /// Runs a piece of a module's upgrade to a version, by its name.
  case backfill(ModuleName, version: Int, String)
  /// Adds a module's seed records, or brings them up to its version.
  case seed(ModuleName, records: Int)
}

extension SchemaEdit {
  /// The entity that is changed; nil for what is done to a module.
  public var entity: EntityName? {
    switch self {
    case .addEntity(let schema): schema.name
    case .renameEntity(let name, _), .setEntity(let name, _), .retireEntity(let name), .restoreEntity(let name),
      .removeEntity(let name):
      name
    case .addField(_, let entity), .addIndex(_, let entity), .removeIndex(_, let entity), .addRule(_, let entity),
      .removeRule(_, let entity), .addOverlap(_, let entity), .removeOverlap(_, let entity):
      entity
    case .renameField, .retypeField, .setField, .retireField, .restoreField, .removeField, .addOption, .setOption,
      .orderOptions:
      place?.entity
    case .setModule, .switchOff, .switchOn, .removeModule, .backfill, .seed: nil
    }
  }

  /// The module that something is done to; nil for changes of entities and fields.
  public var module: ModuleName? {
    switch self {
    case .setModule(let name, _), .switchOff(let name), .switchOn(let name), .removeModule(let name),
      .backfill(let name, _, _), .seed(let name, _):
      name
    default: nil
    }
  }

  /// The field that is there already and is changed; nil for changes of other things.
  public var place: FieldPlace? {
    switch self {
    case .renameField(let place, _), .retypeField(let place, _), .setField(let place, _), .retireField(let place),
      .restoreField(let place), .removeField(let place), .addOption(let place, _), .setOption(let place, _, _),
      .orderOptions(let place, _):
      place
    default: nil
    }
  }
}

extension SchemaEdit: CustomStringConvertible {
  /// What is changed, in words that hold no customer data.
  public var description: String {
    switch self {
    case .addEntity(let schema): "add entity \(schema.name) with \(schema.fields.count) fields"
    case .renameEntity(let name, let new): "rename entity \(name) to \(new)"
    case .setEntity(let name, let trait): "change \(trait.name) of entity \(name)"
    case .retireEntity(let name): "retire entity \(name), its records are kept"
    case .restoreEntity(let name): "restore entity \(name)"
    case .removeEntity(let name): "remove entity \(name)"
    case .addField(let field, let entity): "add field \(entity).\(field.name) of type \(field.type.name)"
    case .renameField(let place, let new): "rename field \(place) to \(new)"
    case .retypeField(let place, let type): "convert field \(place) to type \(type.name)"
    case .setField(let place, let trait): "change field \(place): \(trait.change)"
    case .retireField(let place): "retire field \(place), its values are kept"
    case .restoreField(let place): "restore field \(place)"
    case .removeField(let place): "remove field \(place)"
    case .addOption(let place, let option): "add option `\(option.code)` to field \(place)"
    case .setOption(let place, let code, .label): "relabel option `\(code)` of field \(place)"
    case .setOption(let place, let code, .isActive(let isActive)):
      "\(isActive ? "restore" : "retire") option `\(code)` of field \(place)"
    case .orderOptions(let place, _): "order options of field \(place)"
    case .addIndex(let index, let entity): "add \(index.isUnique ? "unique index" : "index") \(index.name) to \(entity)"
    case .removeIndex(let name, let entity): "remove index \(name) from \(entity)"
    case .addRule(let rule, let entity): "add rule \(rule.code) to \(entity), for records saved from now on"
    case .removeRule(let code, let entity): "remove rule \(code) from \(entity)"
    case .addOverlap(let overlap, let entity):
      "add no-overlap rule \(overlap.code) to \(entity), for records saved from now on"
    case .removeOverlap(let code, let entity): "remove no-overlap rule \(code) from \(entity)"
    case .setModule(let name, let module): "install module \(name) in version \(module.version)"
    case .switchOff(let name): "switch module \(name) off, its data are kept"
    case .switchOn(let name): "switch module \(name) on"
    case .removeModule(let name): "remove module \(name)"
    case .backfill(let name, let version, let work): "run upgrade of module \(name) to version \(version): \(work)"
    case .seed(let name, let records):
      "add \(records) \(records == 1 ? "record" : "records") of module \(name), or bring them up to date"
    }
  }
}
