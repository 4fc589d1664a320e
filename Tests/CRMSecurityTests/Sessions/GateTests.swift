import CRMModel
import CRMStorage
import CRMTestStores
import CRMTesting
import Testing

@testable import CRMSecurity

/// A gate that lets nothing pass but what it is told to.
private struct ClosedGate: RecordAccess {
  var isOpen: @Sendable (AccessRequest) -> Bool = { _ in false }

  func permit(_ request: AccessRequest) throws(StoreError) {
    if !isOpen(request) { throw StoreError(.forbidden, "closed_gate", "the gate is closed") }
  }

  func visible(_ entity: EntityName) -> Formula? { nil }

  func admit(_ catalog: Catalog) -> Catalog { Catalog(currency: catalog.currency) }
}

/// A gate that shows accounts of one industry only.
private struct NarrowGate: RecordAccess {
  func permit(_ request: AccessRequest) throws(StoreError) {}

  func visible(_ entity: EntityName) -> Formula? {
    entity == "account" ? .compare(.equal, .field("industry"), .literal("Retail")) : nil
  }

  func admit(_ catalog: Catalog) -> Catalog { catalog }
}

/// Every public verb that touches data, by name.
private let verbs: [(name: String, run: @Sendable (Session, Account.ID) async throws -> Void)] = [
  ("fetch an id", { session, id in _ = try await session.fetch(id) }),
  ("find", { session, id in _ = try await session.find(id) }),
  ("fetch ids", { session, id in _ = try await session.read { try $0.fetch([id]) } }),
  ("fetch", { session, _ in _ = try await session.fetch(Account.query) }),
  ("first", { session, _ in _ = try await session.first(Account.query) }),
  ("tuples", { session, _ in _ = try await session.fetch(Account.query.select { ($0.name, $0.industry) }) }),
  ("groups as tuples", { session, _ in _ = try await session.fetch(Account.query.group { ($0.industry, $0.count) }) }),
  ("records", { session, _ in _ = try await session.records(Query("account")) }),
  ("table", { session, _ in _ = try await session.table(Query("account")) }),
  ("groups", { session, _ in _ = try await session.table(Query("account").group(by: "industry").measure(.count)) }),
  ("count", { session, _ in _ = try await session.count(Account.query) }),
  ("page", { session, _ in _ = try await session.page(Account.query, first: 1) }),
  ("page of tuples", { session, _ in _ = try await session.page(Account.query.select { $0.name }, first: 1) }),
  ("page of records", { session, _ in _ = try await session.page(Query("account"), first: 1) }),
  ("batches", { session, _ in try await session.read { try $0.forEachBatch(of: Account.query) { _ in true } } }),
  (
    "parent's field",
    { session, _ in _ = try await session.count(Query(text: #"select id from contact where account.name = "x""#)) }
  ),
  (
    "children",
    { session, _ in _ = try await session.count(Account.query.where { $0.children(\Contact.account).count >= 1 }) }
  ),
  ("observe", { session, _ in for try await _ in session.observe(Account.query) { break } }),
  ("matches", { session, _ in _ = try Formula.isNull(.field("industry")).matches(Record("account"), in: session) }),
  ("insert", { session, _ in try await session.insert(Account { $0.name = "B" }) }),
  ("insert a record", { session, _ in try await session.insert(Record("account", ["name": "B"])) }),
  ("update", { session, id in try await session.update(id) { $0.industry = "x" } }),
  ("update where", { session, _ in try await session.update(where: Account.query) { $0.industry = "x" } }),
  ("patch", { session, id in try await session.update(id.erased, ["industry": "x"]) }),
  ("delete", { session, id in try await session.delete(id) }),
  ("restore", { session, id in try await session.restore(id) }),
  ("remove", { session, id in try await session.removePermanently(id) }),
  (
    "upsert by an external id",
    { session, _ in
      _ = try await session.write { try $0.upsert([Record("account", ["name": "x"])], externalIDs: ["1"], in: "erp") }
    }
  ),
  (
    "import",
    { session, _ in
      let report = try await session.importCSV(.bytes(Array("name\nB\n".utf8)), map: ImportMap("account"))
      if let reason = report.rejected.first?.reasons.first { throw StoreError(.forbidden, reason.code, "refused") }
    }
  ),
  ("changes", { session, _ in _ = try await session.changes(after: 0) }),
  ("forget changes", { session, _ in try await session.forgetChanges(through: 0) }),
  ("plan", { session, _ in _ = try await session.plan { _ in } }),
  ("estimate", { session, _ in _ = try await session.estimate { _ in } }),
  ("alter", { session, _ in try await session.alter { $0[Account.self].add(.text("x"), label: "X") } }),
  ("check", { session, _ in _ = try await session.check() }),
  ("backup", { session, _ in try await session.backup(to: "/nowhere/never.crm") }),
]

@Suite struct `A gate` {
  @Test(arguments: verbs.map(\.name))
  func `stops every verb of a session before anything happened`(_ name: String) async throws {
    let workspace = try await Workspace.open(.memory)
    let owner = try await workspace.session(as: .owner)
    let acme = try await owner.insert(Account { $0.name = "Acme" })
    let closed = Session(workspace, .system, gate: ClosedGate())
    let verb = try #require(verbs.first { $0.name == name })
    let error = try await #require(throws: StoreError.self) { try await verb.run(closed, acme.id) }
    #expect(error.code == "closed_gate")
    #expect(error.kind == .forbidden)
    #expect(try await owner.changes(after: 0).count == 1)
    #expect(try await owner.fetch(Account.query) == [acme])
    #expect(closed.schema.entities.isEmpty)
    await workspace.close()
  }

  @Test(arguments: StoreKind.allCases)
  func `narrows every way to records to those that may be seen`(_ kind: StoreKind) async throws {
    try await kind.withSession { workspace, owner in
      let shop = try await owner.insert(Account { ($0.name, $0.industry) = ("Shop", "Retail") })
      let mine = try await owner.insert(Account { ($0.name, $0.industry) = ("Mine", "Mining") })
      try await owner.update(mine.id) { $0.parent = shop.id }
      let session = Session(workspace, .system, gate: NarrowGate())
      #expect(try await session.fetch(Account.query) == [shop])
      #expect(try await session.fetch(mine.id) == nil)
      #expect(try await session.find(shop.id) == shop)
      #expect(try await session.count(Account.query) == 1)
      #expect(try await session.page(Account.query, first: 5).items == [shop])
      let groups = try await session.table(Query("account").group(by: "industry").measure(.count))
      #expect(groups.rows == [["Retail", 1]])
      let parents = Account.query.where { $0.children(\Account.parent).count >= 1 }
      #expect(try await owner.count(parents) == 1)
      #expect(try await session.count(parents) == 0)
      for change in [
        { @Sendable session in _ = try await session.update(mine.id.erased, ["name": "x"]) },
        { @Sendable session in try await session.delete(mine.id) },
        { @Sendable session in try await session.removePermanently(mine.id) },
      ] as [@Sendable (Session) async throws -> Void] {
        let error = try await #require(throws: StoreError.self) { try await change(session) }
        #expect(error.code == .recordNotFound)
      }
      #expect(try await session.update(where: Account.query) { $0.website = nil } == 1)
      let path = try Query(text: #"select id from contact where account.name = "Mine""#)
      let hidden = try await #require(throws: StoreError.self) { try await session.count(path) }
      #expect(hidden.code == .unsupported)
      #expect(try await owner.find(mine.id).name == "Mine")
    }
  }
}
