public import CRMModel

/// A field that a customer adds at run time; its name gets the prefix `custom.`.
///
///     .picklist("tier", ["gold", "silver"]).default("silver").indexed()
///     .reference("dealer", to: "account", inverse: "vehicles").required()
public struct CustomField: Hashable, Sendable {
  /// Everything about the field.
  public internal(set) var schema: FieldSchema

  /// Describes a field of any type; `configure` may set label, hints and the rest.
  public init(_ name: FieldName, _ type: FieldType, _ configure: (inout FieldSchema) -> Void = { _ in }) {
    schema = FieldSchema(NamePolicy.custom(name), type)
    if type.referenceTargets != nil { schema.relationship = RelationshipSchema() }
    configure(&schema)
  }

  private func with(_ change: (inout FieldSchema) -> Void) -> CustomField {
    var result = self
    change(&result.schema)
    return result
  }

  /// The same field, without which no record may be saved; a reference that was to be cleared restricts instead.
  public func required() -> CustomField {
    with { schema in
      schema.isRequired = true
      if schema.relationship?.onDelete == .clear { schema.relationship?.onDelete = .restrict }
    }
  }
  /// The same field, whose value no two live records share.
  public func unique() -> CustomField { with { $0.isUnique = true } }
  /// The same field, quick to look up and sort by.
  public func indexed() -> CustomField { with { $0.isIndexed = true } }
  /// The same field, compared without case and accents.
  public func folded() -> CustomField { with { $0.isFolded = true } }
  /// The same field, with what a new record gets when nothing is given; records already there get it too.
  public func `default`(_ value: FieldValue) -> CustomField { with { $0.defaultValue = .value(value) } }
  /// The same field, in which a new record notes the moment or date of the insert.
  public func defaultNow() -> CustomField { with { $0.defaultValue = .now } }
  /// The same field, with a sentence for who fills it in.
  public func help(_ text: LocalizedText) -> CustomField { with { $0.help = text } }
  /// The same field, holding personal data.
  public func personal(_ kind: PersonalDataClass) -> CustomField { with { $0.personalData = kind } }
  /// The same field, kept more to oneself.
  public func sensitivity(_ sensitivity: Sensitivity) -> CustomField { with { $0.sensitivity = sensitivity } }
}
