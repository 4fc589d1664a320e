import CRMModel
import Testing

/// A record's fields and the whole text of its JSON.
struct GoldenRecord: Sendable, CustomTestStringConvertible {
  let record: Record
  let json: String

  init(_ entity: EntityName, _ fields: KeyValuePairs<FieldName, FieldValue>, _ json: String) {
    var record = Record(entity, fields)
    record.id = 7_218
    self.record = record
    self.json = json
  }

  var testDescription: String { record.entity.rawValue }
}

private func reference(_ entity: EntityName, _ id: Int64) -> FieldValue {
  .reference(AnyRecordID(entity: entity, rawValue: id))
}

private func instant(_ text: String) throws -> FieldValue { .instant(try Instant(text)) }

private func base() throws -> [GoldenRecord] {
  [
    GoldenRecord(
      "user",
      [
        "is_active": true, "display_name": "Ana López", "email": "ana@example.com", "title": nil,
        "manager": reference("user", 3),
        "region": "South",
      ],
      """
      {
        "id": "7218",
        "display_name": "Ana López",
        "email": "ana@example.com",
        "title": null,
        "region": "South",
        "manager": "3",
        "is_active": true
      }
      """),
    GoldenRecord(
      "account",
      [
        "modified_at": try instant("2026-03-01T09:30:00.5Z"), "created_at": try instant("2026-03-01T09:30:00Z"),
        "revision": 2, "owner": reference("user", 3), "name": "Acme \"South\"", "parent": nil, "type": "customer",
        "annual_revenue": .money(try Money("48000.00", .usd)), "employees": 120,
        "phone": .phone(try PhoneNumber("020 7946 0958", callingCode: "44")), "website": "https://acme.example",
        "billing_address": .address(
          PostalAddress(
            street: "Calle Mayor 1\n2.º izq.", city: "Madrid", postalCode: "28013", country: "ES",
            location: try GeoPoint(latitude: 40.4155, longitude: -3.7074))),
        "location": .geoPoint(try GeoPoint(latitude: 0, longitude: -180)), "description": nil,
      ],
      #"""
      {
        "id": "7218",
        "revision": 2,
        "owner": "3",
        "created_at": "2026-03-01T09:30:00Z",
        "modified_at": "2026-03-01T09:30:00.5Z",
        "name": "Acme \"South\"",
        "parent": null,
        "type": "customer",
        "annual_revenue": {
          "amount": "48000.00",
          "currency": "USD"
        },
        "employees": 120,
        "phone": {
          "number": "020 7946 0958",
          "key": "+442079460958"
        },
        "website": "https://acme.example",
        "billing_address": {
          "street": "Calle Mayor 1\n2.º izq.",
          "city": "Madrid",
          "postal_code": "28013",
          "country": "ES",
          "location": {
            "latitude": 40.4155,
            "longitude": -3.7074
          }
        },
        "location": {
          "latitude": 0.0,
          "longitude": -180.0
        },
        "description": null
      }
      """#),
    GoldenRecord(
      "contact",
      [
        "name": .personName(PersonName(salutation: "Dr.", first: "Ana", last: "López")),
        "account": reference("account", 12),
        "email": "ana@example.com", "birth_date": .date(try CalendarDate("1990-02-28")), "do_not_call": false,
      ],
      """
      {
        "id": "7218",
        "name": {
          "salutation": "Dr.",
          "first": "Ana",
          "last": "López"
        },
        "account": "12",
        "email": "ana@example.com",
        "birth_date": "1990-02-28",
        "do_not_call": false
      }
      """),
    GoldenRecord(
      "account_contact_relation",
      [
        "contact": reference("contact", 99), "account": reference("account", 12), "role": "buyer", "is_primary": true,
        "start_date": .date(try CalendarDate("2024-01-01")), "end_date": nil,
      ],
      """
      {
        "id": "7218",
        "account": "12",
        "contact": "99",
        "role": "buyer",
        "is_primary": true,
        "start_date": "2024-01-01",
        "end_date": null
      }
      """),
    GoldenRecord(
      "follow_up",
      [
        "subject": "Call back", "regarding": reference("account", 12), "contact": nil, "assignee": reference("user", 3),
        "type": "call", "priority": "high", "due_date": .date(try CalendarDate("2026-04-01")),
        "completed_at": try instant("2026-03-31T16:00:00.000001Z"),
      ],
      """
      {
        "id": "7218",
        "subject": "Call back",
        "regarding": {
          "entity": "account",
          "id": "12"
        },
        "contact": null,
        "assignee": "3",
        "type": "call",
        "priority": "high",
        "due_date": "2026-04-01",
        "completed_at": "2026-03-31T16:00:00.000001Z"
      }
      """),
  ]
}

private let everyType = """
  {
    "flag": true,
    "count": 42,
    "quantity": "1.500",
    "rate": "12.50",
    "budget": {
      "amount": "48000.00",
      "currency": "USD"
    },
    "fee": {
      "amount": "700",
      "currency": "JPY"
    },
    "price": {
      "amount": "-1.005",
      "currency": "KWD"
    },
    "line": "Amélie",
    "notes": "one\\ntwo",
    "day": "2025-06-06",
    "moment": "2025-06-06T12:50:00Z",
    "opening": "08:30",
    "length": "PT1H30M",
    "starts": {
      "local": "2025-06-06T14:50:00",
      "zone": "Europe/Madrid",
      "instant": "2025-06-06T12:50:00Z"
    },
    "stay": {
      "start": "2025-06-06T12:50:00Z",
      "end": "2025-06-07T12:50:00Z"
    },
    "slot": {
      "start": "2025-06-06T14:50:00",
      "end": "2025-06-06T15:50:00",
      "zone": "Europe/Madrid",
      "start_instant": "2025-06-06T12:50:00Z",
      "end_instant": "2025-06-06T13:50:00Z"
    },
    "season": {
      "start": "2025-06-01",
      "end": "2025-09-01"
    },
    "place": {
      "latitude": 40.4155,
      "longitude": -3.7074
    },
    "person": {
      "salutation": "Dr.",
      "first": "Ana",
      "middle": "María",
      "last": "López",
      "suffix": "Jr."
    },
    "home": {
      "street": "Calle Mayor 1",
      "city": "Madrid",
      "region": "Madrid",
      "postal_code": "28013",
      "country": "ES",
      "location": {
        "latitude": 40.4155,
        "longitude": -3.7074
      }
    },
    "email": "ana@example.com",
    "phone": {
      "number": "020 7946 0958",
      "key": "+442079460958"
    },
    "site": "https://acme.example/a?b=c",
    "tier": "gold",
    "tags": [
      "new",
      "vip"
    ],
    "account": "12",
    "party": {
      "entity": "contact",
      "id": "7218"
    },
    "about": {
      "entity": "custom.every",
      "id": "9223372036854775807"
    },
    "offer": {
      "digest": "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
      "name": "offer.pdf",
      "media_type": "application/pdf",
      "size": 0
    },
    "number": "INV-2026-00042",
    "segment": "employees > 100"
  }
  """

@Suite struct `The JSON of a record` {
  let catalog = EveryType.catalog

  func json(_ record: Record, _ schema: EntitySchema? = nil) throws -> JSONValue {
    RecordJSON.encode(record, schema: try schema ?? #require(catalog[record.entity]), catalog: catalog)
  }

  @Test(arguments: try base())
  func `of a base entity is written to the letter`(_ golden: GoldenRecord) throws {
    #expect(try json(golden.record).text(isPretty: true) == golden.json)
  }

  @Test(arguments: try base())
  func `of a base entity is read back as a record to be inserted`(_ golden: GoldenRecord) throws {
    let written: Set<FieldName> = ["revision", "created_at", "modified_at"]
    var object = try #require(try json(golden.record).objectValue)
    for name in written { object[name.rawValue] = nil }
    let schema = try #require(catalog[golden.record.entity])
    let record = try Record(json: .object(object), schema: schema, catalog: catalog)
    #expect(record.id == 7_218)
    for name in record.fieldNames { #expect(record[name] == golden.record[name], "\(name)") }
    #expect(Set(record.fieldNames) == Set(golden.record.fieldNames).subtracting(written))
  }

  @Test(arguments: 0..<10 as Range<UInt64>)
  func `with every type of field reads back equal`(_ run: UInt64) throws {
    let seed = JSONTestValues.seed &+ run
    var values = JSONTestValues(seed: seed)
    var record = Record("custom.every")
    for (name, type) in EveryType.types { record[name] = try values.value(of: type.resolved(currency: .usd)) }
    let bytes = Array(try json(record).text().utf8)
    let read = try Record(jsonBytes: bytes, schema: EveryType.schema, catalog: catalog)
    #expect(read == record, "seed \(seed)")
  }

  @Test func `with every type of field is written to the letter`() throws {
    let record = try Record(jsonBytes: Array(everyType.utf8), schema: EveryType.schema, catalog: catalog)
    #expect(record.fieldNames == EveryType.types.map(\.name))
    #expect(try json(record).text(isPretty: true) == everyType)
  }

  @Test func `nests fields of parents under their reference`() throws {
    let record = Record(
      "contact",
      [
        "account.name": "Acme", "account": reference("account", 12), "account.parent.name": "Acme Group",
        "account.annual_revenue": .money(Money.usd(5)), "reports_to.name": .personName(PersonName(last: "Chief")),
        "owner": nil, "owner.display_name": nil, "account.owner.display_name": "Ana",
        "account.id": reference("account", 12),
      ])
    let expected =
      #"{"owner":null,"account":{"id":"12","owner":{"display_name":"Ana"},"name":"Acme","parent":{"name":"Acme Group"},"#
      + #""annual_revenue":{"amount":"5.00","currency":"USD"}},"reports_to":{"name":{"last":"Chief"}}}"#
    #expect(try json(record).text() == expected)
  }

  @Test func `nests fields of a parent of any entity beside its entity and id`() throws {
    let record = Record("follow_up", ["regarding": reference("account", 12), "regarding.name": "Acme"])
    #expect(try json(record).text() == #"{"regarding":{"entity":"account","id":"12","name":"Acme"}}"#)
  }

  @Test func `keeps the dotted name of a component that was read on its own`() throws {
    let record = Record("custom.every", ["slot.start": try instant("2025-06-06T12:50:00Z"), "home.city": "Madrid"])
    #expect(try json(record).text() == #"{"slot.start":"2025-06-06T12:50:00Z","home.city":"Madrid"}"#)
  }

  @Test func `leaves out what the schema does not show, parents' fields included`() throws {
    var schema = try #require(catalog["contact"])
    schema.fields.removeAll { $0.name == "email" }
    var shown = catalog
    var account = try #require(catalog["account"])
    account.fields.removeAll { $0.name == "employees" }
    shown["account"] = account
    let record = Record(
      "contact",
      [
        "email": "ana@example.com", "title": "CEO", "account.employees": 5, "account.name": "Acme", "nothing": 1,
        "a.b.c.d": 1,
      ])
    let json = RecordJSON.encode(record, schema: schema, catalog: shown)
    #expect(json.text() == #"{"account":{"name":"Acme"},"title":"CEO"}"#)
  }

  @Test func `uses the present name of a renamed field`() throws {
    var schema = try #require(catalog["contact"])
    let index = try #require(schema.fields.firstIndex { $0.name == "title" })
    schema.fields[index].formerNames = ["job"]
    #expect(try json(Record("contact", ["job": "CEO"]), schema).text() == #"{"title":"CEO"}"#)
  }

  @Test func `puts custom fields and custom references where they belong`() throws {
    var schema = try #require(catalog["contact"])
    schema.fields += [FieldSchema("custom.tier", .text), FieldSchema("custom.broker", .reference(.one("account")))]
    let record = Record(
      "contact", ["custom.broker.name": "Zed", "custom.tier": "gold", "custom.broker": reference("account", 4)])
    #expect(try json(record, schema).text() == #"{"custom.tier":"gold","custom.broker":{"id":"4","name":"Zed"}}"#)
  }

  @Test func `follows a chain of references no deeper than JSON is read`() throws {
    let names = ["name", "parent.name", String(repeating: "parent.", count: 5_000) + "name"]
    var record = Record("account")
    for name in names { record[FieldName(name)] = "Acme" }
    let text = try json(record).text()
    #expect(text == #"{"name":"Acme","parent":{"name":"Acme"}}"#)
  }

  @Test func `is the same one by one and many at once`() throws {
    let schema = try #require(catalog["contact"])
    let records = [
      Record("contact", ["title": "A"]), Record("contact", ["title": "B"]), Record("contact", ["department": "C"]),
      Record("contact"),
    ]
    let single = try records.map { try json($0) }
    #expect(RecordJSON.encode(records, schema: schema, catalog: catalog) == single)
    #expect(single.map { $0.text() } == [#"{"title":"A"}"#, #"{"title":"B"}"#, #"{"department":"C"}"#, "{}"])
  }

  @Test func `goes into pages with cursors or null`() {
    #expect(
      RecordJSON.page(items: [1], next: "abc", previous: nil).text() == #"{"items":[1],"next":"abc","previous":null}"#)
  }
}
