import CRMModel
@testable import CRMSecurity
import CRMStorage
import CRMTestStores
import CRMTesting
import Testing

/// A module whose one entity has a field of most types.
private struct Clinic: CRMModule {
  static let name: ModuleName = "clinic"
  static let version = 1
  var content: ModuleContent { Visit.self }
}

private struct Urgency: PicklistCode {
  let rawValue: String
  init(rawValue: String) { self.rawValue = rawValue }
  static let options: [PicklistOption] = ["low", "high"]
}

private struct Visit: Entity {
  static let name: EntityName = "clinic.visit"
  static let schema = Schema<Visit>(label: "Visit", plural: "Visits", help: "One patient, one hour", title: \.reason) {
    Field(\.reason, "reason", help: "In the patient's words")
    Field(\.number, "number", type: .autoNumber("V-0000"))
    Field(\.patient, "patient")
    Field(\.minutes, "minutes", default: .value(30))
    Field(\.fee, "fee")
    Field(\.discount, "discount")
    Field(\.day, "day")
    Field(\.urgency, "urgency", hints: ["widget": "radio"])
    Field(\.isFirst, "is_first")
    Rule("too_long", on: \.minutes, "At most four hours") { $0.minutes > 0 && $0.minutes <= 240 }
    Rule("too_cheap", on: \.discount, "At most half off") { $0.discount.isBetween(.zero, 50) }
  }
  var record = RecordInfo()
  var reason = ""
  var number: String?
  var patient = Contact.ID.unset
  var minutes = 30
  var fee: Money?
  var discount: Percent?
  var day: CalendarDate?
  var urgency: Urgency?
  var isFirst = false
}

@Suite struct `The JSON Schema of an entity` {
  @Test(arguments: StoreKind.allCases)
  func `is enough to make a form, whose HTML comes back through record and patch`(_ kind: StoreKind) async throws {
    try await kind.withSession(modules: [Clinic()]) { _, session in
      try await session.alter { $0["clinic.visit"].add(.picklist("room", ["a", "b"]), label: "Room") }
      let ana = try await session.insert(Contact { $0.name = PersonName(last: "Ana") })
      let form = FormPage(try session.jsonSchema(of: "clinic.visit", for: .insert))
      #expect(form.html.contains("<h1>Visit</h1>"))
      #expect(form.html.contains("<input name=\"reason\" type=\"text\" maxlength=\"255\" required>"))
      #expect(form.html.contains("<input name=\"minutes\" type=\"number\" min=\"1\" max=\"240\" value=\"30\">"))
      #expect(form.html.contains("<label>Room <select name=\"custom.room\"><option value=\"\"></option>"))
      #expect(form.html.contains("<input name=\"day\" type=\"date\">"))

      let (visit, catalog) = (try #require(session.schema["clinic.visit"]), session.schema)
      var blank = try FilledForm(form.html)
      #expect(
        blank.names == [
          "reason", "patient", "minutes", "fee.amount", "fee.currency", "discount", "day", "urgency", "is_first",
          "custom.room", "owner",
        ])
      #expect(blank.options("urgency") == ["", "low", "high"])
      for (name, text) in [
        ("reason", "Cough"), ("patient", ana.id.description), ("minutes", "45"), ("fee.amount", "80.50"),
        ("discount", "12.5"), ("day", "2025-06-06"), ("urgency", "high"), ("custom.room", "a"),
      ] { try blank.enter(text, in: name) }
      try blank.tick("is_first")
      let record = try Record(json: form.json(of: blank.sent), schema: visit, catalog: catalog)
      let stored = try await session.insert(record)
      let shown = try session.json(stored)
      #expect(shown["fee"] == ["amount": "80.50", "currency": "USD"])
      #expect(shown["minutes"] == 45)
      #expect(shown["is_first"] == true)
      #expect(shown["custom.room"] == "a")
      #expect(shown["number"] == "V-0001")

      // The form of a change has what is there, so sending it back as it is changes nothing.
      let schema = try session.jsonSchema(of: "clinic.visit", for: .update)
      let change = FormPage(schema, of: shown)
      #expect(!change.html.contains("required"))
      var edited = try FilledForm(change.html)
      let present = [
        "reason": "Cough", "patient": ana.id.description, "minutes": "45", "fee.amount": "80.50", "fee.currency": "USD",
        "discount": "12.50", "day": "2025-06-06", "urgency": "high", "is_first": "on", "custom.room": "a",
        "owner": shown["owner"]?.stringValue ?? "", "revision": "1",
      ]
      #expect(edited.sent == present)
      let untouched = try Patch(json: change.json(of: edited.sent), schema: visit, catalog: catalog)
      let same = try session.json(try await session.update(stored.recordID, untouched))
      for name in visit.fields.map(\.name.rawValue) { #expect(same[name] == shown[name], "\(name)") }

      try edited.enter("60", in: "minutes")
      try edited.enter("", in: "urgency")
      try edited.enter("", in: "fee.amount")
      try edited.tick("is_first", false)
      try edited.enter(same["revision"]?.text() ?? "", in: "revision")
      let sent = change.json(of: edited.sent)
      let changed = try session.json(
        try await session.update(stored.recordID, try Patch(json: sent, schema: visit, catalog: catalog)))
      #expect(changed["minutes"] == 60)
      #expect(changed["urgency"] == .null)
      #expect(changed["fee"] == .null)
      #expect(changed["is_first"] == false)
      #expect(changed["reason"] == "Cough")
      #expect(changed["custom.room"] == "a")

      // What the form could not know is told by field.
      let again = FormPage(schema, of: changed)
      var hasty = try FilledForm(again.html)
      try hasty.enter("500", in: "minutes")
      let wrong = try Patch(json: again.json(of: hasty.sent), schema: visit, catalog: catalog)
      let error = await #expect(throws: StoreError.self) { try await session.update(stored.recordID, wrong) }
      #expect(error?.violations.map(\.code) == ["too_long"])
      #expect(error?.violations.map(\.field) == ["minutes"])
      let stale = try Patch(json: sent, schema: visit, catalog: catalog)
      let conflict = await #expect(throws: StoreError.self) { try await session.update(stored.recordID, stale) }
      #expect(conflict?.code == .staleRevision)
      let unknown = #expect(throws: StoreError.self) {
        try Patch(json: ["minutes": true, "colour": "red"], schema: visit, catalog: catalog)
      }
      #expect(unknown?.violations.map(\.code) == [.wrongType, .unknownField])
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `makes a form that leaves open what nobody filled in`(_ kind: StoreKind) async throws {
    try await kind.withSession(modules: [Clinic()]) { _, session in
      let ana = try await session.insert(Contact { $0.name = PersonName(last: "Ana") })
      let form = FormPage(try session.jsonSchema(of: "clinic.visit", for: .insert))
      var filled = try FilledForm(form.html)
      try filled.enter("Cough", in: "reason")
      try filled.enter(ana.id.description, in: "patient")
      #expect(throws: FilledForm.Refusal(reason: "no option sometimes in urgency")) {
        try filled.enter("sometimes", in: "urgency")
      }
      #expect(throws: FilledForm.Refusal(reason: "no control with the name number")) {
        try filled.enter("V-7", in: "number")
      }
      let (visit, catalog) = (try #require(session.schema["clinic.visit"]), session.schema)
      let record = try Record(json: form.json(of: filled.sent), schema: visit, catalog: catalog)
      let shown = try session.json(try await session.insert(record))
      for name in ["fee", "discount", "day", "urgency"] { #expect(shown[name] == .null, "\(name)") }
      #expect(shown["minutes"] == 30)
      #expect(shown["is_first"] == false)
    }
  }

  @Test func `says labels, options, ranges, what is required and what may be done`() async throws {
    try await StoreKind.memory.withSession(modules: [Clinic()]) { _, session in
      let schema = try session.jsonSchema(of: "clinic.visit", for: .insert)
      #expect(schema["$schema"] == "https://json-schema.org/draft/2020-12/schema")
      #expect(schema["description"] == "One patient, one hour")
      #expect(schema["required"] == ["reason", "patient"])
      #expect(schema["additionalProperties"] == false)
      let properties = try #require(schema["properties"])
      #expect(
        properties["reason"]?.text()
          == #"{"title":"Reason","description":"In the patient's words","type":"string","maxLength":255,"minLength":1,"x-crm":{"type":"text","required":true}}"#
      )
      #expect(
        properties["minutes"]?.text()
          == #"{"title":"Minutes","type":"integer","minimum":1,"maximum":240,"default":30,"x-crm":{"type":"integer","required":true,"minimum":1,"maximum":240}}"#
      )
      #expect(
        properties["discount"]?["x-crm"] == ["type": "percent", "decimals": 2, "minimum": "0.00", "maximum": "50.00"])
      #expect(properties["number"]?["readOnly"] == true)
      #expect(properties["fee"]?["properties"]?["currency"] == ["const": "USD"])
      #expect(
        properties["urgency"]?["oneOf"]
          == [["const": "low", "title": "low"], ["const": "high", "title": "high"], ["const": .null]])
      #expect(properties["urgency"]?["x-crm"]?["hints"] == ["widget": "radio"])
      #expect(properties["patient"]?["x-crm"]?["entities"] == ["contact"])
      #expect(schema["x-crm"]?["access"] == ["insert": true, "update": true, "delete": true])
      #expect(schema["x-crm"]?["rules"]?.arrayValue?.count == 2)
    }
  }

  @Test func `shows nothing that the principal may not see or do`() async throws {
    struct ReadOnly: RecordAccess {
      func permit(_ request: AccessRequest) throws(StoreError) {
        if case .change = request { throw StoreError(.forbidden, "no_rights", "no") }
      }
      func visible(_ entity: EntityName) -> Formula? { nil }
      func admit(_ catalog: Catalog) -> Catalog {
        var catalog = catalog
        catalog["account"] = nil
        catalog["contact"]?.fields.removeAll { $0.name == "email" }
        return catalog
      }
    }
    try await StoreKind.memory.withWorkspace { workspace in
      let session = Session(workspace, .owner, gate: ReadOnly())
      let schema = try session.jsonSchema(of: "contact", for: .update)
      #expect(schema["x-crm"]?["access"] == ["insert": false, "update": false, "delete": false])
      #expect(schema["properties"]?["email"] == nil)
      #expect(schema["properties"]?["name"] != nil)
      let error = #expect(throws: StoreError.self) { try session.jsonSchema(of: "account", for: .insert) }
      #expect(error?.code == .unknownEntity)
    }
  }

  @Test func `of every entity there is can be made for both purposes`() async throws {
    try await StoreKind.memory.withSession(modules: [Clinic()]) { _, session in
      for entity in session.schema.entities {
        for purpose in [EntityJSONSchema.Purpose.insert, .update] {
          let schema = try session.jsonSchema(of: entity.name, for: purpose)
          let names = entity.fields.map(\.name.rawValue)
          for name in names { #expect(schema["properties"]?[name] != nil, "\(entity.name).\(name)") }
          #expect(try JSONValue(parsing: schema.text()) == schema)
        }
      }
    }
  }
}
