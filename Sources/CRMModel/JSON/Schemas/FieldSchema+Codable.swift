extension FieldSchema: Codable {
  private enum CodingKeys: String, CodingKey {
    case name, number, type, label, help
    case isRequired = "is_required"
    case isUnique = "is_unique"
    case isIndexed = "is_indexed"
    case isFolded = "is_folded"
    case defaultValue = "default_value"
    case relationship
    case personalData = "personal_data"
    case sensitivity
    case formerNames = "former_names"
    case formerTypes = "former_types"
    case isRetired = "is_retired"
    case hints, customized
  }

  /// Reads a field; everything but `name` and `type` may be missing.
  ///
  /// What a reference does when its target is deleted is `cascade` for a part, `restrict` for a required reference and
  /// `clear` for any other, unless `on_delete` says.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      try container.decode(FieldName.self, forKey: .name), try container.decode(FieldType.self, forKey: .type),
      label: try container.textIfPresent(at: .label))
    number = try container.value(at: .number, or: number)
    help = try container.textIfPresent(at: .help)
    isRequired = try container.value(at: .isRequired, or: isRequired)
    isUnique = try container.value(at: .isUnique, or: isUnique)
    isIndexed = try container.value(at: .isIndexed, or: isIndexed)
    isFolded = try container.value(at: .isFolded, or: isFolded)
    defaultValue = try container.decodeIfPresent(DefaultValue.self, forKey: .defaultValue)
    relationship = try container.decodeIfPresent(RelationshipForm.self, forKey: .relationship)?.schema(
      isRequired: isRequired)
    personalData = try container.decodeIfPresent(PersonalDataClass.self, forKey: .personalData)
    sensitivity = try container.value(at: .sensitivity, or: sensitivity)
    formerNames = try container.value(at: .formerNames, or: formerNames)
    formerTypes = try container.value(at: .formerTypes, or: formerTypes)
    isRetired = try container.value(at: .isRetired, or: isRetired)
    hints = try container.value(at: .hints, or: hints)
    customized = try container.value(at: .customized, or: customized)
  }

  /// Writes the field without what has its usual value.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(name, forKey: .name)
    try container.encode(number, at: .number, unless: 0)
    try container.encode(type, forKey: .type)
    try container.encodeText(label, at: .label)
    try container.encodeText(help, at: .help)
    try container.encode(isRequired, at: .isRequired, unless: false)
    try container.encode(isUnique, at: .isUnique, unless: false)
    try container.encode(isIndexed, at: .isIndexed, unless: false)
    try container.encode(isFolded, at: .isFolded, unless: false)
    try container.encodeIfPresent(defaultValue, forKey: .defaultValue)
    try container.encodeIfPresent(relationship, forKey: .relationship)
    try container.encodeIfPresent(personalData, forKey: .personalData)
    try container.encode(sensitivity, at: .sensitivity, unless: .normal)
    try container.encode(formerNames, at: .formerNames, unless: [])
    try container.encode(formerTypes, at: .formerTypes, unless: [])
    try container.encode(isRetired, at: .isRetired, unless: false)
    try container.encode(hints, at: .hints, unless: [:])
    try container.encode(customized, at: .customized, unless: [])
  }
}

extension RelationshipSchema: Codable {
  fileprivate enum CodingKeys: String, CodingKey {
    case inverse
    case onDelete = "on_delete"
    case isPartOf = "is_part_of"
  }

  /// Reads a relationship, as one of a field that is not required; every key may be missing.
  public init(from decoder: any Decoder) throws { self = try RelationshipForm(from: decoder).schema(isRequired: false) }

  /// Writes the relationship, always with `on_delete`.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encodeIfPresent(inverse, forKey: .inverse)
    try container.encode(onDelete, forKey: .onDelete)
    try container.encode(isPartOf, at: .isPartOf, unless: false)
  }
}

/// A relationship whose `on_delete` may be missing: what that means depends on the field.
private struct RelationshipForm: Decodable {
  let inverse: FieldName?
  let onDelete: DeletePolicy?
  let isPartOf: Bool

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: RelationshipSchema.CodingKeys.self)
    inverse = try container.decodeIfPresent(FieldName.self, forKey: .inverse)
    onDelete = try container.decodeIfPresent(DeletePolicy.self, forKey: .onDelete)
    isPartOf = try container.value(at: .isPartOf, or: false)
  }

  func schema(isRequired: Bool) -> RelationshipSchema {
    let usual: DeletePolicy = isPartOf ? .cascade : isRequired ? .restrict : .clear
    return RelationshipSchema(inverse: inverse, onDelete: onDelete ?? usual, isPartOf: isPartOf)
  }
}
