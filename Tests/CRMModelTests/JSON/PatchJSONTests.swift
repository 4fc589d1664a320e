import CRMModel
import Testing

@Suite struct `A patch from JSON` {
  let catalog = EveryType.catalog

  func patch(_ text: String, _ entity: EntityName = "contact") throws -> Patch {
    try Patch(jsonBytes: Array(text.utf8), schema: #require(catalog[entity]), catalog: catalog)
  }

  @Test func `leaves out what is absent, clears what is null and takes the revision`() throws {
    let patch = try patch(#"{"title":null,"email":"ana@example.com","owner":"3","revision":4}"#)
    let owner = FieldValue.reference(AnyRecordID(entity: "user", rawValue: 3))
    #expect(patch == Patch(["title": nil, "email": "ana@example.com", "owner": owner], revision: 4))
    #expect(patch["department"] == nil)
  }

  @Test func `without revision changes whatever is there`() throws {
    #expect(try patch(#"{"owner":null}"#) == Patch(["owner": nil]))
  }

  @Test func `takes plain amounts in the workspace's currency`() throws {
    #expect(try patch(#"{"budget":"12.50"}"#, "custom.every") == Patch(["budget": .money(try Money("12.50", .usd))]))
  }

  @Test func `tells everything that is wrong at once, in the order of the keys`() throws {
    let text = """
      {"title": 5, "nickname": "A", "id": "5", "created_at": "2026-01-01T00:00:00Z", "birth_date": "1990-02-30", "revision": 0,
       "account.name": "Acme", "email": "nobody", "Ana López <ana@example.com>": 1, "account": "x", "department": "ok"}
      """
    let error = try #require(throws: StoreError.self) { try patch(text) }
    let found = error.violations.map { "\($0.field?.rawValue ?? "-") \($0.code)" }
    #expect(
      found == [
        "title wrong_type", "nickname unknown_field", "id read_only_field", "created_at read_only_field",
        "birth_date no_such_date",
        "revision out_of_range", "account.name unknown_field", "email email_address_invalid", "- unknown_field",
        "account not_a_record_id",
      ])
    #expect(error.kind == .invalid)
    #expect(error.code == .wrongType)
    #expect(error.violations.allSatisfy { $0.entity == "contact" })
  }

  @Test(arguments: ["Ana López <ana@example.com>", "a\\nb", "A", "", "x..y"])
  func `does not repeat a key that is no name where it may be logged`(_ key: String) throws {
    let error = try #require(throws: StoreError.self) { try patch("{\"title\":null,\"\(key)\":1}") }
    #expect(error.description == "unknown_field: contact: unknown_field: key 2 of the object is no field's name")
  }

  @Test(arguments: [#"{"revision":null}"#, #"{"revision":"x"}"#, #"{"revision":-1}"#, #"{"revision":1.5}"#])
  func `refuses what is no revision`(_ text: String) throws {
    let error = try #require(throws: StoreError.self) { try patch(text) }
    #expect(error.field == "revision")
  }

  @Test func `takes a field under its former name, but not under both`() throws {
    var schema = try #require(catalog["contact"])
    let index = try #require(schema.fields.firstIndex { $0.name == "title" })
    schema.fields[index].formerNames = ["job"]
    #expect(try Patch(json: ["job": "CEO"], schema: schema, catalog: catalog) == Patch(["title": "CEO"]))
    let error = try #require(throws: StoreError.self) {
      try Patch(json: ["title": "CEO", "job": "CFO"], schema: schema, catalog: catalog)
    }
    #expect(error.code == .duplicateKey)
    #expect(error.field == "title")
  }

  @Test func `does not know retired fields, and says so`() throws {
    var schema = try #require(catalog["contact"])
    let index = try #require(schema.fields.firstIndex { $0.name == "title" })
    schema.fields[index].isRetired = true
    let error = try #require(throws: StoreError.self) {
      try Patch(json: ["title": "CEO"], schema: schema, catalog: catalog)
    }
    #expect(error.code == .unknownField)
    #expect(error.message.contains("retired"))
  }

  @Test(arguments: [
    ("[]", "wrong_type"), ("null", "wrong_type"), ("{", "json_syntax"), (#"{"title":1,"title":2}"#, "duplicate_key"),
  ])
  func `is nothing but one sound object`(_ text: String, _ code: String) throws {
    let error = try #require(throws: StoreError.self) { try patch(text) }
    #expect(error.code.rawValue == code)
  }

  @Test func `finds bookings by the host's zones`() throws {
    let json: JSONValue = ["starts": ["local": "2025-06-06T14:50:00", "zone": "Europe/Madrid"]]
    let patch = try Patch(json: json, schema: EveryType.schema, catalog: catalog, zones: .system)
    #expect(patch["starts"] == .zonedDateTime(try ZonedDateTime("2025-06-06T14:50:00+02:00[Europe/Madrid]")))
  }
}

@Suite struct `A new record from JSON` {
  let catalog = EveryType.catalog

  @Test func `may bring its id and owner`() throws {
    let json: JSONValue = ["id": "12", "owner": "3", "name": "Acme"]
    let record = try Record(json: json, schema: #require(catalog["account"]), catalog: catalog)
    #expect(record.id == 12)
    #expect(record.revision == 0)
    #expect(record.fieldNames == ["owner", "name"])
  }

  @Test(arguments: ["revision", "created_at", "modified_at", "deleted_at"])
  func `may not bring what the store writes`(_ key: String) throws {
    let json = JSONValue.object(JSONObject([(key, .number(JSONNumber(1)))]))
    let schema = try #require(catalog["account"])
    let error = try #require(throws: StoreError.self) { try Record(json: json, schema: schema, catalog: catalog) }
    #expect(error.violations.map(\.code) == [.readOnlyField])
    #expect(error.field?.rawValue == key)
  }

  @Test func `has no id of null`() throws {
    let schema = try #require(catalog["account"])
    let error = try #require(throws: StoreError.self) {
      try Record(json: ["id": .null], schema: schema, catalog: catalog)
    }
    #expect(error.code == .wrongType)
  }
}
