import CRMModel
import CRMSecurity
import CRMStorage
import CRMTestStores
import Testing

/// Four accounts and their people, small enough that every expected row can be found by hand.
///
/// | account | industry | employees | parent | place     | interests    | contacts              | linked to            |
/// | ------- | -------- | --------- | ------ | --------- | ------------ | --------------------- | -------------------- |
/// | 1 Acme  | Retail   | 120       |        | Madrid    | golf, tennis | Ana, Ben (no address) | Ana (buyer), Dee     |
/// | 2 Bolt  | Retail   | 8         | Acme   | Toledo    | golfing      | Cem (no address)      | Ana (advisor)        |
/// | 3 Cork  |          |           | Bolt   | Barcelona |              |                       | Ben                  |
/// | 4 Dune  | Bank     | 50        |        |           |              | Eli, deleted          | Eli, deleted         |
/// | 5 Echo, deleted | Retail | 9   | Acme   | Madrid    | golf         |                       |                      |
///
/// Dee works for nobody. Ana does not want calls. The link of Bolt to Dee was deleted.
enum TradeWorld {
  static func fill(_ session: Session) async throws {
    try await session.alter {
      $0[Account.self].add(.picklistSet("interests", ["golf", "golfing", "tennis"]), label: "Interests")
    }
    try await session.write { tx in
      let madrid = try GeoPoint(latitude: 40.4168, longitude: -3.7038)
      let toledo = try GeoPoint(latitude: 39.8628, longitude: -4.0273)
      let barcelona = try GeoPoint(latitude: 41.3874, longitude: 2.1686)
      try tx.insert([
        account(1, "Acme", "Retail", 120, nil, madrid, ["golf", "tennis"]),
        account(2, "Bolt", "Retail", 8, 1, toledo, ["golfing"]),
        account(3, "Cork", nil, nil, 2, barcelona, nil),
        account(4, "Dune", "Bank", 50, nil, nil, nil),
        account(5, "Echo", "Retail", 9, 1, madrid, ["golf"]),
      ])
      let ana = try EmailAddress("ana@acme.example")
      try tx.insert([
        contact(11, "Ana", 1, ana), contact(12, "Ben", 1, nil), contact(13, "Cem", 2, nil),
        contact(14, "Dee", nil, nil), contact(15, "Eli", 4, nil),
      ])
      try tx.insert([
        link(21, 1, 11, "buyer"), link(22, 1, 14, nil), link(23, 2, 11, "advisor"), link(24, 3, 12, nil),
        link(25, 4, 15, nil), link(26, 2, 14, nil),
      ])
      try tx.delete([
        AnyRecordID(entity: "account", rawValue: 5), AnyRecordID(entity: "contact", rawValue: 15),
        AnyRecordID(entity: "account_contact_relation", rawValue: 26),
      ])
    }
  }

  private static func account(
    _ id: Int64, _ name: String, _ industry: String?, _ employees: Int?, _ parent: Int64?, _ place: GeoPoint?,
    _ interests: [String]?
  ) -> Account {
    Account {
      $0.record.id = id
      ($0.name, $0.industry, $0.employees, $0.location) = (name, industry, employees, place)
      $0.parent = parent.map(Account.ID.init(rawValue:))
      $0.custom["interests"] = interests.map(FieldValue.codes) ?? .null
    }
  }

  private static func contact(_ id: Int64, _ name: String, _ account: Int64?, _ email: EmailAddress?) -> Contact {
    Contact {
      $0.record.id = id
      $0.name = PersonName(first: name)
      $0.account = account.map(Account.ID.init(rawValue:))
      $0.email = email
      $0.doNotCall = name == "Ana"
    }
  }

  private static func link(
    _ id: Int64, _ account: Int64, _ contact: Int64, _ role: String?
  ) -> AccountContactRelation {
    AccountContactRelation {
      $0.record.id = id
      $0.account = Account.ID(rawValue: account)
      $0.contact = Contact.ID(rawValue: contact)
      $0.role = role
    }
  }
}

/// A condition on accounts or contacts of the ``TradeWorld`` and whom it keeps.
struct TradeCase: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let entity: EntityName
  let condition: Condition
  let expected: [String]

  /// A condition as text.
  init(on entity: EntityName = "account", _ text: String, _ expected: String...) throws {
    try self.init(entity, "\(entity) where \(text)", Formula(text: text), expected)
  }

  /// A condition on accounts built with the compiler's help.
  init(typed name: String, _ expected: String..., condition: (Fields<Account>) -> Condition) {
    self.init("account", name, condition(Fields()), expected)
  }

  private init(_ entity: EntityName, _ name: String, _ condition: Condition, _ expected: [String]) {
    (testDescription, self.entity, self.condition, self.expected) = (name, entity, condition, expected)
  }

  /// The names of the records that the condition keeps, in the order of their ids.
  func found(_ session: Session) async throws -> [String] {
    let name: FieldPath = entity == "account" ? "name" : "name.first"
    let table = try await session.table(Query(entity).where(condition).select(name).order(by: "id"))
    return table.rows.map { row in if case .text(let text) = row[0] { text } else { "?" } }
  }
}
