extension Patch {
  /// A change of some fields from JSON: absent is untouched, null clears, `"revision"` is the revision that the change
  /// was made against.
  ///
  ///     {"stage": "won", "amount": {"amount": "48000.00", "currency": "USD"}, "next_step": null, "revision": 3}
  ///
  /// Fields are taken under former names too, and told under their present ones. The owner may be changed; other system
  /// fields may not, and retired fields are unknown.
  ///
  /// - Parameters:
  ///   - json: An object as ``RecordJSON/encode(_:schema:catalog:)->JSONValue`` writes it, without fields of parents.
  ///   - schema: What may be written.
  ///   - catalog: Knows the workspace's currency.
  ///   - zones: For wall-clock times given without the instants they mean.
  /// - Throws: ``StoreError`` with a violation for everything that is wrong, in the order of the keys: `unknown_field`,
  ///   `read_only_field`, `duplicate_key`, `wrong_type`, or what ``FieldJSON/decode(_:as:zones:)`` throws.
  /// - Complexity: O(*n*) in the JSON and the fields of the schema.
  public init(
    json: JSONValue, schema: EntitySchema, catalog: Catalog, zones: ZoneDatabase = .fixed
  ) throws(StoreError) {
    var reader = RecordJSONReader(schema, catalog, zones)
    try reader.read(json, accepting: .revision)
    let revision = reader.take(.revision)
    self.init(Dictionary(zip(reader.names, reader.values), uniquingKeysWith: { _, last in last }))
    if case .integer(let number) = revision { self.revision = number }
  }

  /// A change of some fields from the bytes of JSON.
  ///
  /// - Throws: As ``init(json:schema:catalog:zones:)``, or ``StoreError`` with the code of a ``JSONError``.
  public init(
    jsonBytes bytes: [UInt8], schema: EntitySchema, catalog: Catalog, zones: ZoneDatabase = .fixed,
    limits: JSONLimits = .standard
  ) throws(StoreError) {
    try self.init(json: .reading(bytes, limits), schema: schema, catalog: catalog, zones: zones)
  }
}
