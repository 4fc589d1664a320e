import CRMModel
import CRMSecurity
import CRMTestStores
import Testing

/// What each kind of condition keeps, on both engines, from the query language's tables and decision record 0003.
@Suite struct `A condition at the door` {
  @Test(arguments: StoreKind.allCases, ConditionCases.all)
  func `keeps the rows that its meaning says`(_ kind: StoreKind, _ example: TradeCase) async throws {
    try await kind.withWorkspace { workspace in
      let session = try await workspace.session(as: .owner)
      try await TradeWorld.fill(session)
      #expect(try await example.found(session) == example.expected)
      let count = try await session.count(Query(example.entity).where(example.condition))
      #expect(count == example.expected.count)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `compares and searches names with missing parts`(_ kind: StoreKind) async throws {
    try await kind.withSession { _, session in
      let plain = PersonName(first: "Ana", last: "López")
      try await session.insert([
        Contact { $0.name = plain }, Contact { $0.name = PersonName(salutation: "Dr", first: "Ana", last: "López") },
        Contact { $0.name = PersonName(last: "Smith") },
      ])
      #expect(try await session.count(Contact.query.where { $0.name == plain }) == 1)
      let smith = Formula.textMatch(.contains, .field("name"), "smith")
      #expect(try await session.count(Query("contact").where(smith)) == 1)
      #expect(try await session.count(Query("contact").where(!smith)) == 2)
      #expect(try await session.table(Query("contact").measure(.count, "name")).rows == [[3]])
    }
  }
}

enum ConditionCases {
  static let all: [TradeCase] = {
    do {
      return try manyToMany() + typed() + children() + fields() + truth() + trees() + sets() + places()
    } catch {
      Issue.record(error)
      return []
    }
  }()

  /// One hop over `account_contact_relation`; deleted links and deleted people do not count.
  private static func manyToMany() throws -> [TradeCase] {
    let people = "account_contact_relation by account through contact"
    return [
      try TradeCase("any(\(people))", "Acme", "Bolt", "Cork"),
      try TradeCase("any(\(people): do_not_call = true)", "Acme", "Bolt"),
      try TradeCase("none(\(people): do_not_call = true)", "Cork", "Dune"),
      try TradeCase("all(\(people): account is not null)", "Bolt", "Cork", "Dune"),
      try TradeCase("all(\(people): email = \"ana@acme.example\")", "Bolt", "Dune"),
      try TradeCase("count(\(people)) = 2", "Acme"),
      try TradeCase("count(\(people)) = 0", "Dune"),
      try TradeCase("count(\(people): email is null) = 1", "Acme", "Cork"),
      try TradeCase("any(\(people): account.name = \"Bolt\")"),
      try TradeCase("any(\(people): account.name = \"Acme\")", "Acme", "Bolt", "Cork"),
      try TradeCase(
        on: "contact", "any(account_contact_relation by contact through account: industry = \"Retail\")", "Ana", "Dee"),
    ]
  }

  private static func typed() -> [TradeCase] {
    [
      TradeCase(typed: "linked any", "Acme", "Bolt") {
        $0.linked(\AccountContactRelation.account, to: \.contact).any { $0.doNotCall == true }
      },
      TradeCase(typed: "linked count", "Acme") {
        $0.linked(\AccountContactRelation.account, to: \.contact).count > 1
      },
      TradeCase(typed: "linked isEmpty", "Dune") {
        $0.linked(\AccountContactRelation.account, to: \.contact).isEmpty
      },
      TradeCase(typed: "children all", "Bolt", "Cork", "Dune") {
        $0.children(\Contact.account).all { $0.email.isNull }
      },
      TradeCase(typed: "within", "Acme", "Bolt", "Cork") { $0.within(Account.ID(rawValue: 1)) },
      TradeCase(typed: "parent within", "Bolt", "Cork") { $0.parent.within(Account.ID(rawValue: 1)) },
      TradeCase(typed: "includes", "Acme") { $0.custom["interests"].includes("golf") },
    ]
  }

  /// Children are rows, so any, all, none and count are never null; a child whose condition is null does not meet it.
  private static func children() throws -> [TradeCase] {
    let isAna = "email = \"ana@acme.example\""
    return [
      try TradeCase("any(contact by account)", "Acme", "Bolt"),
      try TradeCase("none(contact by account)", "Cork", "Dune"),
      try TradeCase("all(contact by account)", "Acme", "Bolt", "Cork", "Dune"),
      try TradeCase("any(contact by account: \(isAna))", "Acme"),
      try TradeCase("all(contact by account: \(isAna))", "Cork", "Dune"),
      try TradeCase("none(contact by account: \(isAna))", "Bolt", "Cork", "Dune"),
      try TradeCase("not any(contact by account: \(isAna))", "Bolt", "Cork", "Dune"),
      try TradeCase("not all(contact by account: \(isAna))", "Acme", "Bolt"),
      try TradeCase("not none(contact by account: \(isAna))", "Acme"),
      // Ben's and Cem's conditions are null both ways.
      try TradeCase("any(contact by account: not \(isAna))"),
      try TradeCase("all(contact by account: not \(isAna))", "Cork", "Dune"),
      try TradeCase("none(contact by account: not \(isAna))", "Acme", "Bolt", "Cork", "Dune"),
      try TradeCase("count(contact by account: not \(isAna)) = 0", "Acme", "Bolt", "Cork", "Dune"),
      try TradeCase("count(contact by account) = 0", "Cork", "Dune"),
      try TradeCase("count(contact by account) >= 2", "Acme"),
      try TradeCase("any(contact by account) is null"),
      try TradeCase(
        "any(contact by account: any(account_contact_relation by contact: role = \"advisor\"))", "Acme"),
      try TradeCase("any(account by parent: employees < 10)", "Acme"),
      try TradeCase("count(account by parent) = 1", "Acme", "Bolt"),
    ]
  }

  private static func fields() throws -> [TradeCase] {
    [
      try TradeCase("employees < parent.employees", "Bolt"),
      try TradeCase("employees >= parent.employees"),
      // Cork has no number, Acme and Dune no parent: null both ways.
      try TradeCase("not employees < parent.employees"),
      try TradeCase("industry = parent.industry", "Bolt"),
      try TradeCase("industry != parent.industry"),
      try TradeCase("(industry = parent.industry) is not true", "Acme", "Cork", "Dune"),
      try TradeCase("employees = employees", "Acme", "Bolt", "Dune"),
      try TradeCase("employees between parent.employees and 200"),
      try TradeCase("employees between 1 and parent.employees", "Bolt"),
      try TradeCase("parent.parent.name = \"Acme\"", "Cork"),
      try TradeCase(on: "contact", "account.name < account.parent.name"),
      try TradeCase(on: "contact", "account.name > account.parent.name", "Cem"),
    ]
  }

  /// Kleene's logic; only what is true is kept. Cork's industry and number are null.
  private static func truth() throws -> [TradeCase] {
    [
      try TradeCase("industry = \"Retail\"", "Acme", "Bolt"),
      try TradeCase("not industry = \"Retail\"", "Dune"),
      try TradeCase("industry != \"Retail\"", "Dune"),
      try TradeCase("(industry = \"Retail\") is true", "Acme", "Bolt"),
      try TradeCase("(industry = \"Retail\") is not true", "Cork", "Dune"),
      try TradeCase("industry is null", "Cork"),
      try TradeCase("industry is not null", "Acme", "Bolt", "Dune"),
      // true and null, false and null; true or null, false or null.
      try TradeCase("not (industry = \"Retail\" and name = \"Acme\")", "Bolt", "Cork", "Dune"),
      try TradeCase("not (industry = \"Retail\" and name = \"Cork\")", "Acme", "Bolt", "Dune"),
      try TradeCase("industry = \"Retail\" or name = \"Cork\"", "Acme", "Bolt", "Cork"),
      try TradeCase("not (industry = \"Retail\" or name = \"Acme\")", "Dune"),
      try TradeCase("(industry = \"Retail\" or name = \"Acme\") is null", "Cork"),
      try TradeCase("(industry = \"Retail\" and name = \"Acme\") is null"),
      try TradeCase("(industry = \"Retail\" and employees > 1) is null", "Cork"),
      try TradeCase("industry in (\"Retail\", \"Bank\")", "Acme", "Bolt", "Dune"),
      try TradeCase("industry not in (\"Retail\")", "Dune"),
      try TradeCase("industry not in ()", "Acme", "Bolt", "Dune"),
      try TradeCase("employees between 8 and 120", "Acme", "Bolt", "Dune"),
      try TradeCase("employees not between 8 and 50", "Acme"),
      try TradeCase("industry contains \"RET\"", "Acme", "Bolt"),
      try TradeCase("industry not contains \"ret\"", "Dune"),
      // A parent that is missing has null for each of its fields.
      try TradeCase("parent.industry is null", "Acme", "Dune"),
      try TradeCase("parent.industry != \"Bank\"", "Bolt", "Cork"),
      try TradeCase("parent is null", "Acme", "Dune"),
      try TradeCase("all of ()", "Acme", "Bolt", "Cork", "Dune"),
      try TradeCase("any of ()"),
    ]
  }

  /// The root is part of its tree; who is deleted is not.
  private static func trees() throws -> [TradeCase] {
    [
      try TradeCase("within(self, account/1)", "Acme", "Bolt", "Cork"),
      try TradeCase("within(self, account/2)", "Bolt", "Cork"),
      try TradeCase("within(self, account/4)", "Dune"),
      try TradeCase("within(self, account/999)"),
      try TradeCase("within(parent, account/1)", "Bolt", "Cork"),
      try TradeCase("within(parent, account/2)", "Cork"),
      try TradeCase(on: "contact", "within(account, account/2)", "Cem"),
      try TradeCase(on: "contact", "within(account, account/1)", "Ana", "Ben", "Cem"),
      try TradeCase(on: "contact", "within(account.parent, account/1)", "Cem"),
    ]
  }

  /// A code is not a part of a longer one; a field without codes gives null.
  private static func sets() throws -> [TradeCase] {
    [
      try TradeCase("custom.interests includes \"golf\"", "Acme"),
      try TradeCase("custom.interests includes \"golfing\"", "Bolt"),
      try TradeCase("custom.interests includes \"tennis\"", "Acme"),
      try TradeCase("custom.interests not includes \"golf\"", "Bolt"),
      try TradeCase("(custom.interests includes \"golf\") is not true", "Bolt", "Cork", "Dune"),
      try TradeCase("custom.interests is null", "Cork", "Dune"),
      try TradeCase(on: "contact", "account.custom.interests includes \"golf\"", "Ana", "Ben"),
    ]
  }

  /// Toledo lies 67.5 km from Madrid, Barcelona 505 km (haversine of the coordinates, worked out apart).
  private static func places() throws -> [TradeCase] {
    let fromMadrid = "distance(location, geo(40.4168, -3.7038))"
    let madrid = try GeoPoint(latitude: 40.4168, longitude: -3.7038)
    return [
      try TradeCase("\(fromMadrid) < 1", "Acme"),
      try TradeCase("\(fromMadrid) < 67000", "Acme"),
      try TradeCase("\(fromMadrid) < 68000", "Acme", "Bolt"),
      try TradeCase("\(fromMadrid) >= 68000", "Cork"),
      try TradeCase("not \(fromMadrid) < 68000", "Cork"),
      try TradeCase("\(fromMadrid) between 504000 and 506000", "Cork"),
      try TradeCase("(\(fromMadrid) < 68000) is null", "Dune"),
      TradeCase(typed: "isWithin", "Acme", "Bolt") { $0.location.isWithin(metres: 68_000, of: madrid) },
    ]
  }
}
