public import CRMModel

/// What a customer wants to change of one entity; see ``SchemaDraft``.
///
/// Of entities and fields that belong to a module, only labels, help, hints, options and whether a value is required
/// change at run time; adding fields, indexes and rules to them is always possible.
public struct EntityDraft: Hashable, Sendable {
  /// The entity's name as it was given.
  public let name: EntityName
  /// What is wanted, in order.
  public private(set) var edits: [SchemaEdit] = []

  init(_ name: EntityName) { self.name = name }

  /// Adds a field.
  ///
  /// - Parameter label: What people read; made of the name if neither this nor the field says.
  public mutating func add(_ field: CustomField, label: LocalizedText? = nil) {
    var schema = field.schema
    if let label { schema.label = label }
    edits.append(.addField(schema, to: name))
  }

  /// Gives a field another name; stored queries and rules may go on using the old one.
  public mutating func rename(_ field: FieldName, to new: FieldName) {
    edits.append(.renameField(place(field), to: new))
  }
  /// Converts a field and its values to another type; the plan says what that loses.
  public mutating func retype(_ field: FieldName, to type: FieldType) {
    edits.append(.retypeField(place(field), to: type))
  }
  /// Offers a field no longer; its values are kept.
  public mutating func retire(_ field: FieldName) { edits.append(.retireField(place(field))) }
  /// Offers a retired field again.
  public mutating func restore(_ field: FieldName) { edits.append(.restoreField(place(field))) }
  /// Takes a field and all its values away for good.
  public mutating func remove(_ field: FieldName) { edits.append(.removeField(place(field))) }

  /// Changes one trait of a field.
  public mutating func set(_ field: FieldName, _ trait: FieldTrait) { edits.append(.setField(place(field), trait)) }
  /// Changes what people read at a field.
  public mutating func relabel(_ field: FieldName, to label: LocalizedText) { set(field, .label(label)) }
  /// Changes a field's sentence of help; nil takes it away.
  public mutating func setHelp(_ field: FieldName, to help: LocalizedText?) { set(field, .help(help)) }
  /// Says whether a record may not be saved without the field; refused as long as a live record has no value.
  public mutating func setRequired(_ field: FieldName, _ isOn: Bool = true) { set(field, .isRequired(isOn)) }
  /// Says whether no two live records may have the same value; refused as long as two have.
  public mutating func setUnique(_ field: FieldName, _ isOn: Bool = true) { set(field, .isUnique(isOn)) }
  /// Says whether looking up and sorting by the field is quick.
  public mutating func setIndexed(_ field: FieldName, _ isOn: Bool = true) { set(field, .isIndexed(isOn)) }
  /// Says whether equality of the text ignores case and accents.
  public mutating func setFolded(_ field: FieldName, _ isOn: Bool = true) { set(field, .isFolded(isOn)) }
  /// Says what a new record gets when nothing is given; records already there keep what they have.
  public mutating func setDefault(_ field: FieldName, to value: DefaultValue?) { set(field, .defaultValue(value)) }

  /// Adds an option at the end of a picklist.
  public mutating func addOption(_ field: FieldName, _ option: PicklistOption) {
    edits.append(.addOption(place(field), option))
  }
  /// Offers an option no longer; records keep the code.
  public mutating func retireOption(_ field: FieldName, _ code: String) {
    edits.append(.setOption(place(field), code, .isActive(false)))
  }
  /// Offers a retired option again.
  public mutating func restoreOption(_ field: FieldName, _ code: String) {
    edits.append(.setOption(place(field), code, .isActive(true)))
  }
  /// Changes what people read for an option.
  public mutating func relabelOption(_ field: FieldName, _ code: String, to label: LocalizedText) {
    edits.append(.setOption(place(field), code, .label(label)))
  }
  /// Puts the options with these codes first, in this order; the others follow in the order that they have.
  public mutating func orderOptions(_ field: FieldName, _ codes: [String]) {
    edits.append(.orderOptions(place(field), codes))
  }

  /// Adds an index over fields, most significant first; a component is written with a dot.
  ///
  /// - Parameters:
  ///   - isUnique: Whether no two live records may agree in all of them; refused as long as two do.
  ///   - condition: Which records count; nil means all live ones. Fields made at run time are named in full:
  ///     `custom.tier`.
  public mutating func addIndex(
    _ index: FieldName, on fields: [FieldPath], unique isUnique: Bool = false, where condition: Condition? = nil
  ) {
    edits.append(.addIndex(IndexSchema(index, on: fields, isUnique: isUnique, where: condition), to: name))
  }
  /// Takes an index away.
  public mutating func removeIndex(_ index: FieldName) { edits.append(.removeIndex(index, from: name)) }

  /// Adds a rule, which holds from the next save of each record; its code gets the prefix `custom.`.
  ///
  /// - Parameter condition: What must not be false. Fields made at run time are named in full: `custom.tier`.
  public mutating func addRule(
    _ code: ErrorCode, on field: FieldName? = nil, _ message: LocalizedText, condition: Condition
  ) {
    edits.append(.addRule(RuleSchema(code, on: field, message: message, condition: condition), to: name))
  }
  /// Takes a rule away.
  public mutating func removeRule(_ code: ErrorCode) { edits.append(.removeRule(code, from: name)) }

  /// Says that intervals of live records with the same key may not overlap, from the next save of each record.
  public mutating func addOverlap(
    _ code: ErrorCode, of interval: FieldName, per key: [FieldName], message: LocalizedText,
    where condition: Condition? = nil
  ) {
    let overlap = OverlapSchema(code, interval: interval, per: key, where: condition, message: message)
    edits.append(.addOverlap(overlap, to: name))
  }
  /// Takes a no-overlap rule away.
  public mutating func removeOverlap(_ code: ErrorCode) { edits.append(.removeOverlap(code, from: name)) }

  /// Changes one trait of the entity itself.
  public mutating func set(_ trait: EntityTrait) { edits.append(.setEntity(name, trait)) }
  /// Changes what people call one record and many.
  public mutating func relabel(_ label: LocalizedText, plural: LocalizedText? = nil) {
    set(.label(label))
    set(.pluralLabel(plural))
  }
  /// Changes what people call the owner of a record; nil for "Owner".
  public mutating func relabelOwner(to label: LocalizedText?) { set(.ownerLabel(label)) }

  private func place(_ field: FieldName) -> FieldPlace { FieldPlace(name, field) }
}
