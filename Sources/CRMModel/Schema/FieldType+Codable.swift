extension FieldType: Codable {
  private enum CodingKeys: String, CodingKey {
    case type, scale
    case maxLength = "max_length"
    case currency, options, targets, format, entity
  }

  /// Reads the form `{"type": "text", "max_length": 255}`, or the name alone if every parameter has its usual value:
  /// `"text"`.
  ///
  /// Usual are 255 scalars, two decimals of percents, the workspace's currency, references to any entity.
  public init(from decoder: any Decoder) throws {
    // Stores have the first form, and a failed attempt costs more than a type that is found.
    if let parameters = try? decoder.container(keyedBy: CodingKeys.self) {
      try self.init(parameters: parameters)
    } else {
      self = try FieldType.usual(decoder.singleValueContainer().decode(String.self))
    }
  }

  private static func usual(_ name: String) throws -> FieldType {
    switch name {
    case "text": return .text
    case "percent": return .percent
    case "money": return .money(.workspace)
    case "reference": return .reference(.any)
    case "decimal", "picklist", "picklist_set", "auto_number", "condition":
      throw ValueError("bad_type", "parameters expected for \(name)")
    default: return try plain(name)
    }
  }

  private static func plain(_ name: String) throws -> FieldType {
    guard let plain = plainTypes.first(where: { $0.name == name }) else {
      throw ValueError("unknown_type", "the name of a field type expected", input: name)
    }
    return plain
  }

  private init(parameters container: KeyedDecodingContainer<CodingKeys>) throws {
    let name = try container.decode(String.self, forKey: .type)
    switch name {
    case "text": self = .text(maxLength: try container.decodeIfPresent(Int.self, forKey: .maxLength) ?? 255)
    case "decimal": self = .decimal(scale: try container.decode(Int.self, forKey: .scale))
    case "percent": self = .percent(scale: try container.decodeIfPresent(Int.self, forKey: .scale) ?? 2)
    case "money":
      switch try container.decodeIfPresent(String.self, forKey: .currency) {
      case nil: self = .money(.workspace)
      case "any": self = .money(.any)
      case .some(let code): self = .money(.fixed(try Currency(code)))
      }
    case "picklist": self = .picklist(try container.decode([OptionForm].self, forKey: .options).map(\.option))
    case "picklist_set": self = .picklistSet(try container.decode([OptionForm].self, forKey: .options).map(\.option))
    case "reference":
      let names = try container.decodeIfPresent([EntityName].self, forKey: .targets)
      switch names {
      case nil: self = .reference(.any)
      case .some(let names) where names.count == 1: self = .reference(.one(names[0]))
      case .some(let names): self = .reference(.several(names))
      }
    case "auto_number": self = .autoNumber(try container.decode(AutoNumberFormat.self, forKey: .format))
    case "condition": self = .condition(on: try container.decode(EntityName.self, forKey: .entity))
    default: self = try FieldType.plain(name)
    }
  }

  /// Writes the form `{"type": "text", "max_length": 255}`.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(name, forKey: .type)
    switch self {
    case .text(let maxLength): try container.encode(maxLength, forKey: .maxLength)
    case .decimal(let scale), .percent(let scale): try container.encode(scale, forKey: .scale)
    case .money(.any): try container.encode("any", forKey: .currency)
    case .money(.fixed(let currency)): try container.encode(currency.code, forKey: .currency)
    case .picklist(let options), .picklistSet(let options):
      try container.encode(options.map(OptionForm.init), forKey: .options)
    case .reference(.one(let name)): try container.encode([name], forKey: .targets)
    case .reference(.several(let names)): try container.encode(names, forKey: .targets)
    case .autoNumber(let format): try container.encode(format, forKey: .format)
    case .condition(let entity): try container.encode(entity, forKey: .entity)
    default: break
    }
  }

  /// The types without parameters.
  private static var plainTypes: [FieldType] {
    [
      .boolean, .integer, .longText, .date, .instant, .timeOfDay, .duration, .zonedDateTime, .interval, .zonedInterval,
      .dateRange, .geoPoint, .personName, .address, .email, .phone, .url, .file,
    ]
  }
}

/// A picklist option as schema files write it: `{"code": "gold", "label": "Gold", "is_active": false}`, or the code alone.
private struct OptionForm: Codable {
  private enum CodingKeys: String, CodingKey {
    case code, label
    case isActive = "is_active"
  }

  let option: PicklistOption

  init(_ option: PicklistOption) { self.option = option }

  init(from decoder: any Decoder) throws {
    if let code = try? decoder.singleValueContainer().decode(String.self) {
      option = try PicklistOption(code)
      return
    }
    let container = try decoder.container(keyedBy: CodingKeys.self)
    option = try PicklistOption(
      container.decode(String.self, forKey: .code), label: container.textIfPresent(at: .label),
      isActive: container.value(at: .isActive, or: true))
  }

  func encode(to encoder: any Encoder) throws {
    if option.isActive, option.label == LocalizedText(option.code) {
      var container = encoder.singleValueContainer()
      try container.encode(option.code)
      return
    }
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(option.code, forKey: .code)
    try container.encodeText(option.label, at: .label)
    try container.encode(option.isActive, at: .isActive, unless: true)
  }
}
