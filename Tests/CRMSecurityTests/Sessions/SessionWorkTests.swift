import CRMModel
import CRMSecurity
import CRMStorage
import CRMTestStores
import Synchronization
import Testing

@Suite struct `Work through a session` {
  @Test(arguments: StoreKind.allCases)
  func `gives rows as tuples of the fields' own types`(_ kind: StoreKind) async throws {
    try await kind.withSession { _, session in
      try await session.insert([
        Account {
          $0.name = "B"; $0.employees = 2
        }, Account { $0.name = "A" },
      ])
      let rows = try await session.fetch(Account.query.order(by: { $0.name }).select { ($0.name, $0.employees) })
      #expect(rows.map(\.0) == ["A", "B"])
      #expect(rows.map(\.1) == [nil, 2])
    }
  }

  @Test func `reads parents and children of many records in one call each`() async throws {
    let counter = Counter()
    let workspace = try await Workspace.open(
      .memory, options: WorkspaceOptions { $0.instrument = { if $0.kind == .scan { counter.add() } } })
    let session = try await workspace.session(as: .owner)
    try await session.write { tx in
      let accounts = try tx.insert((1...20).map { index in Account { $0.name = "Account \(index)" } })
      try tx.insert(
        (1...200).map { index in
          Contact {
            $0.name = PersonName(last: "Contact \(index)"); $0.account = accounts[index % 20].id
          }
        })
    }
    counter.reset()
    let found = try await session.read { snapshot in
      let contacts = try snapshot.fetch(Contact.query)
      return (contacts, try snapshot.parents(of: contacts, \.account))
    }
    #expect(found.0.count == 200)
    #expect(found.1.count == 20)
    #expect(counter.value == 2)
    counter.reset()
    let staff = try await session.read { snapshot in
      try snapshot.children(of: snapshot.fetch(Account.query), \Contact.account)
    }
    #expect(staff.count == 20 && staff.values.allSatisfy { $0.count == 10 })
    #expect(counter.value == 2)
    await workspace.close()
  }

  @Test(arguments: StoreKind.allCases)
  func `loses no update of fifty tasks at once`(_ kind: StoreKind) async throws {
    try await kind.withSession { _, session in
      let acme = try await session.insert(
        Account {
          $0.name = "Acme"; $0.employees = 0
        })
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<50 {
          group.addTask { _ = try await session.update(acme.id) { $0.employees = ($0.employees ?? 0) + 1 } }
        }
        try await group.waitForAll()
      }
      let stored = try await session.find(acme.id)
      #expect(stored.employees == 50)
      #expect(stored.record.revision == 51)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `changes all that a query finds`(_ kind: StoreKind) async throws {
    try await kind.withSession { _, session in
      try await session.insert(
        (0..<2_500).map { index in
          Account {
            $0.name = "\(index)"; $0.industry = index % 2 == 0 ? "Retail" : "Bank"
          }
        })
      let count = try await session.update(where: Account.query.where { $0.industry == "Retail" }) {
        $0.industry = "Shops"
      }
      #expect(count == 1_250)
      #expect(try await session.count(Account.query.where { $0.industry == "Shops" }) == 1_250)
      #expect(try await session.count(Account.query.where { $0.industry == "Shops" }, upTo: 10) == 10)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `checks stored conditions against the schema`(_ kind: StoreKind) async throws {
    try await kind.withSession { _, session in
      try await session.alter {
        $0[User.self].add(CustomField("portfolio", .condition(on: "account")), label: "Portfolio")
      }
      let right = try Formula(text: #"industry = "Retail" and employees > 10"#)
      let wrong = try Formula(text: #"shoe_size > 10"#)
      let ana = try await session.insert(
        User {
          $0.displayName = "Ana"; $0.custom["portfolio"] = .condition(right)
        })
      #expect(try await session.find(ana.id).custom["portfolio"] == .condition(right))
      let error = try await #require(throws: StoreError.self) {
        try await session.update(ana.id) { $0.custom["portfolio"] = .condition(wrong) }
      }
      #expect(error.field == "custom.portfolio")
      #expect(try right.matches(Record("account", ["industry": "Retail", "employees": 11]), in: session))
      #expect(try !right.matches(Record("account", ["industry": "Retail"]), in: session))
      #expect(try session.matches(Account { $0.employees = 3 }) { $0.employees < 5 })
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `shows a page as JSON with nested parents`(_ kind: StoreKind) async throws {
    try await kind.withSession { _, session in
      let acme = try await session.insert(Account { $0.name = "Acme" })
      try await session.insert(
        Contact {
          $0.name = PersonName(last: "López"); $0.account = acme.id
        })
      let query = try Query(text: "select id, title, account, account.name from contact order by name")
      let json = try await session.page(query, first: 10).json()
      let item = json["items"]?.arrayValue?.first
      #expect(item?["account"]?["name"]?.stringValue == "Acme")
      #expect(item?["account"]?["id"]?.stringValue == acme.id.description)
      #expect(item?["title"]?.isNull == true)
      #expect(json["next"]?.isNull == true)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `shows the fields of a page that are asked for as JSON`(_ kind: StoreKind) async throws {
    try await kind.withSession { _, session in
      try await session.alter { $0[Account.self].add(.text("tier"), label: "Tier") }
      let acme = try await session.insert(
        Account {
          ($0.name, $0.industry) = ("Acme", "Retail")
          $0.custom["tier"] = "gold"
        })
      let page = try await session.page(Account.query, first: 10)
      let own: JSONValue = [
        "items": [["id": .string(acme.id.description), "revision": 1, "name": "Acme", "custom.tier": "gold"]],
        "next": .null, "previous": .null,
      ]
      #expect(try page.json(fields: ["name", "custom.tier"]) == own)
      let records = try await session.page(Query("account"), first: 10)
      #expect(try page.json() == records.json())
      let unknown = try #require(throws: StoreError.self) { try page.json(fields: ["name", "shoe_size"]) }
      #expect(unknown.violations.map(\.code) == [.unknownField])
      let unread = try await session.page(Query(text: "select name from account"), first: 10)
      let error = try #require(throws: StoreError.self) { try unread.json(fields: ["industry"]) }
      #expect(error.code == .fieldNotRead)
    }
  }

  private final class Counter: Sendable {
    private let count = Mutex(0)
    var value: Int { count.withLock { $0 } }
    func add() { count.withLock { $0 += 1 } }
    func reset() { count.withLock { $0 = 0 } }
  }
}
