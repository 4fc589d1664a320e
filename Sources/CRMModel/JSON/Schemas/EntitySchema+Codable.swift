extension EntitySchema: Codable {
  private enum CodingKeys: String, CodingKey {
    case name, number, module, label
    case pluralLabel = "plural_label"
    case ownerLabel = "owner_label"
    case help, title, fields, indexes, overlaps, history, facets, rules
    case isRetired = "is_retired"
    case hints, customized
  }

  /// Reads an entity; everything but `name` may be missing.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(try container.decode(EntityName.self, forKey: .name), label: try container.textIfPresent(at: .label))
    number = try container.value(at: .number, or: number)
    module = try container.decodeIfPresent(ModuleName.self, forKey: .module)
    pluralLabel = try container.textIfPresent(at: .pluralLabel)
    ownerLabel = try container.textIfPresent(at: .ownerLabel)
    help = try container.textIfPresent(at: .help)
    title = try container.value(at: .title, or: title)
    fields = try container.value(at: .fields, or: fields)
    indexes = try container.value(at: .indexes, or: indexes)
    overlaps = try container.value(at: .overlaps, or: overlaps)
    history = try container.decodeIfPresent(HistorySchema.self, forKey: .history)
    facets = try container.value(at: .facets, or: facets)
    rules = try container.value(at: .rules, or: rules)
    isRetired = try container.value(at: .isRetired, or: isRetired)
    hints = try container.value(at: .hints, or: hints)
    customized = try container.value(at: .customized, or: customized)
  }

  /// Writes the entity without what has its usual value.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(name, forKey: .name)
    try container.encode(number, at: .number, unless: 0)
    try container.encodeIfPresent(module, forKey: .module)
    try container.encodeText(label, at: .label)
    try container.encodeText(pluralLabel, at: .pluralLabel)
    try container.encodeText(ownerLabel, at: .ownerLabel)
    try container.encodeText(help, at: .help)
    try container.encode(title, at: .title, unless: [])
    try container.encode(fields, at: .fields, unless: [])
    try container.encode(indexes, at: .indexes, unless: [])
    try container.encode(overlaps, at: .overlaps, unless: [])
    try container.encodeIfPresent(history, forKey: .history)
    try container.encode(facets, at: .facets, unless: [])
    try container.encode(rules, at: .rules, unless: [])
    try container.encode(isRetired, at: .isRetired, unless: false)
    try container.encode(hints, at: .hints, unless: [:])
    try container.encode(customized, at: .customized, unless: [])
  }
}

extension IndexSchema: Codable {
  private enum CodingKeys: String, CodingKey {
    case name, number, fields
    case isUnique = "is_unique"
    case condition
  }

  /// Reads an index; everything but `name` and `fields` may be missing.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      try container.decode(FieldName.self, forKey: .name), on: try container.decode([FieldPath].self, forKey: .fields),
      isUnique: try container.value(at: .isUnique, or: false),
      where: try container.decodeIfPresent(Formula.self, forKey: .condition))
    number = try container.value(at: .number, or: number)
  }

  /// Writes the index without what has its usual value.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(name, forKey: .name)
    try container.encode(number, at: .number, unless: 0)
    try container.encode(fields, forKey: .fields)
    try container.encode(isUnique, at: .isUnique, unless: false)
    try container.encodeIfPresent(condition, forKey: .condition)
  }
}

extension OverlapSchema: Codable {
  private enum CodingKeys: String, CodingKey { case code, interval, key, condition, message }

  /// Reads what may not overlap; `key`, `condition` and `message` may be missing, the message is then made of the code.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let code = try container.decode(ErrorCode.self, forKey: .code)
    self.init(
      code, interval: try container.decode(FieldName.self, forKey: .interval),
      per: try container.value(at: .key, or: []),
      where: try container.decodeIfPresent(Formula.self, forKey: .condition),
      message: try container.textIfPresent(at: .message) ?? .made(of: code))
  }

  /// Writes what may not overlap.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(code, forKey: .code)
    try container.encode(interval, forKey: .interval)
    try container.encode(key, at: .key, unless: [])
    try container.encodeIfPresent(condition, forKey: .condition)
    try container.encodeText(message, at: .message)
  }
}

extension RuleSchema: Codable {
  private enum CodingKeys: String, CodingKey { case code, field, message, condition }

  /// Reads a rule; `field` and `message` may be missing, the message is then made of the code.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let code = try container.decode(ErrorCode.self, forKey: .code)
    self.init(
      code, on: try container.decodeIfPresent(FieldName.self, forKey: .field),
      message: try container.textIfPresent(at: .message) ?? .made(of: code),
      condition: try container.decode(Formula.self, forKey: .condition))
  }

  /// Writes the rule.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(code, forKey: .code)
    try container.encodeIfPresent(field, forKey: .field)
    try container.encodeText(message, at: .message)
    try container.encode(condition, forKey: .condition)
  }
}

extension LocalizedText {
  fileprivate static func made(of code: ErrorCode) -> LocalizedText {
    LocalizedText(FieldSchema.defaultLabel(for: FieldName(code.rawValue)))
  }
}
