/// The JSON Schema of one field.
struct FieldJSONSchema {
  private let field: FieldSchema
  private let type: FieldType
  private let ranges: RuleRanges
  private let language: String
  private let purpose: EntityJSONSchema.Purpose

  init(
    _ field: FieldSchema, _ type: FieldType, _ ranges: RuleRanges, _ language: String,
    _ purpose: EntityJSONSchema.Purpose
  ) {
    self.field = field
    self.type = type
    self.ranges = ranges
    self.language = language
    self.purpose = purpose
  }

  /// The schema, with what people read about the field.
  var object: JSONObject {
    var result = JSONObject([("title", .string(field.label.resolve(for: language)))])
    if let help = field.help { result["description"] = .string(help.resolve(for: language)) }
    let value = field.isRequired ? valueSchema : nullable(valueSchema)
    for member in value.members { result[member.key] = member.value }
    if case .value(let value) = field.defaultValue { result["default"] = FieldJSON.encode(value, as: type) }
    if type.isGiven { result["readOnly"] = true }
    result["x-crm"] = .object(about)
    return result
  }

  private func nullable(_ schema: JSONObject) -> JSONObject {
    var schema = schema
    switch schema["type"] {
    case .string(let type)?: schema["type"] = .array([.string(type), "null"])
    case .array(let types)?: schema["type"] = .array(types + ["null"])
    default: return JSONObject([("anyOf", .array([.object(schema), ["type": "null"]]))])
    }
    if case .array(let options)? = schema["oneOf"] { schema["oneOf"] = .array(options + [["const": .null]]) }
    return schema
  }

  private var about: JSONObject {
    var about = JSONObject([("type", .string(type.name))])
    switch type {
    case .reference(.one(let entity)): about["entities"] = .array([.string(entity.rawValue)])
    case .reference(.several(let entities)): about["entities"] = .array(entities.map { .string($0.rawValue) })
    case .decimal(let scale), .percent(let scale): about["decimals"] = .number(JSONNumber(Int64(scale)))
    default: break
    }
    if field.isRequired { about["required"] = true }
    if field.isUnique { about["unique"] = true }
    if let least = ranges.least[field.name] {
      about[least.isExclusive ? "exclusive_minimum" : "minimum"] = FieldJSON.encode(least.value, as: type)
    }
    if let most = ranges.most[field.name] {
      about[most.isExclusive ? "exclusive_maximum" : "maximum"] = FieldJSON.encode(most.value, as: type)
    }
    let inactive = offered.filter { !$0.isActive }
    if !inactive.isEmpty { about["inactive"] = .array(inactive.map { .string($0.code) }) }
    if field.sensitivity != .normal { about["sensitivity"] = .string(field.sensitivity.rawValue) }
    if !field.hints.isEmpty { about["hints"] = Self.json(field.hints) }
    return about
  }

  static func json(_ hints: [String: String]) -> JSONValue {
    .object(JSONObject(hints.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) }))
  }

  // MARK: Types

  private var valueSchema: JSONObject {
    switch type {
    case .boolean: return JSONObject([("type", "boolean")])
    case .integer: return integer
    case .decimal(let scale), .percent(let scale): return number(scale)
    case .money(let currency): return money(currency)
    case .text(let maxLength): return text(maxLength)
    case .longText: return text(TextLimits.longText.scalars)
    case .date: return string(format: "date")
    case .instant: return string(format: "date-time")
    case .timeOfDay: return string(pattern: "^[0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?$")
    case .duration: return string(format: "duration")
    case .email: return string(format: "email")
    case .url: return string(format: "uri")
    case .phone:
      return JSONObject([("anyOf", [["type": "string"], parts(["number": string(), "key": string()], ["number"])])])
    case .picklist: return JSONObject([("type", "string"), ("oneOf", .array(choices))])
    case .picklistSet:
      return JSONObject([
        ("type", "array"), ("uniqueItems", true), ("items", ["type": "string", "oneOf": .array(choices)]),
      ])
    case .reference(.one): return string(pattern: "^[0-9]+$")
    case .reference(.several(let entities)):
      return reference(["enum": .array(entities.map { .string($0.rawValue) })])
    case .reference(.any): return reference(["type": "string"])
    case .autoNumber, .condition: return string()
    case .zonedDateTime: return object(["local": string(), "zone": string(), "instant": moment], ["local", "zone"])
    case .interval: return object(["start": moment, "end": moment], ["start", "end"])
    case .zonedInterval:
      return object(
        ["start": string(), "end": string(), "zone": string(), "start_instant": moment, "end_instant": moment],
        ["start", "end", "zone"])
    case .dateRange: return object(["start": string(format: "date"), "end": string(format: "date")], ["start", "end"])
    case .geoPoint: return point
    case .personName: return named(["salutation", "first", "middle", "last", "suffix"])
    case .address:
      var address = named(["street", "city", "region", "postal_code", "country"])
      if case .object(var properties)? = address["properties"] {
        properties["location"] = .object(point)
        address["properties"] = .object(properties)
      }
      return address
    case .file:
      return object(
        [
          "digest": string(), "name": string(), "media_type": string(),
          "size": JSONObject([("type", "integer"), ("minimum", 0)]),
        ], ["digest", "size"])
    }
  }

  private var integer: JSONObject {
    var schema = JSONObject([("type", "integer")])
    if case .integer(let least)? = ranges.least[field.name]?.value { schema["minimum"] = .number(JSONNumber(least)) }
    if case .integer(let most)? = ranges.most[field.name]?.value { schema["maximum"] = .number(JSONNumber(most)) }
    return schema
  }

  private func number(_ scale: Int) -> JSONObject {
    let decimals = scale == 0 ? "" : "([.][0-9]{1,\(scale)})?"
    return JSONObject([("type", ["string", "number"]), ("pattern", .string("^-?[0-9]+\(decimals)$"))])
  }

  private func money(_ currency: MoneyCurrency) -> JSONObject {
    var code = JSONObject([("type", "string"), ("pattern", "^[A-Z]{3}$")])
    if case .fixed(let currency) = currency { code = JSONObject([("const", .string(currency.code))]) }
    return object(["amount": string(pattern: "^-?[0-9]+([.][0-9]+)?$"), "currency": code], ["amount", "currency"])
  }

  private func text(_ maxLength: Int) -> JSONObject {
    var schema = JSONObject([("type", "string"), ("maxLength", .number(JSONNumber(Int64(maxLength))))])
    if field.isRequired { schema["minLength"] = 1 }
    return schema
  }

  private func string(format: String? = nil, pattern: String? = nil) -> JSONObject {
    var schema = JSONObject([("type", "string")])
    if let format { schema["format"] = .string(format) }
    if let pattern { schema["pattern"] = .string(pattern) }
    return schema
  }

  private var moment: JSONObject { string(format: "date-time") }

  private var point: JSONObject {
    func degrees(_ most: Int64) -> JSONObject {
      JSONObject([("type", "number"), ("minimum", .number(JSONNumber(-most))), ("maximum", .number(JSONNumber(most)))])
    }
    return object(["latitude": degrees(90), "longitude": degrees(180)], ["latitude", "longitude"])
  }

  /// The options of a picklist that what is sent may have: of a new record the active ones, of a change also those that a record may keep.
  private var offered: [PicklistOption] { (type.options ?? []).filter { $0.isActive || purpose == .update } }

  private var choices: [JSONValue] {
    offered.map { option in
      var choice = JSONObject([
        ("const", .string(option.code)), ("title", .string(option.label.resolve(for: language))),
      ])
      if !option.isActive { choice["deprecated"] = true }
      return .object(choice)
    }
  }

  private func reference(_ entity: JSONObject) -> JSONObject {
    object(["entity": entity, "id": string(pattern: "^[0-9]+$")], ["entity", "id"])
  }

  private func named(_ names: [String]) -> JSONObject {
    let text: JSONValue = ["type": ["string", "null"]]
    return JSONObject([
      ("type", "object"), ("properties", .object(JSONObject(names.map { ($0, text) }))),
      ("additionalProperties", false),
    ])
  }

  private func object(_ properties: KeyValuePairs<String, JSONObject>, _ required: [String]) -> JSONObject {
    JSONObject([
      ("type", "object"), ("properties", .object(JSONObject(properties.map { ($0.key, .object($0.value)) }))),
      ("required", .array(required.map(JSONValue.string))), ("additionalProperties", false),
    ])
  }

  private func parts(_ properties: KeyValuePairs<String, JSONObject>, _ required: [String]) -> JSONValue {
    .object(object(properties, required))
  }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
  /// Keys and values in order; a key given twice keeps its place and the last value.
  public init(dictionaryLiteral elements: (String, JSONValue)...) { self.init(elements) }
}
