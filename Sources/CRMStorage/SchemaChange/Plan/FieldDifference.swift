import CRMModel

/// What has to change for a stored field to be as its module declares it.
///
/// What a customer changed stays. Options are only added, because the others may be a customer's; an upgrade retires
/// those that the module declares as no longer active.
struct FieldDifference {
  private let stored: FieldSchema
  private let declared: FieldSchema
  private let place: FieldPlace
  private let isUpgrade: Bool

  init(from stored: FieldSchema, to declared: FieldSchema, at place: FieldPlace, isUpgrade: Bool) {
    self.stored = stored
    self.declared = declared
    self.place = place
    self.isUpgrade = isUpgrade
  }

  /// What comes first, because converting a field may change its default and relationship too.
  var typeEdits: [SchemaEdit] {
    let restored: [SchemaEdit] = stored.isRetired ? [.restoreField(place)] : []
    switch (stored.type, declared.type) {
    case (.picklist(let old), .picklist(let new)), (.picklistSet(let old), .picklistSet(let new)):
      return restored + optionEdits(old, new)
    default: return stored.type == declared.type ? restored : restored + [.retypeField(place, to: declared.type)]
    }
  }

  /// What comes then.
  var traitEdits: [SchemaEdit] {
    let kept = traits.filter { trait in trait.aspect.map { !stored.customized.contains($0) } ?? true }
    return kept.map { .setField(place, $0) }
  }

  private func optionEdits(_ old: [PicklistOption], _ new: [PicklistOption]) -> [SchemaEdit] {
    new.compactMap { option in
      guard let current = old.first(where: { $0.code == option.code }) else { return .addOption(place, option) }
      let isRetiring = isUpgrade && current.isActive && !option.isActive
      return isRetiring ? .setOption(place, option.code, .isActive(false)) : nil
    }
  }

  private var traits: [FieldTrait] {
    var found: [FieldTrait] = []
    if stored.label != declared.label { found.append(.label(declared.label)) }
    if stored.help != declared.help { found.append(.help(declared.help)) }
    if stored.defaultValue != declared.defaultValue { found.append(.defaultValue(declared.defaultValue)) }
    if stored.relationship != declared.relationship { found.append(.relationship(declared.relationship)) }
    if stored.isRequired != declared.isRequired { found.append(.isRequired(declared.isRequired)) }
    if stored.isFolded != declared.isFolded { found.append(.isFolded(declared.isFolded)) }
    if stored.isUnique != declared.isUnique { found.append(.isUnique(declared.isUnique)) }
    if stored.isIndexed != declared.isIndexed { found.append(.isIndexed(declared.isIndexed)) }
    if stored.personalData != declared.personalData { found.append(.personalData(declared.personalData)) }
    if stored.sensitivity != declared.sensitivity { found.append(.sensitivity(declared.sensitivity)) }
    if stored.hints != declared.hints { found.append(.hints(declared.hints)) }
    return found
  }
}
