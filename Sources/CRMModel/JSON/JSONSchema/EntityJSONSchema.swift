/// What the records of an entity look like, as JSON Schema (draft 2020-12): enough to make a form of it, or to check what a form sends.
///
/// It describes what may be sent: the object that `Record(json:…)` takes for a new record and `Patch(json:…)` for a change, in the form of
/// `Documentation/JSON.md`. What JSON Schema has no word for stands under `x-crm`:
///
/// | of a field | |
/// | --- | --- |
/// | `type` | the field's type, as a schema file names it |
/// | `required`, `unique` | true where it is so |
/// | `entities` | what a reference may point to |
/// | `decimals` | how many a number has |
/// | `minimum`, `maximum`, `exclusive_minimum`, `exclusive_maximum` | what the rules allow at the least and the most, in the field's own form |
/// | `inactive` | for a change: codes that a record may keep and none may be given; a form offers the one that its record has |
/// | `sensitivity`, `hints` | as the schema has them |
///
/// Of the entity there are `entity`, `plural`, `title_fields`, `access`, `rules` and `hints`.
public enum EntityJSONSchema {
  /// What somebody may do with records of the entity.
  public struct Access: Hashable, Sendable {
    /// Whether records may be added.
    public var insert: Bool
    /// Whether records may be changed.
    public var update: Bool
    /// Whether records may be put into the recycle bin.
    public var delete: Bool

    /// Names what may be done; everything unless said otherwise.
    public init(insert: Bool = true, update: Bool = true, delete: Bool = true) {
      self.insert = insert
      self.update = update
      self.delete = delete
    }
  }

  /// What an object describes.
  public enum Purpose: Hashable, Sendable {
    /// A new record: required fields without a default have to be there.
    case insert
    /// A change: every field may be left out, none that is required may be null, and there may be the revision that the change was made
    /// against. Options of picklists that are no longer given are there too, marked `deprecated`, for records that have them.
    case update
  }

  /// The JSON Schema of an entity.
  ///
  /// - Parameters:
  ///   - schema: What may be seen of the entity; retired fields are left out.
  ///   - catalog: Knows the workspace's currency.
  ///   - purpose: What is sent.
  ///   - access: What may be done, told under `x-crm`.
  ///   - language: The language of labels, help texts and options, as a BCP 47 tag.
  /// - Complexity: O(*n*) in the fields, options and rules.
  public static func of(
    _ schema: EntitySchema, in catalog: Catalog, for purpose: Purpose, access: Access = Access(),
    language: String = "en"
  ) -> JSONValue {
    let ranges = RuleRanges(schema, catalog.currency)
    var properties = JSONObject()
    var required: [JSONValue] = []
    for field in schema.fields where !field.isRetired {
      let type = field.type.resolved(currency: catalog.currency)
      properties[field.name.rawValue] = .object(
        FieldJSONSchema(field, type, ranges, language, purpose).object)
      if field.isRequired, field.defaultValue == nil, !type.isGiven { required.append(.string(field.name.rawValue)) }
    }
    properties[SystemField.owner.rawValue] = [
      "type": ["string", "null"], "pattern": "^[0-9]+$",
      "title": .string((schema.ownerLabel ?? SystemField.owner.label).resolve(for: language)),
      "x-crm": ["type": "reference", "entities": ["user"]],
    ]
    if purpose == .update { properties[SystemField.revision.rawValue] = ["type": "integer", "minimum": 1] }
    var result: JSONObject = JSONObject([
      ("$schema", "https://json-schema.org/draft/2020-12/schema"),
      ("title", .string(schema.label.resolve(for: language))),
      ("type", "object"),
    ])
    if let help = schema.help { result["description"] = .string(help.resolve(for: language)) }
    result["properties"] = .object(properties)
    if purpose == .insert, !required.isEmpty { result["required"] = .array(required) }
    result["additionalProperties"] = false
    result["x-crm"] = .object(about(schema, access, language))
    return .object(result)
  }

  private static func about(_ schema: EntitySchema, _ access: Access, _ language: String) -> JSONObject {
    var about = JSONObject([("entity", .string(schema.name.rawValue))])
    if let plural = schema.pluralLabel { about["plural"] = .string(plural.resolve(for: language)) }
    about["title_fields"] = .array(schema.title.map { .string($0.rawValue) })
    about["access"] = [
      "insert": .bool(access.insert), "update": .bool(access.update), "delete": .bool(access.delete),
    ]
    let rules = schema.rules.map { rule -> JSONValue in
      var object = JSONObject([
        ("code", .string(rule.code.rawValue)), ("message", .string(rule.message.resolve(for: language))),
      ])
      if let field = rule.field { object["field"] = .string(field.rawValue) }
      return .object(object)
    }
    if !rules.isEmpty { about["rules"] = .array(rules) }
    if !schema.hints.isEmpty { about["hints"] = FieldJSONSchema.json(schema.hints) }
    return about
  }
}

extension FieldType {
  /// Whether the store gives the value itself.
  var isGiven: Bool { if case .autoNumber = self { true } else { false } }
}
