extension FieldType: Codable {
  private enum CodingKeys: String, CodingKey {
    case type, scale, maxLength = "max_length", currency, options, targets, format, entity
  }

  /// Reads the form `{"type": "text", "max_length": 255}`.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
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
    case "picklist": self = .picklist(try container.decode([PicklistOption].self, forKey: .options))
    case "picklist_set": self = .picklistSet(try container.decode([PicklistOption].self, forKey: .options))
    case "reference":
      let names = try container.decodeIfPresent([EntityName].self, forKey: .targets)
      switch names {
      case nil: self = .reference(.any)
      case .some(let names) where names.count == 1: self = .reference(.one(names[0]))
      case .some(let names): self = .reference(.several(names))
      }
    case "auto_number": self = .autoNumber(try container.decode(AutoNumberFormat.self, forKey: .format))
    case "condition": self = .condition(on: try container.decode(EntityName.self, forKey: .entity))
    default:
      guard let plain = FieldType.plainTypes.first(where: { $0.name == name }) else {
        throw ValueError("unknown_type", "the name of a field type expected", input: name)
      }
      self = plain
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
    case .picklist(let options), .picklistSet(let options): try container.encode(options, forKey: .options)
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
