import CRMModel
import CRMSecurity
import CRMStorage
import CRMTestStores
import Testing

@Suite struct `A session` {
  @Test(arguments: StoreKind.allCases)
  func `returns what it inserted with id, revision and moments`(_ kind: StoreKind) async throws {
    try await kind.withSession { _, session in
      let acme = try await session.insert(
        Account {
          $0.name = "Acme"; $0.industry = "Retail"
        })
      #expect(!acme.id.isUnset)
      #expect(acme.record.revision == 1)
      #expect(acme.record.createdAt != nil)
      #expect(try await session.find(acme.id) == acme)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `finds records by conditions on their parents and children`(_ kind: StoreKind) async throws {
    try await kind.withSession { _, session in
      let (acme, ana) = try await session.write { tx in
        let acme = try tx.insert(
          Account {
            $0.name = "Acme"; $0.industry = "Retail"
          })
        try tx.insert(
          Account {
            $0.name = "Émile"; $0.industry = "Bank"
          })
        let ana = try tx.insert(
          Contact {
            $0.name = PersonName(first: "Ana", last: "López"); $0.account = acme.id
          })
        return (acme, ana)
      }
      #expect(try await session.fetch(Contact.query.where { $0.account.industry == "Retail" }) == [ana])
      #expect(try await session.fetch(Account.query.where { $0.children(\Contact.account).count >= 1 }) == [acme])
      #expect(try await session.fetch(Account.query.where { $0.name.starts(with: "emi") }).map(\.name) == ["Émile"])
      #expect(try await session.fetch(Account.query.order(by: { $0.name })).map(\.name) == ["Acme", "Émile"])
      #expect(try await session.fetch(Contact.query.where { $0.name.last == "López" }) == [ana])
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `tells every field that is wrong at once and keeps nothing`(_ kind: StoreKind) async throws {
    try await kind.withSession { _, session in
      let error = try await #require(throws: StoreError.self) {
        try await session.insert([Account { $0.name = "Fine" }, Account(), Account()])
      }
      #expect(error.violations.map(\.index) == [1, 2])
      #expect(error.violations.allSatisfy { $0.code == .required && $0.field == "name" })
      #expect(try await session.count(Account.query) == 0)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `names the fields and both values of a conflict`(_ kind: StoreKind) async throws {
    try await kind.withSession { _, session in
      let stored = try await session.insert(
        Account {
          $0.name = "Acme"; $0.employees = 10
        })
      _ = try await session.update(stored.id) { $0.employees = 11 }
      var mine = stored
      mine.employees = 12
      let attempt = mine
      let error = try await #require(throws: StoreError.self) { try await session.update(attempt) }
      #expect(error.code == .staleRevision)
      #expect(error.kind == .conflict)
      #expect(error.conflicts == [FieldConflict(field: "employees", current: .integer(11), attempted: .integer(12))])
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `deletes, restores and removes`(_ kind: StoreKind) async throws {
    try await kind.withSession { _, session in
      let acme = try await session.insert(
        Account {
          $0.name = "Acme"; $0.number = "7"
        })
      let ana = try await session.insert(
        Contact {
          $0.name = PersonName(last: "López"); $0.account = acme.id
        })
      try await session.delete(acme.id)
      #expect(try await session.fetch(acme.id) == nil)
      #expect(try await session.find(ana.id).account == nil)
      let other = try await session.insert(
        Account {
          $0.name = "Other"; $0.number = "7"
        })
      let error = try await #require(throws: StoreError.self) { try await session.restore(acme.id) }
      #expect(error.code == .notUnique)
      try await session.removePermanently(other.id)
      try await session.restore(acme.id)
      #expect(try await session.find(acme.id).name == "Acme")
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `pages forwards and backwards over ties and nulls`(_ kind: StoreKind) async throws {
    try await kind.withSession { _, session in
      let names = ["b", "a", "B", "á", "c", "a", "d"]
      try await session.insert(
        names.enumerated().map { index, name in
          Account {
            $0.name = name; $0.industry = index % 3 == 0 ? nil : name
          }
        })
      let query = Account.query.order(by: { $0.industry }, .descending, nulls: .first).order(by: { $0.name })
      let all = try await session.fetch(query)
      var forward: [Account] = []
      var page = try await session.page(query, first: 2)
      forward += page.items
      while let next = page.next {
        page = try await session.page(query, first: 2, at: next)
        forward += page.items
      }
      #expect(forward == all)
      var backward = page.items
      while let previous = page.previous {
        page = try await session.page(query, first: 2, at: previous)
        backward = page.items + backward
      }
      #expect(backward == all)
      let cursor = try #require(try await session.page(query, first: 2).next)
      await #expect(throws: StoreError.self) { try await session.page(Account.query, first: 2, at: cursor) }
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `groups, measures and keeps groups by condition`(_ kind: StoreKind) async throws {
    try await kind.withSession { _, session in
      try await session.insert(
        [("Retail", 10), ("Retail", 20), ("Bank", 5), (nil, 1)].map { industry, employees in
          Account {
            $0.name = "x"; $0.industry = industry; $0.employees = employees
          }
        })
      let table = try await session.table(
        Query("account").group(by: "industry").measure(.count).measure(.sum, "employees").measure(.average, "employees")
      )
      #expect(table.rows.count == 3)
      let retail = try #require(table.rows.first { $0[0] == "Retail" })
      #expect(retail == ["Retail", 2, 30, .decimal(15)])
      #expect(table.rows.contains { $0[0].isNull && $0[1] == 1 })
      let kept = try await session.table(
        Query(
          text: """
            select industry, sum(employees) from account group by industry having sum(employees) >= 5 order by industry
            """))
      #expect(kept.rows == [["Bank", 5], ["Retail", 30]])
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `adds a custom field at run time and queries it`(_ kind: StoreKind) async throws {
    try await kind.withSession { _, session in
      let acme = try await session.insert(Account { $0.name = "Acme" })
      try await session.alter { schema in
        schema[Account.self].add(.picklist("tier", ["gold", "silver"]), label: "Tier")
      }
      _ = try await session.update(acme.id) { $0.custom["tier"] = "gold" }
      let gold = try await session.fetch(Account.query.where { $0.custom["tier"] == "gold" })
      #expect(gold.map(\.id) == [acme.id])
      #expect(gold.first?.custom["tier"] == "gold")
      await #expect(throws: StoreError.self) { _ = try await session.update(acme.id) { $0.custom["tier"] = "tin" } }
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `observes what a query finds after each commit`(_ kind: StoreKind) async throws {
    try await kind.withSession { workspace, session in
      let first = try await session.insert(
        Account {
          $0.name = "A"; $0.industry = "Retail"
        })
      var changes = session.observe(Account.query.where { $0.industry == "Retail" }).makeAsyncIterator()
      #expect(try await changes.next()?.items == [first])
      let second = try await session.insert(
        Account {
          $0.name = "B"; $0.industry = "Retail"
        })
      _ = try await session.update(first.id) { $0.industry = "Bank" }
      let change = try #require(try await changes.next())
      #expect(change.inserted == [second])
      #expect(change.removed == [first.id])
      await workspace.settled()
    }
  }
}
