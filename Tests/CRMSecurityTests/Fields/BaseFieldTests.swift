import CRMModel
import CRMSecurity
import CRMTestStores
import Testing

/// Every field of the base entities, in every face of a record.
@Suite struct `The base module` {
  /// Writes a record in which no field is left as it was made, and reads it in each of its forms.
  private func expectKept<E: Entity>(_ given: E, in session: Session) async throws {
    let entity = try #require(session.schema[E.name])
    #expect(entity.fields.map(\.name) == Record(E()).fieldNames.filter { SystemField(rawValue: $0.rawValue) == nil })
    let (blank, filled) = (Record(E()), Record(given))
    for field in entity.fields {
      #expect(!filled[field.name].isNull, "\(E.name).\(field.name) is not filled in")
      #expect(filled[field.name] != blank[field.name], "\(E.name).\(field.name) is as it was made")
    }

    // Typed.
    let stored = try await session.insert(given)
    let fetched = try await session.find(stored.id)
    #expect(fetched == stored)
    var bare = stored
    bare.record = given.record
    #expect(bare == given)

    // By name.
    let isIt = Formula.compare(.equal, .field("id"), .literal(stored.id.fieldValue))
    let record = try #require(try await session.records(Query(E.name).where(isIt)).first)
    for field in entity.fields { #expect(record[field.name] == filled[field.name], "\(E.name).\(field.name)") }

    // As JSON: what is written is read as the same, and a second record made of it holds the same.
    let json = try session.json(record)
    for field in entity.fields { #expect(json[field.name.rawValue] != nil, "\(E.name).\(field.name)") }
    var own = JSONObject()
    for field in entity.fields { own[field.name.rawValue] = json[field.name.rawValue] }
    let text = JSONValue.object(own).text()
    let again = try Record(jsonBytes: Array(text.utf8), schema: entity, catalog: session.schema)
    for field in entity.fields { #expect(again[field.name] == filled[field.name], "\(E.name).\(field.name)") }
    try await session.removePermanently(stored.id)
    let copy = try await session.insert(again)
    for field in entity.fields { #expect(copy[field.name] == filled[field.name], "\(E.name).\(field.name)") }
  }

  private func withSession(_ kind: StoreKind, _ body: (Session) async throws -> Void) async throws {
    try await kind.withWorkspace { workspace in try await body(try await workspace.session(as: .owner)) }
  }

  @Test(arguments: StoreKind.allCases)
  func `keeps every field of a user`(_ kind: StoreKind) async throws {
    try await withSession(kind) { session in
      let manager = try await session.insert(User { $0.displayName = "Bea" })
      var given = User()
      given.displayName = "Ann"
      given.email = try EmailAddress("ann@example.com")
      given.title = "Agent"
      given.department = "Sales"
      given.region = "North"
      given.manager = manager.id
      given.isActive = false
      try await expectKept(given, in: session)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `keeps every field of an account`(_ kind: StoreKind) async throws {
    try await withSession(kind) { session in
      let parent = try await session.insert(Account { $0.name = "Holding" })
      var given = Account()
      given.name = "Acme"
      given.number = "A-17"
      given.parent = parent.id
      given.kind = "partner"
      given.industry = "Retail"
      given.annualRevenue = try Money("1234567.89", .eur)
      given.employees = 299
      given.yearEstablished = 1_987
      given.phone = try PhoneNumber("+34 600 100 200")
      given.email = try EmailAddress("info@example.com")
      given.website = try WebAddress("https://example.com/")
      given.billingAddress = PostalAddress(city: "Sevilla", country: "ES")
      given.shippingAddress = PostalAddress(city: "Cádiz", country: "ES")
      given.location = try GeoPoint(latitude: 37.389, longitude: -5.984)
      given.notes = "Two lines\nof notes"
      try await expectKept(given, in: session)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `keeps every field of a contact`(_ kind: StoreKind) async throws {
    try await withSession(kind) { session in
      let account = try await session.insert(Account { $0.name = "Acme" })
      let boss = try await session.insert(Contact { $0.name = PersonName(last: "Vega") })
      var given = Contact()
      given.name = PersonName(first: "Ana", last: "Ruiz")
      given.account = account.id
      given.title = "Buyer"
      given.department = "Purchasing"
      given.reportsTo = boss.id
      given.email = try EmailAddress("ana@example.com")
      given.phone = try PhoneNumber("+34 600 100 201")
      given.mobile = try PhoneNumber("+34 600 100 202")
      given.mailingAddress = PostalAddress(city: "Sevilla", country: "ES")
      given.birthDate = try CalendarDate("1988-02-29")
      given.leadSource = "Fair"
      given.doNotCall = true
      given.emailOptOut = true
      given.notes = "Prefers mornings"
      try await expectKept(given, in: session)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `keeps every field of a relation between account and contact`(_ kind: StoreKind) async throws {
    try await withSession(kind) { session in
      var given = AccountContactRelation()
      given.account = try await session.insert(Account { $0.name = "Acme" }).id
      given.contact = try await session.insert(Contact { $0.name = PersonName(last: "Ruiz") }).id
      given.role = "Decides"
      given.isPrimary = true
      given.isActive = false
      given.startDate = try CalendarDate("2024-01-01")
      given.endDate = try CalendarDate("2024-12-31")
      try await expectKept(given, in: session)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `keeps every field of a follow-up`(_ kind: StoreKind) async throws {
    try await withSession(kind) { session in
      var given = FollowUp()
      given.subject = "Call about the offer"
      given.regarding = try await session.insert(Account { $0.name = "Acme" }).id.erased
      given.contact = try await session.insert(Contact { $0.name = PersonName(last: "Ruiz") }).id
      given.assignee = try await session.insert(User { $0.displayName = "Ann" }).id
      given.kind = "call"
      given.priority = "high"
      given.dueDate = try CalendarDate("2025-06-30")
      given.completedAt = try Instant("2025-06-30T10:00:00Z")
      given.notes = "Left a message"
      try await expectKept(given, in: session)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `keeps every field of a key in another system`(_ kind: StoreKind) async throws {
    try await withSession(kind) { session in
      var given = ExternalID()
      given.system = "erp"
      given.key = "0017"
      given.target = try await session.insert(Account { $0.name = "Acme" }).id.erased
      try await expectKept(given, in: session)
    }
  }

  @Test func `has no other entities`() {
    #expect(
      BaseModule().content.entities.map(\.name) == [
        "user", "account", "contact", "account_contact_relation", "follow_up", "external_id",
      ])
  }
}
