import CRMModel
import CRMSecurity
import CRMStorage
import CRMTestStores
import Testing

/// `Workspace.check()` tells each kind of damage by a code of its own. What the engine's writer can plant is planted
/// with it; what no sound engine does is in ``LyingEngineTests``.
@Suite struct `A check of the store` {
  /// A store with an account and two of its contacts, one of them deleted.
  private static func withStore(
    _ kind: StoreKind, modules: [any CRMModule] = [], _ body: (CheckBench) async throws -> Void
  ) async throws {
    try await kind.withTappedWorkspace(modules: modules) { workspace, session, tap in
      let acme = try await session.insert(
        Account { ($0.name, $0.employees, $0.annualRevenue) = ("Acme-secret", 10, .eur(5)) })
      let ana = try await session.insert(
        Contact { ($0.name, $0.account) = (PersonName(first: "Ana", last: "López-secret"), acme.id) })
      let gone = try await session.insert(
        Contact { ($0.name, $0.account) = (PersonName(last: "Gone-secret"), acme.id) })
      try await session.delete(gone.id)
      #expect(try await session.check() == [])
      try await body(
        CheckBench(
          workspace: workspace, session: session, tap: tap, account: acme.id, contact: ana.id, deleted: gone.id))
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `tells a search key that does not belong to its text`(_ kind: StoreKind) async throws {
    try await Self.withStore(kind) { bench in
      // The key lies in the column behind the text's own.
      try await bench.set("account", "name", offset: 1, .texts(["bolt-secret"]), of: bench.account.rawValue)
      try await bench.expect("stale_key", "account", "name", bench.account.erased)
      try await bench.set("account", "name", offset: 1, .texts([nil]), of: bench.account.rawValue)
      try await bench.expect("stale_key", "account", "name", bench.account.erased)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `tells a required value that is missing, in live records only`(_ kind: StoreKind) async throws {
    try await Self.withStore(kind) { bench in
      for id in [bench.contact.rawValue, bench.deleted.rawValue] {
        for part: Int32 in 0...5 { try await bench.set("contact", "name", offset: part, .texts([nil]), of: id) }
      }
      try await bench.expect("required", "contact", "name", bench.contact.erased)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `tells a value that fits no type`(_ kind: StoreKind) async throws {
    try await Self.withStore(kind) { bench in
      // An amount whose currency is gone; then a day beyond the year 9999.
      try await bench.set("account", "annual_revenue", offset: 1, .texts([nil]), of: bench.account.rawValue)
      try await bench.set("contact", "birth_date", .integers([.max], present: nil), of: bench.contact.rawValue)
      let found = try await bench.found()
      #expect(found.map(\.code) == ["unreadable_value", "unreadable_value"])
      #expect(found.map(\.field) == ["annual_revenue", "birth_date"])
      #expect(found.map(\.record) == [bench.account.erased, bench.contact.erased])
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `tells a reference that leads nowhere or to a deleted record`(_ kind: StoreKind) async throws {
    try await Self.withStore(kind) { bench in
      // The deleted contact may lead wherever it wants.
      try await bench.set("contact", "account", .integers([999], present: nil), of: bench.deleted.rawValue)
      #expect(try await bench.found() == [])
      try await bench.set("contact", "account", .integers([999], present: nil), of: bench.contact.rawValue)
      try await bench.expect("broken_reference", "contact", "account", bench.contact.erased)
      let deleted = bench.deleted.rawValue
      try await bench.set(
        "contact", "account", .integers([bench.account.rawValue], present: nil), of: bench.contact.rawValue)
      try await bench.set("contact", "reports_to", .integers([deleted], present: nil), of: bench.contact.rawValue)
      try await bench.expect("broken_reference", "contact", "reports_to", bench.contact.erased)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `tells a reference to a record of an entity that is not there`(_ kind: StoreKind) async throws {
    try await Self.withStore(kind) { bench in
      let call = try await bench.session.insert(
        FollowUp { ($0.subject, $0.regarding) = ("Call", bench.account.erased) })
      try await bench.set("follow_up", "regarding", offset: 1, .texts(["galaxy"]), of: call.id.rawValue)
      try await bench.expect("broken_reference", "follow_up", "regarding", call.id.erased)
      try await bench.set("follow_up", "regarding", offset: 1, .texts([nil]), of: call.id.rawValue)
      try await bench.expect("unreadable_value", "follow_up", "regarding", call.id.erased)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `tells an entity without a table, and looks through the others`(_ kind: StoreKind) async throws {
    try await Self.withStore(kind) { bench in
      try await bench.set("account", "name", offset: 1, .texts(["bolt-secret"]), of: bench.account.rawValue)
      let table = try bench.entity("account_contact_relation").number
      try await bench.tap.write { try $0.apply(.dropTable(table)) }
      let found = try await bench.found()
      #expect(found.map(\.code) == ["missing_table", "stale_key"])
      #expect(found.map(\.entity) == ["account_contact_relation", "account"])
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `tells a column that is missing or of another kind`(_ kind: StoreKind) async throws {
    try await Self.withStore(kind) { bench in
      let account = try bench.entity("account")
      let number = try bench.column("account", "employees")
      try await bench.tap.write { try $0.apply(.dropColumn(number, from: account.number)) }
      try await bench.expect("missing_column", "account", "employees", nil)
      let text = ColumnLayout(number: number, kind: .text)
      try await bench.tap.write { try $0.apply(.addColumn(text, to: account.number, filledWith: .null)) }
      try await bench.expect("missing_column", "account", "employees", nil)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `tells an entry of the change log that cannot be read`(_ kind: StoreKind) async throws {
    try await Self.withStore(kind) { bench in
      let number = try await bench.tap.write { try $0.append([9, 9, 9], at: .epoch) }
      let found = try await bench.found()
      #expect(found.map(\.code) == [.damaged])
      #expect(found.first?.message.contains("entry \(number) ") == true)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `tells twenty of one kind, and then how many more`(_ kind: StoreKind) async throws {
    try await Self.withStore(kind) { bench in
      let made = try await bench.session.insert((0..<25).map { index in Account { $0.name = "Secret \(index)" } })
      let ids = made.map(\.id.rawValue)
      let table = try bench.entity("account").number
      let key = try bench.column("account", "name", offset: 1)
      try await bench.tap.write { writer in
        let keys = ColumnVector.texts(ids.map { _ in "stale" })
        try writer.update(RowBatch(ids: ids, columns: [key], vectors: [keys]), in: table)
      }
      let found = try await bench.found()
      #expect(found.map(\.code) == Array(repeating: "stale_key", count: 21))
      #expect(found.prefix(20).compactMap(\.record?.rawValue) == Array(ids.prefix(20)))
      #expect(found.last?.record == nil)
      #expect(found.last?.message.hasPrefix("5 more") == true)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `tells every cycle of a tree once`(_ kind: StoreKind) async throws {
    try await kind.withTappedWorkspace { _, session, tap in
      try await session.insert(
        (1...9).map { id in Account { ($0.id, $0.name) = (RecordID(rawValue: id), "\(id)") } })
      #expect(try await session.check() == [])
      let parent = try #require(session.schema.field("parent", of: "account")?.number)
      // 2 -> 3 -> 4 -> 2, 5 hangs below the cycle, 7 is its own parent, 9 -> 8 is a sound tree.
      try await Self.plant([2: 3, 3: 4, 4: 2, 5: 4, 7: 7, 9: 8], in: parent, of: "account", session, tap)
      let found = try await session.check()
      #expect(found.map(\.code) == [.cyclicReference, .cyclicReference])
      #expect(found.map(\.record?.rawValue) == [2, 7])
      #expect(found.allSatisfy { $0.entity == "account" && $0.field == "parent" })
      // Readers end on it all the same.
      #expect(try await session.count(Account.query.where { $0.within(RecordID(rawValue: 3)) }) == 4)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `tells owners who are no users`(_ kind: StoreKind) async throws {
    try await kind.withTappedWorkspace { _, session, tap in
      let ana = try await session.insert(User { $0.displayName = "Ana" })
      let bob = try await session.insert(User { $0.displayName = "Bob" })
      let accounts = try await session.insert(
        (1...4).map { index in Account { ($0.name, $0.owner) = ("\(index)", ana.id) } })
      let ids = accounts.map(\.id.rawValue)
      try await session.delete(bob.id)
      try await session.delete(accounts[3].id)
      #expect(try await session.check() == [])
      let owner = SystemField.owner.columnNumber
      // An account, a deleted user, nobody for a deleted account.
      let owners = [ids[0]: ids[1], ids[1]: bob.id.rawValue, ids[3]: 77]
      try await Self.plant(owners, in: owner, of: "account", session, tap)
      let found = try await session.check()
      #expect(found.map(\.code) == [.brokenReference, .brokenReference])
      #expect(found.map(\.record) == [accounts[0].id.erased, accounts[1].id.erased])
      #expect(found.allSatisfy { $0.field == "owner" })
    }
  }

  /// Writes cells past everything that checks them.
  private static func plant(
    _ cells: [Int64: Int64], in column: Int32, of entity: EntityName, _ session: Session, _ tap: EngineTap
  ) async throws {
    let table = try #require(session.schema[entity]?.number)
    let ids = cells.keys.sorted()
    let vector = ColumnVector.integers(ids.map { cells[$0] ?? 0 }, present: nil)
    try await tap.write { try $0.update(RowBatch(ids: ids, columns: [column], vectors: [vector]), in: table) }
  }
}
