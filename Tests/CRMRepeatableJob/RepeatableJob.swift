import CRM
import CRMStorage
import CRMTestStores

/// Work of every kind with fixed clock and ids: schema, records, imports, refusals, deletions, questions.
struct RepeatableJob {
  private let session: Session
  private var lines: [String] = []

  /// Everything that can be seen of the job afterwards, bytes of the store included.
  static func run(on kind: StoreKind) async throws -> [String] {
    try await kind.withTappedWorkspace(modules: [.sales, .service]) { _, session, tap in
      var job = RepeatableJob(session: session)
      try await job.changeSchema()
      try await job.addRecords()
      try await job.importFile()
      try await job.refuse()
      try await job.remove()
      try await job.ask()
      try await job.look(through: tap)
      return job.lines
    }
  }

  private init(session: Session) { self.session = session }

  private mutating func note(_ title: String, _ values: Any...) {
    lines.append("\(title): \(values.map { String(describing: $0) }.joined(separator: " | "))")
  }

  private mutating func changeSchema() async throws {
    let label = LocalizedText("Tier", translations: ["de": "Stufe", "es": "Nivel", "fr": "Niveau", "it": "Livello"])
    let plan = try await session.alter { schema in
      schema[Account.self].add(.picklist("tier", ["gold", "silver", "bronze"]), label: label)
      schema[Account.self].add(.picklistSet("interests", ["golf", "tennis", "chess", "sailing"]), label: "Interests")
      schema[Contact.self].add(.text("nickname"), label: "Nickname")
      schema.addEntity(
        "vehicle", fields: [CustomField.text("plate").required().unique(), .reference("holder", to: "contact")])
    }
    note("plan", plan.steps.map(\.description))
  }

  private mutating func addRecords() async throws {
    try await session.write(cause: "set up") { tx in
      let (_, stages) = try SalesModule.standardPipeline(in: tx)
      let accounts = try tx.insert(
        (0..<40).map { index in
          Account {
            ($0.name, $0.employees) = ("Account \(index)", index)
            $0.industry = ["Retail", "Bank", "Mining", nil][index % 4]
            $0.custom["tier"] = .text(["gold", "silver", "bronze"][index % 3])
            $0.custom["interests"] = .codes(["sailing", "golf", "chess"])
          }
        })
      let contacts = try tx.insert(
        (0..<60).map { index in
          Contact {
            $0.name = PersonName(first: "Ana \(index)", last: "López")
            ($0.account, $0.doNotCall) = (accounts[index % 40].id, index % 2 == 0)
          }
        })
      try tx.insert(
        (0..<30).map { index in
          AccountContactRelation { ($0.account, $0.contact) = (accounts[index].id, contacts[59 - index].id) }
        })
      for (index, account) in accounts.enumerated() {
        let deal = try tx.open(
          Opportunity {
            ($0.name, $0.account, $0.stage) = ("Deal \(index)", account.id, stages[index % 4].id)
            $0.amount = .usd(Int32(index * 100))
          })
        if index % 3 == 0 { try tx.move(deal.id, to: stages[4 + index % 2].id) }
      }
      let keys = (0..<10).map { "k\($0)" }
      let known = (0..<10).map { Record("account", ["name": .text("Known \($0)"), "employees": 5]) }
      try tx.upsert(known, externalIDs: keys, in: "erp")
      try tx.upsert(known.reversed(), externalIDs: keys.reversed(), in: "erp")
    }
  }

  private mutating func importFile() async throws {
    var text = "name,industry,employees\n"
    for index in 0..<50 {
      let (industry, employees) = (index % 2 == 0 ? "Retail" : "Bank", index % 7 == 0 ? "x" : "5")
      text += "Imported \(index),\(industry),\(employees)\n"
    }
    var options = ImportOptions()
    options.onError = .skip
    let report = try await session.importCSV(.bytes(Array(text.utf8)), map: ImportMap("account"), options: options)
    note("import", report.inserted, report.rejected.map { "\($0.line) \($0.summary)" })
  }

  /// What is told of records that are wrong in many ways, and of plans that are refused.
  private mutating func refuse() async throws {
    let wrong = Record(
      "account", ["colour": 1, "size": 2, "shape": 3, "employees": "x", "custom.tier": "tin", "parent": 9])
    let patch: Patch = ["colour": 1, "size": 2, "shape": 3, "weight": 4, "employees": "x", "id": 5, "revision": 6]
    let id = try await session.first(Account.query)?.id.erased
    let session = session
    func told(_ body: () async throws -> Void) async -> String {
      do {
        try await body()
        return "nothing"
      } catch {
        return "\(error) \(String(reflecting: error))"
      }
    }
    note("insert", await told { try await session.insert(wrong) })
    if let id { note("patch", await told { try await session.update(id, patch) }) }
    note(
      "query",
      await told {
        _ = try await session.records(Query(text: "select a, b, c from account where d = 1 and e > f and g is null"))
      })
    note(
      "schema",
      await told {
        try await session.alter { schema in
          for name in ["Bad name", "select", "x y", "1a"] { schema[Account.self].add(.text(FieldName(name))) }
          schema[Account.self].add(.reference("far", to: "galaxy"))
        }
      })
  }

  private mutating func remove() async throws {
    try await session.write(cause: "tidy up") { tx in
      let accounts = try tx.fetch(Account.query.limit(8)).map(\.id.erased)
      let contacts = try tx.fetch(Contact.query.order(by: { $0.id }, .descending).limit(5)).map(\.id.erased)
      let deals = try tx.fetch(Opportunity.query).filter { $0.account.map { accounts.contains($0.erased) } ?? false }
      try tx.delete(contacts + deals.map(\.id.erased) + accounts)
      try tx.restore(Array(accounts[..<3]) + contacts[..<3])
      try tx.removePermanently(Array(accounts.suffix(2)))
    }
    try await session.update(where: Account.query.where { $0.industry == "Bank" }) { $0.custom["tier"] = "gold" }
  }

  private mutating func ask() async throws {
    for text in [
      "select industry, count(), sum(employees) from account group by industry",
      "select custom.tier, industry, count() from account group by custom.tier, industry",
      "select stage.name, owner, count(), sum(amount) from opportunity group by stage.name, owner",
      "select name, custom.interests from account order by name",
    ] { note(text, try await session.table(Query(text: text))) }
    let page = try await session.page(Account.query.order(by: { $0.employees }, .descending), first: 7)
    note("page", try page.json().text(), page.next ?? "-")
    let contacts = try Query(text: "select name, account.name, account.custom.tier from contact order by id")
    note("contacts", try await session.page(contacts, first: 20).json().text())
    note(
      "rates",
      try await session.read { snapshot in
        try (SalesMetrics(snapshot).winRate(by: "account.industry"), SalesMetrics(snapshot).top(3, by: "account.name"))
      })
    note("changes", try await session.changes(after: 0).map { commit in commit.changes.map { "\($0)" } })
    note("check", try await session.check())
  }

  /// The bytes that the store keeps.
  private mutating func look(through tap: EngineTap) async throws {
    let (catalog, layouts, log) = try await tap.read { reader in
      (try reader.metadata("catalog"), try reader.layouts(), try reader.log(after: 0, limit: 1_000))
    }
    note("catalog", catalog ?? "-")
    note("layouts", layouts)
    for entry in log { note("entry \(entry.sequence)", entry.at, entry.body) }
  }
}
