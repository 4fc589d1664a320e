import CRMAnalytics
import CRMModel
import CRMSales
import CRMSecurity
import CRMTestStores
import Foundation
import Testing

/// What the verbs of a session are tried on.
struct GatedWorld: Sendable {
  let account: Account
  let contact: Contact
  let relation: AccountContactRelation
  let deal: Opportunity
  let stage: PipelineStage

  /// A store with a record of each kind that verbs ask for.
  init(_ session: Session) async throws {
    self = try await session.write { tx in
      let stages = try SalesModule.standardPipeline(in: tx).stages
      let account = try tx.insert(Account { ($0.name, $0.number) = ("Acme", "1") })
      let contact = try tx.insert(Contact { ($0.name, $0.account) = (PersonName(last: "Ruiz"), account.id) })
      let relation = try tx.insert(AccountContactRelation { ($0.account, $0.contact) = (account.id, contact.id) })
      let deal = try tx.insert(Opportunity { ($0.name, $0.account, $0.stage) = ("Seats", account.id, stages[0].id) })
      return GatedWorld(account: account, contact: contact, relation: relation, deal: deal, stage: stages[1])
    }
  }

  private init(
    account: Account, contact: Contact, relation: AccountContactRelation, deal: Opportunity, stage: PipelineStage
  ) {
    self.account = account
    self.contact = contact
    self.relation = relation
    self.deal = deal
    self.stage = stage
  }
}

/// A public function that reads or changes what a store holds, as the sources declare it, and a call of it.
struct GatedVerb: Sendable, CustomTestStringConvertible {
  /// What it needs.
  enum Need: Sendable { case reading, writing }

  let declaration: String
  let need: Need
  let run: @Sendable (Session, GatedWorld) async throws -> Void

  var testDescription: String { declaration }

  init(
    _ declaration: String, _ need: Need = .reading,
    _ run: @escaping @Sendable (Session, GatedWorld) async throws -> Void
  ) {
    self.declaration = declaration
    self.need = need
    self.run = run
  }

  /// A function of a snapshot, or of figures over one.
  static func reading(
    _ declaration: String, _ body: @escaping @Sendable (Snapshot, GatedWorld) throws -> Void
  ) -> GatedVerb {
    GatedVerb(declaration) { session, world in try await session.read { try body($0, world) } }
  }

  /// A function of a transaction.
  static func writing(
    _ declaration: String, _ body: @escaping @Sendable (WriteTransaction, GatedWorld) throws -> Void
  ) -> GatedVerb {
    GatedVerb(declaration, .writing) { session, world in try await session.write { try body($0, world) } }
  }

  static let all: [GatedVerb] = sessionReads + snapshotReads + figures + sessionWrites + transactionWrites

  private static let tuples = Account.query.select { ($0.name, $0.industry) }
  private static let groups = Account.query.group { ($0.industry, $0.count) }
  private static let query = Query("account")

  static let sessionReads: [GatedVerb] = [
    GatedVerb("Session.fetch(_ id: RecordID<E>)") { _ = try await $0.fetch($1.account.id) },
    GatedVerb("Session.find(_ id: RecordID<E>)") { _ = try await $0.find($1.account.id) },
    GatedVerb("Session.fetch(_ property: any KeyPath<E, V> & Sendable, _ value: V.Base)") { session, _ in
      _ = try await session.fetch(\Account.number, "1")
    },
    GatedVerb("Session.fetch(_ property: any KeyPath<E, V> & Sendable, in values: [V.Base])") { session, _ in
      _ = try await session.fetch(\Account.number, in: ["1"])
    },
    GatedVerb("Session.explain(_ query: Query, first count: Int? = nil)") { session, _ in
      _ = try await session.explain(query)
    },
    GatedVerb("Session.explain(_ query: EntityQuery<E>, first count: Int? = nil)") { session, _ in
      _ = try await session.explain(Account.query)
    },
    GatedVerb("Session.fetch(_ query: EntityQuery<E>)") { session, _ in _ = try await session.fetch(Account.query) },
    GatedVerb("Session.first(_ query: EntityQuery<E>)") { session, _ in _ = try await session.first(Account.query) },
    GatedVerb("Session.fetch(_ query: TupleQuery<repeat each V>)") { session, _ in _ = try await session.fetch(tuples)
    },
    GatedVerb("Session.fetch(_ query: GroupQuery<E, repeat each V>)") { session, _ in
      _ = try await session.fetch(groups)
    },
    GatedVerb("Session.table(_ query: Query)") { session, _ in _ = try await session.table(query) },
    GatedVerb("Session.columns(_ query: Query)") { session, _ in _ = try await session.columns(query.group(by: "name"))
    },
    GatedVerb("Session.records(_ query: Query)") { session, _ in _ = try await session.records(query) },
    GatedVerb("Session.count(_ query: EntityQuery<E>, upTo limit: Int? = nil)") { session, _ in
      _ = try await session.count(Account.query)
    },
    GatedVerb("Session.count(_ query: Query, upTo limit: Int? = nil)") { session, _ in
      _ = try await session.count(query)
    },
    GatedVerb("Session.page(_ query: EntityQuery<E>, first count: Int, at cursor: String? = nil)") { session, _ in
      _ = try await session.page(Account.query, first: 1)
    },
    GatedVerb("Session.page(_ query: Query, first count: Int, at cursor: String? = nil)") { session, _ in
      _ = try await session.page(query, first: 1)
    },
    GatedVerb("Session.page(_ query: TupleQuery<repeat each V>, first count: Int, at cursor: String? = nil)") {
      session, _ in _ = try await session.page(tuples, first: 1)
    },
    GatedVerb("MaintainedForecast.current()") { session, _ in
      _ = try await session.maintainedForecast(of: Opportunity.self, in: DateRange.june).current()
    },
    GatedVerb("MaintainedForecast.current(managers: ForecastHierarchy)") { session, _ in
      let forecast = session.maintainedForecast(of: Opportunity.self, in: try DateRange.june)
      _ = try await forecast.current(managers: ForecastHierarchy([:]))
    },
    GatedVerb("MaintainedForecast.verify()") { session, _ in
      _ = try await session.maintainedForecast(of: Opportunity.self, in: DateRange.june).verify()
    },
    GatedVerb("Session.observe(_ query: EntityQuery<E>)") { session, _ in
      for try await _ in session.observe(Account.query) { break }
    },
    GatedVerb("Session.changes(after sequence: Int64, limit: Int = 1_000)", .writing) { session, _ in
      _ = try await session.changes(after: 0)
    },
    GatedVerb("Session.matches(_ entity: E, _ condition: (Fields<E>) -> Condition)") { session, world in
      _ = try session.matches(world.account) { $0.industry == "x" }
    },
    GatedVerb("Formula.matches(_ record: Record, in session: Session)") { session, _ in
      _ = try Formula.isNull(.field("industry")).matches(Record("account"), in: session)
    },
    GatedVerb("Formula.matches(_ entity: E, in session: Session)") { session, world in
      _ = try Formula.isNull(.field("industry")).matches(world.account, in: session)
    },
  ]

  static let snapshotReads: [GatedVerb] = [
    .reading("Snapshot.fetch(seed key: SeedKey<E>)") { snapshot, _ in _ = try snapshot.fetch(seed: Workshop.minor) },
    .reading("Snapshot.find(seed key: SeedKey<E>)") { snapshot, _ in _ = try snapshot.find(seed: Workshop.minor) },
    .reading("Snapshot.fetch(_ id: RecordID<E>)") { _ = try $0.fetch($1.account.id) },
    .reading("Snapshot.fetch(_ ids: [RecordID<E>])") { _ = try $0.fetch([$1.account.id]) },
    .reading("Snapshot.find(_ id: RecordID<E>)") { _ = try $0.find($1.account.id) },
    .reading("Snapshot.fetch(_ property: KeyPath<E, V>, _ value: V.Base)") { snapshot, _ in
      _ = try snapshot.fetch(\Account.number, "1")
    },
    .reading("Snapshot.fetch(_ property: KeyPath<E, V>, in values: [V.Base])") { snapshot, _ in
      _ = try snapshot.fetch(\Account.number, in: ["1"])
    },
    .reading("Snapshot.explain(_ query: Query, first count: Int? = nil)") { snapshot, _ in
      _ = try snapshot.explain(query)
    },
    .reading("Snapshot.explain(_ query: EntityQuery<E>, first count: Int? = nil)") { snapshot, _ in
      _ = try snapshot.explain(Account.query)
    },
    .reading("Snapshot.fetch(_ query: EntityQuery<E>)") { snapshot, _ in _ = try snapshot.fetch(Account.query) },
    .reading("Snapshot.first(_ query: EntityQuery<E>)") { snapshot, _ in _ = try snapshot.first(Account.query) },
    .reading("Snapshot.fetch(_ query: TupleQuery<repeat each V>)") { snapshot, _ in _ = try snapshot.fetch(tuples) },
    .reading("Snapshot.fetch(_ query: GroupQuery<E, repeat each V>)") { snapshot, _ in
      _ = try snapshot.fetch(groups)
    },
    .reading("Snapshot.table(_ query: Query)") { snapshot, _ in _ = try snapshot.table(query) },
    .reading("Snapshot.columns(_ query: Query)") { snapshot, _ in
      _ = try snapshot.columns(query.group(by: "name"))
    },
    .reading("Snapshot.mark(_ query: Query)") { snapshot, _ in _ = try snapshot.mark(query) },
    .reading("Snapshot.derived(from query: Query, _ make: () throws(StoreError) -> Value)") { snapshot, _ in
      _ = try snapshot.derived(from: query) { () throws(StoreError) in 1 }
    },
    .reading("Snapshot.change(of query: Query, since mark: QueryMark)") { snapshot, _ in
      _ = try snapshot.change(of: query, since: try snapshot.mark(query))
    },
    .reading("Snapshot.change(of query: Query, asOf moment: Instant)") { snapshot, _ in
      _ = try snapshot.change(of: query.group(by: "name").measure(.count), asOf: .maximum)
    },
    .reading("Snapshot.records(_ query: Query)") { snapshot, _ in _ = try snapshot.records(query) },
    .reading("Snapshot.count(_ query: Query, upTo limit: Int? = nil)") { snapshot, _ in
      _ = try snapshot.count(query)
    },
    .reading("Snapshot.count(_ query: EntityQuery<E>, upTo limit: Int? = nil)") { snapshot, _ in
      _ = try snapshot.count(Account.query)
    },
    .reading("Snapshot.forEachBatch(of query: EntityQuery<E>, size: Int = 1_024, _ body: ([E]) throws -> Bool)") {
      snapshot, _ in try snapshot.forEachBatch(of: Account.query) { _ in true }
    },
    .reading("Snapshot.page(_ query: EntityQuery<E>, first count: Int, at cursor: String? = nil)") { snapshot, _ in
      _ = try snapshot.page(Account.query, first: 1)
    },
    .reading("Snapshot.page(_ query: Query, first count: Int, at cursor: String? = nil)") { snapshot, _ in
      _ = try snapshot.page(query, first: 1)
    },
    .reading("Snapshot.page(_ query: TupleQuery<repeat each V>, first count: Int, at cursor: String? = nil)") {
      snapshot, _ in _ = try snapshot.page(tuples, first: 1)
    },
    .reading("Snapshot.parents(of items: [E], _ reference: KeyPath<E, RecordID<P>?>)") {
      _ = try $0.parents(of: [$1.contact], \.account)
    },
    .reading("Snapshot.parents(of items: [E], _ reference: KeyPath<E, RecordID<P>>)") {
      _ = try $0.parents(of: [$1.relation], \.account)
    },
    .reading(
      "Snapshot.children(of items: [P], _ reference: KeyPath<C, RecordID<P>>, in query: EntityQuery<C> = C.query)"
    ) { _ = try $0.children(of: [$1.account], \AccountContactRelation.account) },
    .reading(
      "Snapshot.children(of items: [P], _ reference: KeyPath<C, RecordID<P>?>, in query: EntityQuery<C> = C.query)"
    ) { _ = try $0.children(of: [$1.account], \Contact.account) },
  ]

  static let figures: [GatedVerb] = [
    .reading(
      "Snapshot.forecast(of entity: E.Type, in days: DateRange, by unit: PeriodUnit? = nil, at rates: ExchangeRates? = nil, "
        + "managers: ForecastHierarchy = .users, asOf moment: Instant? = nil, where condition: ((Fields<E>) -> Condition)? = nil)"
    ) { snapshot, _ in _ = try snapshot.forecast(of: Opportunity.self, in: DateRange.june) },
    .reading(
      "Snapshot.forecast(of entity: EntityName, in days: DateRange, by unit: PeriodUnit? = nil, at rates: ExchangeRates? = nil, "
        + "managers: ForecastHierarchy = .users, asOf moment: Instant? = nil, where condition: Condition? = nil)"
    ) { snapshot, _ in _ = try snapshot.forecast(of: "opportunity", in: DateRange.june) },
    .reading("SalesMetrics.averageDealSize(closeDateIn period: DateRange? = nil)") { snapshot, _ in
      _ = try SalesMetrics(snapshot).averageDealSize()
    },
    .reading("SalesMetrics.averageDealSize(by dimension: FieldPath, closeDateIn period: DateRange? = nil)") {
      snapshot, _ in _ = try SalesMetrics(snapshot).averageDealSize(by: "owner")
    },
    .reading("SalesMetrics.cohortWinRate(openedIn period: DateRange, wonBy day: CalendarDate)") { snapshot, _ in
      _ = try SalesMetrics(snapshot).cohortWinRate(
        openedIn: DateRange("2025-01-01/2025-04-01"), wonBy: CalendarDate("2025-06-30"))
    },
    .reading("SalesMetrics.cohortWinRate(by dimension: FieldPath, openedIn period: DateRange, wonBy day: CalendarDate)")
    { snapshot, _ in
      _ = try SalesMetrics(snapshot).cohortWinRate(
        by: "owner", openedIn: DateRange("2025-01-01/2025-04-01"), wonBy: CalendarDate("2025-06-30"))
    },
    .reading(
      "SalesMetrics.top(_ count: Int, by dimension: FieldPath, _ measure: SalesMeasure = .wonValue, "
        + "closeDateIn period: DateRange? = nil)"
    ) { snapshot, _ in _ = try SalesMetrics(snapshot).top(1, by: "owner") },
    .reading("SalesMetrics.salesCycle(closedIn period: DateRange? = nil)") { snapshot, _ in
      _ = try SalesMetrics(snapshot).salesCycle()
    },
    .reading("SalesMetrics.salesCycle(by dimension: FieldPath, closedIn period: DateRange? = nil)") { snapshot, _ in
      _ = try SalesMetrics(snapshot).salesCycle(by: "owner")
    },
    .reading("SalesMetrics.salesCycleByCloseDate(closeDateIn period: DateRange? = nil)") { snapshot, _ in
      _ = try SalesMetrics(snapshot).salesCycleByCloseDate()
    },
    .reading("SalesMetrics.salesCycleByCloseDate(by dimension: FieldPath, closeDateIn period: DateRange? = nil)") {
      snapshot, _ in _ = try SalesMetrics(snapshot).salesCycleByCloseDate(by: "owner")
    },
    .reading("SalesMetrics.pipelineByStage(_ pipeline: Pipeline.ID? = nil, rounding rule: RoundingRule = .halfEven)") {
      snapshot, _ in _ = try SalesMetrics(snapshot).pipelineByStage()
    },
    .reading("SalesMetrics.winRate(closeDateIn period: DateRange? = nil)") { snapshot, _ in
      _ = try SalesMetrics(snapshot).winRate()
    },
    .reading("SalesMetrics.winRate(decidedIn period: DateRange)") { snapshot, _ in
      _ = try SalesMetrics(snapshot).winRate(decidedIn: DateRange("2025-01-01/2025-04-01"))
    },
    .reading("SalesMetrics.winRate(by dimension: FieldPath, decidedIn period: DateRange)") { snapshot, _ in
      _ = try SalesMetrics(snapshot).winRate(by: "owner", decidedIn: DateRange("2025-01-01/2025-04-01"))
    },
    .reading("SalesMetrics.winRate(by dimension: FieldPath, closeDateIn period: DateRange? = nil)") { snapshot, _ in
      _ = try SalesMetrics(snapshot).winRate(by: "owner")
    },
  ]
}

extension DateRange {
  /// June 2025.
  fileprivate static var june: DateRange {
    get throws { try DateRange(from: CalendarDate("2025-06-01"), to: CalendarDate("2025-07-01")) }
  }
}
