import CRMModel
import CRMSecurity
import CRMStorage
import Testing

/// Each of these was wrong once.
@Suite struct `A write that was wrong once` {
  @Test(arguments: TestedEngine.allCases)
  func `goes on behind automatic numbers that were given by hand`(_ engine: TestedEngine) async throws {
    try await engine.withWorkspace { _, session in
      try await session.alter { schema in
        schema[Account.self].add(CustomField("ticket", .autoNumber("T-000")).unique(), label: "Ticket")
      }
      let first = try await session.insert([
        Account {
          $0.name = "A"; $0.custom["ticket"] = "T-002"
        }, Account { $0.name = "B" }, Account { $0.name = "C" },
      ])
      #expect(first.map { $0.custom["ticket"] } == ["T-002", "T-003", "T-004"])
      try await session.insert(
        Account {
          $0.name = "D"; $0.custom["ticket"] = "T-006"
        })
      let next = try await session.insert([Account { $0.name = "E" }, Account { $0.name = "F" }])
      #expect(next.map { $0.custom["ticket"] } == ["T-007", "T-008"])
    }
  }

  @Test(arguments: TestedEngine.allCases)
  func `logs a composite field whole when one part changes`(_ engine: TestedEngine) async throws {
    try await engine.withWorkspace { _, session in
      let ana = try await session.insert(Contact { $0.name = PersonName(first: "Ana", last: "López") })
      _ = try await session.update(ana.id) { $0.name.first = "Anna" }
      let change = try #require(try await session.changes(after: 1).first?.changes.first)
      #expect(change.fields == ["name"])
      #expect(change.oldValues == [[.personName(PersonName(first: "Ana", last: "López"))]])
    }
  }

  @Test(arguments: TestedEngine.allCases)
  func `leaves fields alone that an upserted record does not name`(_ engine: TestedEngine) async throws {
    try await engine.withWorkspace { _, session in
      try await session.insert([
        Account {
          $0.name = "A"; $0.number = "7"; $0.industry = "Retail"
        },
        Account {
          $0.name = "B"; $0.number = "8"; $0.industry = "Bank"
        },
      ])
      try await session.write { tx in
        try tx.upsert(
          [
            Record("account", ["number": "7", "industry": "Shops"]), Record("account", ["number": "8", "name": "BB"]),
          ], by: "number")
        try tx.upsert(
          [
            Account {
              $0.name = "AA"; $0.number = "7"
            }
          ], by: \.number)
      }
      let stored = try await session.fetch(Account.query.order(by: { $0.number }))
      #expect(stored.map(\.name) == ["AA", "BB"])
      #expect(stored.map(\.industry) == ["Shops", "Bank"])
      let id = stored[0].id
      let blank = Account {
        $0.name = "x"; $0.id = id
      }
      let error = try await #require(throws: StoreError.self) { try await session.update(blank) }
      #expect(error.code == .fieldNotRead)
    }
  }

  @Test(arguments: TestedEngine.allCases)
  func `compares and searches names with missing parts`(_ engine: TestedEngine) async throws {
    try await engine.withWorkspace { _, session in
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

  @Test(arguments: TestedEngine.allCases)
  func `deletes and restores records of several entities together`(_ engine: TestedEngine) async throws {
    try await engine.withWorkspace { _, session in
      let (acme, tie) = try await session.write { tx in
        let acme = try tx.insert(Account { $0.name = "Acme" })
        let ana = try tx.insert(Contact { $0.name = PersonName(last: "López") })
        return (acme, try tx.insert(AccountContactRelation { ($0.account, $0.contact) = (acme.id, ana.id) }))
      }
      try await session.write { try $0.delete([acme.id.erased, tie.id.erased]) }
      #expect(try await session.count(AccountContactRelation.query) == 0)
      try await session.write { try $0.restore([tie.id.erased, acme.id.erased]) }
      #expect(try await session.count(AccountContactRelation.query) == 1)
    }
  }

  @Test(arguments: TestedEngine.allCases)
  func `keeps nothing of a bulk update that throws half way`(_ engine: TestedEngine) async throws {
    try await engine.withWorkspace { _, session in
      try await session.insert((0..<1_500).map { index in Account { $0.name = "\(index)" } })
      try await session.write { tx in
        var seen = 0
        do {
          try tx.update(where: Account.query) { account in
            seen += 1
            account.name = seen == 1_400 ? "" : "changed"
          }
          Issue.record("an empty name was kept")
        } catch {
          #expect(StoreError(wrapping: error).code == .required)
        }
      }
      #expect(try await session.count(Account.query.where { $0.name == "changed" }) == 0)
    }
  }

  @Test(arguments: TestedEngine.allCases)
  func `refuses to delete who owns records, and odd ids and pages`(_ engine: TestedEngine) async throws {
    try await engine.withWorkspace { _, session in
      let ana = try await session.insert(User { $0.displayName = "Ana" })
      try await session.insert(
        Account {
          $0.name = "Acme"; $0.owner = ana.id
        })
      let owner = try await #require(throws: StoreError.self) { try await session.delete(ana.id) }
      #expect(owner.code == .inUse)
      let late = try await #require(throws: StoreError.self) {
        try await session.insert(
          Account {
            $0.name = "x"; $0.id = RecordID(rawValue: .max)
          })
      }
      #expect(late.code == "bad_id")
      #expect(try await session.page(Account.query, first: .max).items.count == 1)
    }
  }

  @Test(arguments: TestedEngine.allCases)
  func `settles only after a new observer has seen what is there`(_ engine: TestedEngine) async throws {
    try await engine.withWorkspace { workspace, session in
      try await session.insert(Account { $0.name = "A" })
      let seen = Task {
        for try await change in session.observe(Account.query) where change.items.count == 2 { return true }
        return false
      }
      try await session.insert(Account { $0.name = "B" })
      #expect(try await seen.value)
      await workspace.settled()
    }
  }
}

@Suite struct `The having of a grouped query` {
  @Test(arguments: TestedEngine.allCases)
  func `keeps groups by measures and names what it cannot compare`(_ engine: TestedEngine) async throws {
    try await engine.withWorkspace { _, session in
      try await session.insert(
        ["Retail", "Retail", "Bank"].map { industry in
          Account { ($0.name, $0.industry, $0.employees) = ("x", industry, 10) }
        })
      let kept = try await session.table(
        Query(text: "select industry, sum(employees) from account group by industry having 15 < sum(employees)"))
      #expect(kept.rows == [["Retail", 20]])
      for text in ["shoe_size > 1", "name = \"x\"", "max(employees) > 1 and today > 2025-01-01"] {
        let query = try Query(text: "select industry from account group by industry having \(text)")
        await #expect(throws: StoreError.self, "\(text)") { try await session.table(query) }
      }
    }
  }
}
