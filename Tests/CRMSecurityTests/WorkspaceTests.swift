import CRMModel
import CRMSQLite
import CRMSecurity
import CRMStorage
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The engines that everything is shown on.
enum TestedEngine: String, CaseIterable, Sendable {
  case memory, sqlite

  func withWorkspace(
    modules: [any CRMModule] = [], options: WorkspaceOptions = WorkspaceOptions(),
    _ body: (Workspace, Session) async throws -> Void
  ) async throws {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("crm-\(UUID().uuidString).crm").path
    let source: StorageSource = self == .memory ? .memory : .sqlite(path)
    let workspace = try await Workspace.open(source, modules: modules, options: options)
    do {
      try await body(workspace, workspace.session(as: .owner))
    } catch {
      await workspace.close()
      throw error
    }
    await workspace.close()
    for suffix in ["", "-wal", "-shm", "-lock"] { try? FileManager.default.removeItem(atPath: path + suffix) }
  }
}

@Suite struct `A session` {
  @Test(arguments: TestedEngine.allCases)
  func `returns what it inserted with id, revision and moments`(_ engine: TestedEngine) async throws {
    try await engine.withWorkspace { _, session in
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

  @Test(arguments: TestedEngine.allCases)
  func `finds records by conditions on their parents and children`(_ engine: TestedEngine) async throws {
    try await engine.withWorkspace { _, session in
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

  @Test(arguments: TestedEngine.allCases)
  func `tells every field that is wrong at once and keeps nothing`(_ engine: TestedEngine) async throws {
    try await engine.withWorkspace { _, session in
      let error = try await #require(throws: StoreError.self) {
        try await session.insert([Account { $0.name = "Fine" }, Account(), Account()])
      }
      #expect(error.violations.map(\.index) == [1, 2])
      #expect(error.violations.allSatisfy { $0.code == .required && $0.field == "name" })
      #expect(try await session.count(Account.query) == 0)
    }
  }

  @Test(arguments: TestedEngine.allCases)
  func `names the fields and both values of a conflict`(_ engine: TestedEngine) async throws {
    try await engine.withWorkspace { _, session in
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

  @Test(arguments: TestedEngine.allCases)
  func `deletes, restores and removes`(_ engine: TestedEngine) async throws {
    try await engine.withWorkspace { _, session in
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

  @Test(arguments: TestedEngine.allCases)
  func `pages forwards and backwards over ties and nulls`(_ engine: TestedEngine) async throws {
    try await engine.withWorkspace { _, session in
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

  @Test(arguments: TestedEngine.allCases)
  func `groups, measures and keeps groups by condition`(_ engine: TestedEngine) async throws {
    try await engine.withWorkspace { _, session in
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

  @Test(arguments: TestedEngine.allCases)
  func `adds a custom field at run time and queries it`(_ engine: TestedEngine) async throws {
    try await engine.withWorkspace { _, session in
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

  @Test(arguments: TestedEngine.allCases)
  func `reads what was committed from the change log`(_ engine: TestedEngine) async throws {
    try await engine.withWorkspace { _, session in
      let acme = try await session.insert(Account { $0.name = "Acme" })
      _ = try await session.update(acme.id) { $0.name = "Acme Corp" }
      let commits = try await session.changes(after: 0)
      #expect(commits.map(\.sequence) == [1, 2])
      #expect(commits.map(\.actor) == ["owner", "owner"])
      #expect(commits[0].changes.map(\.operation) == [.insert])
      #expect(commits[1].changes[0].fields == ["name"])
      #expect(commits[1].changes[0].oldValues == [["Acme"]])
    }
  }

  @Test(arguments: TestedEngine.allCases)
  func `observes what a query finds after each commit`(_ engine: TestedEngine) async throws {
    try await engine.withWorkspace { workspace, session in
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
