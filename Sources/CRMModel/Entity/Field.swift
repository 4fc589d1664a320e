/// One field line: ties a stored property to its name, type and rules.
public struct Field<E: Entity>: Sendable {
  let key: PropertyKey<E>
  let schema: FieldSchema
  let mover: PropertyMover
  let value: @Sendable (E) -> FieldValue
  let setValue: @Sendable (inout E, FieldValue) -> Bool
  /// Whether the property can show that there is no value: as nil, or as an empty value that is written as null.
  let showsNull: Bool

  /// Describes a field.
  ///
  /// - Parameters:
  ///   - property: The stored property.
  ///   - name: The name in queries, JSON and rules.
  ///   - label: What people read; made of the name if left out.
  ///   - type: The kind of field; by default what the property's type says.
  ///   - required: Whether a record may not be saved without it; by default, whether the property is not Optional.
  ///   - unique: Whether no two live records may have the same value.
  ///   - indexed: Whether looking up and sorting by it is quick; references and unique fields always are.
  ///   - folded: Whether `=`, `in` and uniqueness of text ignore case and accents.
  ///   - defaultValue: What a new record gets when nothing is given.
  ///   - inverse: For references: the name under which the target sees these records.
  ///   - onDelete: For references: what happens when the target is deleted.
  ///   - partOf: For references: whether this record lives with its target.
  ///   - personal: Which kind of personal data it holds.
  ///   - sensitivity: How far it should be kept to oneself.
  ///   - help: A sentence for who fills it in.
  ///   - formerly: Names it had in earlier versions of the module.
  ///   - hints: Whatever a host wants to remember about it.
  public init<V: FieldRepresentable>(
    _ property: any WritableKeyPath<E, V> & Sendable, _ name: FieldName, label: LocalizedText? = nil,
    type: FieldType? = nil,
    required: Bool? = nil, unique: Bool = false, indexed: Bool = false, folded: Bool = false,
    default defaultValue: DefaultValue? = nil, inverse: FieldName? = nil, onDelete: DeletePolicy? = nil,
    partOf: Bool = false, personal: PersonalDataClass? = nil, sensitivity: Sensitivity = .normal,
    help: LocalizedText? = nil, formerly: [FieldName] = [], hints: [String: String] = [:]
  ) {
    key = PropertyKey(property)
    var schema = FieldSchema(name, type ?? V.fieldType, label: label)
    schema.isRequired = required ?? !V.isOptional
    schema.isUnique = unique
    schema.isIndexed = indexed
    schema.isFolded = folded
    schema.defaultValue = defaultValue
    if schema.type.referenceTargets != nil {
      let policy = onDelete ?? (partOf ? .cascade : schema.isRequired ? .restrict : .clear)
      schema.relationship = RelationshipSchema(inverse: inverse, onDelete: policy, isPartOf: partOf)
    }
    schema.personalData = personal
    schema.sensitivity = sensitivity
    schema.help = help
    schema.formerNames = formerly
    schema.hints = hints
    self.schema = schema
    showsNull = V.isOptional || V(fieldValue: .null)?.fieldValue.isNull ?? false

    let offset = MemoryLayout<E>.offset(of: property)
    mover = PropertyMover(
      name: name, type: schema.type,
      load: { columns, entities in entities.withProperty(property, offset: offset) { V.load(columns, into: $0) } },
      store: { (entities, columns) throws(ValueError) in
        var failure: ValueError?
        entities.withProperty(property, offset: offset) { source in
          do throws(ValueError) { try V.store(source, into: &columns) } catch { failure = error }
        }
        if let failure { throw failure }
      },
      offset: offset, property: V.self, size: MemoryLayout<V>.size, isPlain: PropertyForm(V.self).isPlain,
      form: PropertyForm(V.self), isOptional: V.isOptional,
      put: { entity, value in
        guard let typed = V(fieldValue: value) else { return }
        entity.assumingMemoryBound(to: E.self).pointee[keyPath: property] = typed
      })
    value = { $0[keyPath: property].fieldValue }
    setValue = { entity, value in
      guard let typed = V(fieldValue: value) else { return false }
      entity[keyPath: property] = typed
      return true
    }
  }

  /// The field as data. What a new value of the type holds where something is required is the default of records made
  /// by name as well: both are faces of the same rows.
  func schema(of blank: E) -> FieldSchema {
    var result = schema
    guard schema.isRequired, schema.defaultValue == nil else { return result }
    switch (schema.type, value(blank)) {
    case (.autoNumber, _), (.reference, _): break
    case (_, .text(let text)) where text.isEmpty: break
    case (_, .boolean(let value)): result.defaultValue = .value(.boolean(value))
    case (_, .integer(let value)): result.defaultValue = .value(.integer(value))
    case (_, .decimal(let value)): result.defaultValue = .value(.decimal(value))
    case (_, .text(let value)): result.defaultValue = .value(.text(value))
    default: break
    }
    return result
  }
}
