import CRMModel
import CRMSales
import CRMStorage
import CRMTestStores
import Testing

@testable import CRMSecurity

/// A gate that lets pass what it is told to, and nothing else.
private struct ClosedGate: RecordAccess {
  var letsRead = false

  func permit(_ request: AccessRequest) throws(StoreError) {
    if case .read = request, letsRead { return }
    throw StoreError(.forbidden, "closed_gate", "the gate is closed")
  }

  func visible(_ entity: EntityName) -> Formula? { nil }

  func admit(_ catalog: Catalog) -> Catalog { letsRead ? catalog : Catalog(currency: catalog.currency) }
}

@Suite struct `Every public verb` {
  /// Where verbs are declared.
  private static let folders = [
    "CRMSecurity/Session", "CRMSecurity/Transactions", "CRMSecurity/Commands", "CRMSecurity/Import",
    "CRMSecurity/Modules", "CRMSales", "CRMService", "CRMAnalytics",
  ]

  /// Public functions there that neither read nor change a store, and why.
  private static let harmless: [String: String] = [
    "Session.read(_ body: sending @escaping (Snapshot) throws -> T)": "gives a snapshot, whose verbs are asked",
    "Session.write(cause: String = \"\", _ body: sending @escaping (WriteTransaction) throws -> T)":
      "gives a transaction, whose verbs are asked",
    "Session.dryRun(_ body: sending @escaping (WriteTransaction) throws -> T)":
      "gives a transaction, whose verbs are asked",
    "Workspace.command(_ name: CommandName)": "looks a type up",
    "WriteTransaction.atomically(_ body: () throws -> T)": "runs a closure, whose verbs are asked",
    "Session.json(_ record: Record)": "writes down a record that the caller has, by the schema that is admitted",
    "Page.json(fields: [FieldName]? = nil)": "writes down what was read",
    "Page.==(lhs: Page, rhs: Page)": "compares what was read",
    "Session.jsonSchema(of entity: EntityName, for purpose: EntityJSONSchema.Purpose, language: String? = nil)":
      "describes the schema that is admitted",
    "Session.maintainedForecast(of entity: E.Type, in days: DateRange, by unit: PeriodUnit? = nil, at rates: ExchangeRates? = nil, managers: ForecastHierarchy = .users, where condition: ((Fields<E>) -> Condition)? = nil)":
      "makes a value, whose verbs are asked",
    "Session.maintainedForecast(of entity: EntityName, in days: DateRange, by unit: PeriodUnit? = nil, at rates: ExchangeRates? = nil, managers: ForecastHierarchy = .users, where condition: Condition? = nil)":
      "makes a value, whose verbs are asked",
    "ForecastAmounts.==(left: ForecastAmounts, right: ForecastAmounts)": "compares what was read",
    "ForecastAmounts.hash(into hasher: inout Hasher)": "feeds what was read",
    "ForecastRow.==(left: ForecastRow, right: ForecastRow)": "compares what was read",
    "ForecastRow.hash(into hasher: inout Hasher)": "feeds what was read",
    "ForecastAmounts.cumulative(_ column: ForecastColumn)": "adds up what was read",
    "ForecastAmounts.single(_ category: ForecastCategory)": "adds up what was read",
    "Workspace.upgrade()": "does what opening the store does, for whoever opened it",
    "Workspace.estimateUpgrade()": "does what opening the store does, and undoes it",
    "ModuleUpgrade.Step.backfill(_ name: String, _ body: @escaping @Sendable (WriteTransaction) throws -> Void)":
      "makes a value",
    "Snapshot.today()": "asks the clock",
    "Snapshot.day(of moment: Instant)": "asks the rules of a zone",
    "Snapshot.start(of day: CalendarDate)": "asks the rules of a zone",
    "StageInterval.current(of opportunity: Opportunity.ID)": "makes a query",
    "StageInterval.history(of opportunity: Opportunity.ID)": "makes a query",
    "ImportSource.bytes(_ bytes: [UInt8])": "makes a value",
    "ImportSource.file(_ path: String)": "makes a value",
    "ImportReport.errorFile(_ options: CSVWriter.Options? = nil)": "writes down what was rejected",
    "ImportDialect.encode(to encoder: any Encoder)": "writes down a value",
    "ImportFind.encode(to encoder: any Encoder)": "writes down a value",
    "ImportMap.encode(to encoder: any Encoder)": "writes down a value",
    "ImportRule.encode(to encoder: any Encoder)": "writes down a value",
    "ImportTarget.encode(to encoder: any Encoder)": "writes down a value",
  ]

  @Test func `that the sources declare is asked at the gate`() throws {
    let declared = Set(try PublicFunctions.declared(in: Self.folders))
    let asked = Set(GatedVerb.all.map(\.declaration))
    #expect(asked.count == GatedVerb.all.count, "a verb is listed twice")
    let forgotten = declared.subtracting(asked).subtracting(Self.harmless.keys).sorted()
    #expect(forgotten == [], "add a call of these to GatedVerb, or say why they are harmless")
    let gone = asked.union(Self.harmless.keys).subtracting(declared).sorted()
    #expect(gone == [], "these are declared no more")
    #expect(asked.intersection(Self.harmless.keys).isEmpty)
  }

  @Test func `of a source is found whatever its lines`() {
    let text = """
      extension Session {
        /// A comment.
        @discardableResult @concurrent public func spread<E: Entity>(
          _ one: E, then other: (Int) -> Void = { _ in }
        ) async throws -> E {
          func inner() {}
        }
        func hidden() {}
        public static func made() {}
      }
      public final class Other {
        public class func bare(a: Int) {}
      }
      """
    #expect(
      PublicFunctions.declared(in: text) == [
        "Session.spread(_ one: E, then other: (Int) -> Void = { _ in })", "Session.made()", "Other.bare(a: Int)",
      ])
  }

  @Test(arguments: GatedVerb.all)
  func `is stopped by a gate before anything happened`(_ verb: GatedVerb) async throws {
    try await Self.expectStopped(verb, by: ClosedGate())
  }

  /// What only reads would stop a verb that reads first; here the change itself is judged.
  @Test(arguments: GatedVerb.all.filter { $0.need == .writing })
  func `that changes something is stopped where one may only read`(_ verb: GatedVerb) async throws {
    try await Self.expectStopped(verb, by: ClosedGate(letsRead: true))
  }

  @Test(arguments: [
    #"select id from contact where account.name = "Acme""#,
    #"select id from account where any(contact by account: title = "x")"#,
  ])
  func `is stopped whatever way a query takes`(_ text: String) async throws {
    let query = try Query(text: text)
    try await Self.expectStopped(GatedVerb(text) { session, _ in _ = try await session.count(query) }, by: ClosedGate())
  }

  /// The gate is above the engines: one of them is enough.
  private static func expectStopped(_ verb: GatedVerb, by gate: ClosedGate) async throws {
    try await StoreKind.memory.withWorkspace(modules: [.sales, Workshop()]) { workspace in
      let owner = try await workspace.session(as: .owner)
      let world = try await GatedWorld(owner)
      let closed = Session(workspace, .system, gate: gate)
      let error = try await #require(throws: StoreError.self) { try await verb.run(closed, world) }
      #expect(error.code == "closed_gate")
      #expect(error.kind == .forbidden)
      #expect(try await owner.changes(after: 0).count == 1)
      #expect(try await owner.fetch(Account.query) == [world.account])
      #expect(try await owner.fetch(Opportunity.query) == [world.deal])
      #expect(closed.schema.entities.isEmpty != gate.letsRead)
    }
  }
}
