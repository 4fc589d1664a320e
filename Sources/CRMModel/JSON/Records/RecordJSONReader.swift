/// Reads the fields of a record or patch from a JSON object, and collects everything that is wrong with it.
struct RecordJSONReader {
  private let schema: EntitySchema
  private let catalog: Catalog
  private let zones: ZoneDatabase
  private let positions: FieldPositions
  private var seen: Set<FieldName> = []
  private(set) var names: [FieldName] = []
  private(set) var values: [FieldValue] = []
  private var violations: [Violation] = []

  init(_ schema: EntitySchema, _ catalog: Catalog, _ zones: ZoneDatabase) {
    self.schema = schema
    self.catalog = catalog
    self.zones = zones
    positions = FieldPositions(schema)
  }

  /// Reads every member.
  ///
  /// - Parameter accepted: The system field that may be given besides the owner; it is read as a field, for the caller
  ///   to take.
  mutating func read(_ json: JSONValue, accepting accepted: SystemField) throws(StoreError) {
    guard case .object(let object) = json else {
      throw StoreError(ValueError(.wrongType, "an object with fields by name expected"), entity: schema.name)
    }
    for (index, member) in object.members.enumerated() { read(member, index, accepted) }
    if let error = StoreError(violations: violations) { throw error }
  }

  /// The value read for a system field, which is then no field any more.
  mutating func take(_ field: SystemField) -> FieldValue? {
    guard let index = names.firstIndex(of: field.name) else { return nil }
    names.remove(at: index)
    return values.remove(at: index)
  }

  private mutating func read(_ member: JSONObject.Member, _ index: Int, _ accepted: SystemField) {
    guard let position = positions[member.key] else { return refuseUnknown(member.key, index) }
    let ownIndex = position - FieldPositions.system.count
    if ownIndex < 0 {
      let system = FieldPositions.system[position]
      guard system == .owner || system == accepted else {
        return refuse(.readOnlyField, "the store writes this field", system.name)
      }
      return read(member.value, as: system.type(in: schema.name), system.name, mayBeNull: system == .owner)
    }
    let field = schema.fields[ownIndex]
    guard !field.isRetired else {
      return refuse(.unknownField, "the field is retired; its values are kept", field.name)
    }
    read(member.value, as: field.type.resolved(currency: catalog.currency), field.name, mayBeNull: true)
  }

  private mutating func read(_ json: JSONValue, as type: FieldType, _ name: FieldName, mayBeNull: Bool) {
    guard seen.insert(name).inserted else {
      return refuse(.duplicateKey, "the field is given under a former name too", name)
    }
    guard mayBeNull || !json.isNull else { return refuse(.wrongType, "null is no value of this field", name) }
    do throws(ValueError) {
      values.append(try decode(json, as: type, name))
      names.append(name)
    } catch {
      refuse(error.code, error.hint, name)
    }
  }

  private func decode(_ json: JSONValue, as type: FieldType, _ name: FieldName) throws(ValueError) -> FieldValue {
    let value = try FieldJSON.decode(json, as: type, zones: zones)
    if name == SystemField.revision.name, case .integer(let number) = value, number < 1 {
      throw .outOfRange("a revision is 1 or more")
    }
    return value
  }

  /// A name that follows the grammar is told; any other may be anything, and must not reach a log.
  private mutating func refuseUnknown(_ key: String, _ index: Int) {
    let words = FieldPath(key).words
    guard key.utf8.count <= 256, words.allSatisfy({ NameGrammar.isWord($0) }) else {
      return refuse(.unknownField, "key \(index + 1) of the object is no field's name", nil)
    }
    refuse(.unknownField, "no field of this name can be written", FieldName(key))
  }

  private mutating func refuse(_ code: ErrorCode, _ message: String, _ field: FieldName?) {
    violations.append(Violation(code, message, entity: schema.name, field: field))
  }
}
