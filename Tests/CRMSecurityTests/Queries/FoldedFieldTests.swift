import CRMModel
import CRMSecurity
import CRMStorage
import CRMTestStores
import Testing

@Suite struct `A folded field` {
  /// Accounts with a folded city, a town that is not, and two phone numbers.
  private func withCities(
    _ kind: StoreKind, _ body: @Sendable (Session) async throws -> Void
  ) async throws {
    try await kind.withSession { _, session in
      try await session.alter { schema in
        schema[Account.self].add(.text("city").folded())
        schema[Account.self].add(.text("town"))
        schema[Account.self].add(.phone("first"))
        schema[Account.self].add(.phone("second"))
      }
      let rows: [(String?, String?, String?, String?)] = [
        ("malaga", "MALAGA", "+44 20 7946 0958", "+44 (0)20 79460958"), ("Málaga", "Málaga", "+442079460958", nil),
        ("MALAGA", "Sevilla", "+1 212 555 0100", "+44 20 7946 0958"), ("Sevilla", nil, nil, "+44 20 7946 0958"),
        (nil, "Sevilla", nil, nil),
      ]
      try await session.insert(
        rows.enumerated().map { index, row in
          Account { account in
            account.name = "\(index)"
            for (name, text) in zip(["city", "town", "first", "second"], [row.0, row.1, row.2, row.3]) {
              account.custom[name] = text.map(FieldValue.text) ?? .null
            }
          }
        })
      try await body(session)
    }
  }

  /// The names of the accounts that meet a condition.
  private func names(_ condition: String, _ session: Session) async throws -> [String] {
    let query = try Query(text: "select name from account where \(condition) order by name")
    return try await session.table(query).rows.map { if case .text(let name) = $0[0] { name } else { "" } }
  }

  @Test(arguments: StoreKind.allCases)
  func `makes one group of what it holds equal and shows the least text of it`(_ kind: StoreKind) async throws {
    try await withCities(kind) { session in
      let table = try await session.table(
        Query("account").group(by: "custom.city").measure(.count).measure(.distinct, "custom.town").order(
          by: "custom.city"))
      #expect(table.rows == [["MALAGA", 3, 3], ["Sevilla", 1, 0], [.null, 1, 1]])
      let exact = try await session.table(Query("account").group(by: "custom.town").measure(.distinct, "custom.city"))
      #expect(exact.rows == [["MALAGA", 1], ["Málaga", 1], ["Sevilla", 1], [.null, 1]])
      #expect(try await session.table(Query("account").measure(.distinct, "custom.city")).rows == [[2]])
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `is compared folded in having`(_ kind: StoreKind) async throws {
    try await withCities(kind) { session in
      for text in [
        #"custom.city = "málaga""#, #"custom.city in ("mALAGA", "x")"#, #"not (custom.city != "malagá")"#,
      ] {
        let query = try Query(text: "select custom.city, count() from account group by custom.city having \(text)")
        #expect(try await session.table(query).rows == [["MALAGA", 3]], "\(text)")
      }
      let exact = try Query(
        text: #"select custom.town from account group by custom.town having custom.town = "malaga""#)
      #expect(try await session.table(exact).rows == [])
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `makes one group through a parent`(_ kind: StoreKind) async throws {
    try await withCities(kind) { session in
      let accounts = try await session.fetch(Account.query.order(by: { $0.name }))
      try await session.insert(
        accounts.prefix(4).map { account in
          Contact { ($0.name, $0.account) = (PersonName(last: account.name), account.id) }
        })
      let table = try await session.table(Query("contact").group(by: "account.custom.city").measure(.count))
      #expect(table.rows == [["MALAGA", 3], ["Sevilla", 1]])
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `is compared folded with another field on either side`(_ kind: StoreKind) async throws {
    try await withCities(kind) { session in
      for (condition, expected) in [
        ("custom.city = custom.town", ["0", "1"]), ("custom.town = custom.city", ["0", "1"]),
        ("custom.city != custom.town", ["2"]), ("custom.town = custom.town", ["0", "1", "2", "4"]),
      ] {
        let found = try await names(condition, session)
        #expect(found == expected, "\(condition)")
      }
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `has a sibling in phone numbers, which meet under their key`(_ kind: StoreKind) async throws {
    try await withCities(kind) { session in
      #expect(try await names("custom.first = custom.second", session) == ["0"])
      #expect(try await names("custom.first != custom.second", session) == ["2"])
      let groups = try await session.table(Query("account").group(by: "custom.first").measure(.count))
      #expect(
        groups.rows == [
          [.phone(try PhoneNumber("+1 212 555 0100")), 1], [.phone(try PhoneNumber("+44 20 7946 0958")), 2],
          [.null, 2],
        ])
      #expect(try await session.table(Query("account").measure(.distinct, "custom.first")).rows == [[2]])
      let having = try Query(
        text: #"select custom.first from account group by custom.first having custom.first = "+442079460958""#)
      #expect(try await session.table(having).rows.count == 1)
    }
  }
}
