extension Record {
  /// A record to be inserted, from JSON. `"id"` and `"owner"` may be given, other system fields may not.
  ///
  /// Whether required fields are missing is found when the record is saved.
  ///
  /// - Parameters:
  ///   - json: An object as ``RecordJSON/encode(_:schema:catalog:)->JSONValue`` writes it, without fields of parents.
  ///   - schema: The entity, and what may be written.
  ///   - catalog: Knows the workspace's currency.
  ///   - zones: For wall-clock times given without the instants they mean.
  /// - Throws: ``StoreError`` as ``Patch/init(json:schema:catalog:zones:)`` does.
  /// - Complexity: O(*n*) in the JSON and the fields of the schema.
  public init(
    json: JSONValue, schema: EntitySchema, catalog: Catalog, zones: ZoneDatabase = .fixed
  ) throws(StoreError) {
    var reader = RecordJSONReader(schema, catalog, zones)
    try reader.read(json, accepting: .id)
    let id = reader.take(.id)
    self.init(schema.name, names: reader.names, values: reader.values)
    if case .reference(let given) = id { self.id = given.rawValue }
  }

  /// A record to be inserted, from the bytes of JSON.
  ///
  /// - Throws: As ``init(json:schema:catalog:zones:)``, or ``StoreError`` with the code of a ``JSONError``.
  public init(
    jsonBytes bytes: [UInt8], schema: EntitySchema, catalog: Catalog, zones: ZoneDatabase = .fixed,
    limits: JSONLimits = .standard
  ) throws(StoreError) {
    try self.init(json: .reading(bytes, limits), schema: schema, catalog: catalog, zones: zones)
  }
}

extension JSONValue {
  static func reading(_ bytes: [UInt8], _ limits: JSONLimits) throws(StoreError) -> JSONValue {
    do throws(JSONError) {
      return try JSONValue(parsing: bytes, limits: limits)
    } catch {
      throw StoreError(.invalid, error.code, error.message)
    }
  }
}
