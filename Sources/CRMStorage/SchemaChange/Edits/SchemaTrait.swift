public import CRMModel

/// One thing about an entity that may be changed without touching its records.
public enum EntityTrait: Hashable, Sendable {
  /// What people call one record.
  case label(LocalizedText)
  /// What people call many.
  case pluralLabel(LocalizedText?)
  /// What people call the owner of a record; nil for "Owner".
  case ownerLabel(LocalizedText?)
  /// A sentence about what the entity is for.
  case help(LocalizedText?)
  /// The fields that name a record.
  case title([FieldName])
  /// What makes it the history of another entity's field.
  case history(HistorySchema?)
  /// What it can do for processes.
  case facets([FacetSchema])
  /// Whatever a host or module wants to remember about it.
  case hints([String: String])
}

/// One thing about a field that may be changed without changing its values.
public enum FieldTrait: Hashable, Sendable {
  /// What people read.
  case label(LocalizedText)
  /// A sentence for who fills it in.
  case help(LocalizedText?)
  /// Whether a record may not be saved without it.
  case isRequired(Bool)
  /// Whether no two live records may have the same value.
  case isUnique(Bool)
  /// Whether looking up and sorting by it is quick.
  case isIndexed(Bool)
  /// Whether equality of text ignores case and accents.
  case isFolded(Bool)
  /// What a new record gets when nothing is given.
  case defaultValue(DefaultValue?)
  /// For references: the way back, and what happens when the target is deleted.
  case relationship(RelationshipSchema?)
  /// Which kind of personal data it holds.
  case personalData(PersonalDataClass?)
  /// How far it should be kept to oneself.
  case sensitivity(Sensitivity)
  /// Whatever a host or module wants to remember about it.
  case hints([String: String])
}

/// One thing about an option of a picklist that may be changed; its code never is.
public enum OptionTrait: Hashable, Sendable {
  /// What people read.
  case label(LocalizedText)
  /// Whether new values may be given this code.
  case isActive(Bool)
}

extension EntityTrait {
  /// What a customer may change of a module's entity; nil for what only its module may.
  var aspect: SchemaAspect? {
    switch self {
    case .label: .label
    case .pluralLabel: .pluralLabel
    case .ownerLabel: .ownerLabel
    case .help: .help
    case .hints: .hints
    case .title, .history, .facets: nil
    }
  }

  /// The trait's name in descriptions.
  var name: String {
    switch self {
    case .title: "title"
    case .history: "history"
    case .facets: "facets"
    case .label, .pluralLabel, .ownerLabel, .help, .hints: aspect?.rawValue ?? ""
    }
  }
}

extension FieldTrait {
  /// What a customer may change of a module's field; nil for what only its module may.
  var aspect: SchemaAspect? {
    switch self {
    case .label: .label
    case .help: .help
    case .isRequired: .required
    case .hints: .hints
    default: nil
    }
  }

  /// What the trait becomes, in descriptions.
  var change: String {
    switch self {
    case .label: "another label"
    case .help: "another help text"
    case .isRequired(let isOn): isOn ? "required" : "not required"
    case .isUnique(let isOn): isOn ? "unique" : "not unique"
    case .isIndexed(let isOn): isOn ? "indexed" : "not indexed"
    case .isFolded(let isOn): isOn ? "compared without case and accents" : "compared exactly"
    case .defaultValue(nil): "without default"
    case .defaultValue: "another default"
    case .relationship: "another relationship"
    case .personalData: "another class of personal data"
    case .sensitivity(let sensitivity): "\(sensitivity.rawValue) sensitivity"
    case .hints: "other hints"
    }
  }
}
