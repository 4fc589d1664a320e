import CRMModel
import CRMSecurity
import CRMStorage
import CRMTestStores
import CRMTesting
import Testing

private struct Claims: CRMModule {
  static let name: ModuleName = "claims"
  static let version = 1
  var content: ModuleContent { Claim.self }
}

private struct Channel: PicklistCode {
  let rawValue: String
  init(rawValue: String) { self.rawValue = rawValue }
  static let mail = Channel(rawValue: "mail")
  static let fax = Channel(rawValue: "fax")
  static let options: [PicklistOption] = ["mail", "fax"]
}

private struct Claim: Entity {
  static let name: EntityName = "claims.claim"
  static let schema = Schema<Claim>(
    label: "Claim", owner: LocalizedText("Clerk", translations: ["de": "Sachbearbeitung"]), title: \.title
  ) {
    Field(\.title, "title")
    Field(\.pages, "pages", default: .value(1))
    Field(\.channel, "channel")
    Field(\.note, "note")
  }
  var record = RecordInfo()
  var title = ""
  var pages = 1
  var channel: Channel?
  var note: String?
}

@Suite struct `The JSON Schema of a form` {
  /// Whether a property takes null, as a validator would find.
  private func takesNull(_ property: JSONValue) -> Bool {
    if let options = property["oneOf"]?.arrayValue, !options.contains(where: { $0["const"] == .null }) { return false }
    if let several = property["anyOf"]?.arrayValue { return several.contains { takesNull($0) } }
    return property["type"] == "null" || property["type"]?.arrayValue?.contains("null") == true
  }

  @Test(arguments: StoreKind.allCases, [EntityJSONSchema.Purpose.insert, .update])
  func `takes null for just the fields that may be null`(
    _ kind: StoreKind, _ purpose: EntityJSONSchema.Purpose
  ) async throws {
    try await kind.withSession(modules: [Claims()]) { _, session in
      for entity in session.schema.entities {
        let schema = try session.jsonSchema(of: entity.name, for: purpose)
        for field in entity.fields {
          let property = try #require(schema["properties"]?[field.name.rawValue])
          #expect(takesNull(property) == !field.isRequired, "\(entity.name).\(field.name)")
          #expect((property["x-crm"]?["required"] == true) == field.isRequired, "\(entity.name).\(field.name)")
        }
        if purpose == .update { #expect(schema["required"] == nil, "\(entity.name)") }
      }
      // So says the store.
      let claim = try await session.insert(Claim { $0.title = "Roof" })
      for field in ["title", "pages"] as [FieldName] {
        let patch: Patch = [field: .null]
        let error = await #expect(throws: StoreError.self) {
          try await session.update(claim.id.erased, patch)
        }
        #expect(error?.violations.map(\.code) == [.required], "\(field)")
      }
    }
  }

  private func json(of claim: Claim, _ session: Session) async throws -> JSONValue {
    let record = try await session.records(
      Query(Claim.name).where(.compare(.equal, .field("id"), .literal(claim.id.fieldValue)))
    ).first
    return try session.json(try #require(record))
  }

  @Test(arguments: StoreKind.allCases)
  func `offers an option that is no longer given to the record that has it`(_ kind: StoreKind) async throws {
    try await kind.withSession(modules: [Claims()]) { _, session in
      let old = try await session.insert(Claim { ($0.title, $0.channel) = ("Roof", .fax) })
      let new = try await session.insert(Claim { ($0.title, $0.channel) = ("Wall", .mail) })
      try await session.alter { $0["claims.claim"].retireOption("channel", "fax") }

      let insert = try session.jsonSchema(of: "claims.claim", for: .insert)
      let blank = try #require(insert["properties"]?["channel"])
      #expect(blank["oneOf"] == [["const": "mail", "title": "mail"], ["const": .null]])
      #expect(blank["x-crm"]?["inactive"] == nil)
      #expect(!FormPage(insert).html.contains("fax"))

      let update = try session.jsonSchema(of: "claims.claim", for: .update)
      let change = try #require(update["properties"]?["channel"])
      #expect(
        change["oneOf"] == [
          ["const": "mail", "title": "mail"], ["const": "fax", "title": "fax", "deprecated": true],
          ["const": .null],
        ])
      #expect(change["x-crm"]?["inactive"] == ["fax"])
      let page = FormPage(update, of: try await json(of: old, session))
      #expect(page.html.contains("<option value=\"mail\">mail</option><option value=\"fax\" selected>fax</option>"))
      let other = FormPage(update, of: try await json(of: new, session)).html
      #expect(other.contains("<option value=\"mail\" selected>mail</option></select>"))
      #expect(try FilledForm(other).options("channel") == ["", "mail"])

      // What the form sends back unchanged is taken; nobody else is given the option.
      let (schema, catalog) = (try #require(session.schema["claims.claim"]), session.schema)
      var filled = try FilledForm(page.html)
      try filled.enter("seen", in: "note")
      #expect(filled.sent["channel"] == "fax")
      let sent = page.json(of: filled.sent)
      let kept = try await session.update(old.id.erased, try Patch(json: sent, schema: schema, catalog: catalog))
      #expect(try session.json(kept)["channel"] == "fax")
      #expect(try session.json(kept)["note"] == "seen")
      let error = await #expect(throws: StoreError.self) {
        try await session.update(new.id.erased, try Patch(json: sent, schema: schema, catalog: catalog))
      }
      #expect(error?.violations.map(\.code) == [.unknownCode])
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `calls the owner as the entity does, in the language that is asked for`(_ kind: StoreKind) async throws {
    try await kind.withSession(modules: [Claims()]) { _, session in
      func owner(_ entity: EntityName, _ language: String? = nil) throws -> JSONValue? {
        try session.jsonSchema(of: entity, for: .insert, language: language)["properties"]?["owner"]?["title"]
      }
      #expect(try owner("account") == "Owner")
      #expect(try owner("claims.claim") == "Clerk")
      #expect(try owner("claims.claim", "de-AT") == "Sachbearbeitung")
      // A customer calls it otherwise, also where a module says how it is called.
      let keeper = LocalizedText("Keeper", translations: ["es": "Responsable"])
      try await session.alter { schema in
        schema[Account.self].relabelOwner(to: keeper)
        schema["claims.claim"].relabelOwner(to: nil)
      }
      #expect(try owner("account", "es") == "Responsable")
      #expect(try owner("account", "de") == "Keeper")
      #expect(try owner("claims.claim", "de") == "Owner")
      #expect(session.schema["account"]?.customized == [.ownerLabel])
      #expect(session.schema.localized(for: "es")["account"]?.ownerLabel?.text == "Responsable")
    }
  }

  @Test func `becomes a page in which labels are text and nothing else`() async throws {
    let wild = LocalizedText("<script>alert(\"1\")</script> & 'more'")
    try await StoreKind.memory.withSession(modules: [Claims()]) { _, session in
      try await session.alter { schema in
        schema["claims.claim"].relabel(wild)
        schema["claims.claim"].relabel("note", to: wild)
        schema["claims.claim"].relabelOption("channel", "mail", to: wild)
      }
      let html = FormPage(try session.jsonSchema(of: "claims.claim", for: .insert)).html
      let text = "&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;more&#39;"
      #expect(!html.contains("<script"))
      #expect(html.contains("<h1>\(text)</h1>"))
      #expect(html.contains("<label>\(text) <input name=\"note\""))
      #expect(html.contains("<option value=\"mail\">\(text)</option>"))
    }
  }

  @Test(arguments: [
    "\"><script>alert('1')</script>", "a & b &amp; c &lt;", "' onclick='x", "</form><input name=\"owner\" value=\"7\">",
    "two\nlines", "=\"", "",
  ])
  func `becomes a page in which values are text, and come back as they were`(_ note: String) async throws {
    try await StoreKind.memory.withSession(modules: [Claims()]) { _, session in
      let claim = try await session.insert(Claim { ($0.title, $0.note) = ("Roof", note.isEmpty ? nil : note) })
      let present = try await json(of: claim, session)
      let page = FormPage(try session.jsonSchema(of: "claims.claim", for: .update), of: present)
      let filled = try FilledForm(page.html)
      #expect(filled.names == ["title", "pages", "channel", "note", "owner", "revision"])
      #expect(filled.sent["note"] == note)
      let (schema, catalog) = (try #require(session.schema["claims.claim"]), session.schema)
      let patch = try Patch(json: page.json(of: filled.sent), schema: schema, catalog: catalog)
      let kept = try session.json(try await session.update(claim.id.erased, patch))
      #expect(kept["note"] == present["note"])
    }
  }
}
