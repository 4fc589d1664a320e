import CRMModel
import CRMSecurity
import CRMStorage
import CRMTestStores
import Testing

@Suite struct `A look-up by a unique field` {
  private func withAccounts(_ kind: StoreKind, _ body: @Sendable (Session) async throws -> Void) async throws {
    try await kind.withSession { _, session in
      try await session.insert(
        ["1", "2", "3"].map { (number: String) in Account { ($0.name, $0.number) = ("Account " + number, number) } })
      try await body(session)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `finds what a query finds`(_ kind: StoreKind) async throws {
    try await withAccounts(kind) { session in
      let found = try await session.fetch(\Account.number, "2")
      #expect(found == (try await session.first(Account.query.where { $0.number == "2" })))
      #expect(found?.name == "Account 2")
      #expect(try await session.fetch(\Account.number, "4") == nil)
      #expect(try await session.fetch(\Account.number, "") == nil)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `passes over what was deleted, and finds what took its place`(_ kind: StoreKind) async throws {
    try await withAccounts(kind) { session in
      let old = try #require(try await session.fetch(\Account.number, "2"))
      try await session.delete(old.id)
      #expect(try await session.fetch(\Account.number, "2") == nil)
      let new = try await session.insert(Account { ($0.name, $0.number) = ("New", "2") })
      #expect(try await session.fetch(\Account.number, "2") == new)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `of several values keeps their order and leaves out those without a record`(_ kind: StoreKind) async throws {
    try await withAccounts(kind) { session in
      let found = try await session.fetch(\Account.number, in: ["3", "9", "1"])
      #expect(found.map(\.number) == ["3", "1"])
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `sees what its own transaction wrote`(_ kind: StoreKind) async throws {
    try await withAccounts(kind) { session in
      try await session.write { tx in
        let account = try #require(try tx.fetch(\Account.number, "1"))
        _ = try tx.update(account.id) { $0.number = "10" }
        #expect(try tx.fetch(\Account.number, "1") == nil)
        #expect(try tx.fetch(\Account.number, "10")?.id == account.id)
      }
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `is refused for a field that is not unique`(_ kind: StoreKind) async throws {
    try await withAccounts(kind) { session in
      let error = await #expect(throws: StoreError.self) { try await session.fetch(\Account.industry, "x") }
      #expect(error?.code == "needs_unique_field")
    }
  }
}

@Suite struct `A query for a unique value` {
  @Test(arguments: StoreKind.allCases)
  func `finds what any other query for it does`(_ kind: StoreKind) async throws {
    try await kind.withSession { _, session in
      let stored = try await session.insert(
        ["n1", "N1", "n2"].map { (number: String) in Account { ($0.name, $0.number) = ("Account " + number, number) } })
      try await session.delete(stored[2].id)
      for number in ["n1", "N1", "n2", "n3", "", "n1 ", "é"] {
        let short = Account.query.where { $0.number == number }
        // An order keeps it from being looked up.
        #expect(try await session.fetch(short) == session.fetch(short.order(by: { $0.name })), "\(number)")
        #expect(try await session.first(short) == session.fetch(short.order(by: { $0.name })).first)
      }
      #expect(try await session.fetch(Account.query.where { $0.number == "n1" }) == [stored[0]])
      #expect(try await session.fetch(Account.query.where { $0.number == "n1" }.limit(0)) == [])
      #expect(
        try await session.fetch(Account.query.scope(.deleted).where { $0.number == "n2" }).map(\.id) == [stored[2].id])
    }
  }
}

@Suite struct `Records found by some ids` {
  @Test(arguments: StoreKind.allCases)
  func `come in the order of the ids, as often as they are named`(_ kind: StoreKind) async throws {
    try await kind.withSession { _, session in
      let stored = try await session.insert((1...4).map { (number: Int) in Account { $0.name = "Account \(number)" } })
      try await session.delete(stored[1].id)
      let ids = stored.map(\.id)
      let asked = [ids[3], ids[0], ids[1], ids[3], Account.ID(rawValue: 1 << 40), ids[2]]
      #expect(
        try await session.read { try $0.fetch(asked) }.map(\.name)
          == ["Account 4", "Account 1", "Account 4", "Account 3"])
      #expect(try await session.read { try $0.fetch(ids) }.map(\.id) == [ids[0], ids[2], ids[3]])
      #expect(try await session.read { try $0.fetch([] as [Account.ID]) } == [])
    }
  }
}

@Suite struct `A record found by its id` {
  @Test(arguments: StoreKind.allCases)
  func `equals the same record found by a query, in a page and as a tuple`(_ kind: StoreKind) async throws {
    try await kind.withSession { _, session in
      let stored = try await session.insert(
        Account {
          ($0.name, $0.number, $0.industry, $0.employees) = ("Acmé", "1", "Retail", 12)
          $0.annualRevenue = .usd(5)
          $0.billingAddress = PostalAddress(
            street: "1 Main", city: "Graz", region: "", postalCode: "8010", country: "AT")
        })
      let found = try await session.find(stored.id)
      #expect(found == stored)
      #expect(try await session.fetch(Account.query) == [stored])
      #expect(try await session.read { try $0.fetch([stored.id, stored.id]) } == [stored, stored])
      #expect(try await session.page(Account.query.order(by: { $0.name }), first: 5).items == [stored])
      var batches: [[Account]] = []
      batches = try await session.read { snapshot in
        var batches: [[Account]] = []
        try snapshot.forEachBatch(of: Account.query) { batch in
          batches.append(batch)
          return true
        }
        return batches
      }
      #expect(batches == [[stored]])
      let tuples = try await session.fetch(Account.query.select { ($0.name, $0.employees, $0.annualRevenue) })
      #expect(tuples.first?.0 == stored.name)
      #expect(tuples.first?.1 == stored.employees)
      #expect(tuples.first?.2 == stored.annualRevenue)
    }
  }
}
