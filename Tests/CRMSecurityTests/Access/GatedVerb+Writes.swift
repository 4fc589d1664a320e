import CRMModel
import CRMSales
import CRMSecurity
import CRMStorage
import CRMTestStores

extension GatedVerb {
  static let sessionWrites: [GatedVerb] = [
    GatedVerb("Session.insert(_ entity: E)", .writing) { session, _ in
      try await session.insert(Account { $0.name = "B" })
    },
    GatedVerb("Session.insert(_ entities: [E])", .writing) { session, _ in
      try await session.insert([Account { $0.name = "B" }])
    },
    GatedVerb("Session.insert(_ record: Record)", .writing) { session, _ in
      try await session.insert(Record("account", ["name": "B"]))
    },
    GatedVerb("Session.update(_ entity: E)", .writing) { try await $0.update($1.renamed) },
    GatedVerb("Session.update(_ id: RecordID<E>, _ change: sending @escaping (inout E) throws -> Void)", .writing) {
      try await $0.update($1.account.id) { $0.industry = "x" }
    },
    GatedVerb(
      "Session.update(where query: EntityQuery<E>, _ change: sending @escaping (inout E) throws -> Void)", .writing
    ) { session, _ in try await session.update(where: Account.query) { $0.industry = "x" } },
    GatedVerb("Session.update(_ id: AnyRecordID, _ patch: Patch)", .writing) {
      try await $0.update($1.account.id.erased, ["industry": "x"])
    },
    GatedVerb("Session.delete(_ id: RecordID<E>)", .writing) { try await $0.delete($1.account.id) },
    GatedVerb("Session.restore(_ id: RecordID<E>)", .writing) { try await $0.restore($1.account.id) },
    GatedVerb("Session.removePermanently(_ id: RecordID<E>)", .writing) {
      try await $0.removePermanently($1.account.id)
    },
    GatedVerb("Session.forgetChanges(through sequence: Int64)", .writing) { session, _ in
      try await session.forgetChanges(through: 1)
    },
    GatedVerb("Session.plan(_ change: sending @escaping (inout SchemaDraft) throws -> Void)", .writing) { session, _ in
      _ = try await session.plan { _ in }
    },
    GatedVerb("Session.estimate(_ change: sending @escaping (inout SchemaDraft) throws -> Void)", .writing) {
      session, _ in _ = try await session.estimate { _ in }
    },
    GatedVerb(
      "Session.alter(losing: Bool = false, cause: String = \"\", _ change: sending @escaping (inout SchemaDraft) throws -> Void)",
      .writing
    ) { session, _ in try await session.alter { $0[Account.self].add(.text("x"), label: "X") } },
    GatedVerb("Session.perform(_ command: C, key: String? = nil)", .writing) {
      try await $0.perform(MoveStage($1.deal.id, to: $1.stage.id))
    },
    GatedVerb("Session.dryRun(_ command: C)", .writing) {
      _ = try await $0.dryRun(MoveStage($1.deal.id, to: $1.stage.id))
    },
    GatedVerb("Session.check()", .writing) { session, _ in _ = try await session.check() },
    GatedVerb("Session.backup(to path: String)", .writing) { session, _ in
      try await session.backup(to: "/nowhere/never.crm")
    },
    GatedVerb(
      "Session.importCSV(_ source: ImportSource, map: ImportMap, options: ImportOptions = ImportOptions(), "
        + "progress: (@Sendable (ImportProgress) -> Void)? = nil, review: (@Sendable (ImportReport) throws -> Void)? = nil)",
      .writing
    ) { session, _ in
      let report = try await session.importCSV(.bytes(Array("name\nB\n".utf8)), map: ImportMap("account"))
      if let reason = report.rejected.first?.reasons.first { throw StoreError(.forbidden, reason.code, "refused") }
    },
  ]

  static let transactionWrites: [GatedVerb] = [
    .writing("WriteTransaction.insert(_ entity: E)") { tx, _ in try tx.insert(Account { $0.name = "B" }) },
    .writing("WriteTransaction.insert(_ entities: [E])") { tx, _ in try tx.insert([Account { $0.name = "B" }]) },
    .writing("WriteTransaction.insert(_ records: [Record])") { tx, _ in
      try tx.insert([Record("account", ["name": "B"])])
    },
    .writing("WriteTransaction.insert(_ record: Record)") { tx, _ in
      try tx.insert(Record("account", ["name": "B"]))
    },
    .writing("WriteTransaction.update(_ entity: E)") { try $0.update($1.renamed) },
    .writing("WriteTransaction.update(_ entities: [E])") { try $0.update([$1.renamed]) },
    .writing("WriteTransaction.update(_ id: RecordID<E>, _ change: (inout E) throws -> Void)") {
      try $0.update($1.account.id) { $0.industry = "x" }
    },
    .writing("WriteTransaction.update(where query: EntityQuery<E>, _ change: (inout E) throws -> Void)") { tx, _ in
      try tx.update(where: Account.query) { $0.industry = "x" }
    },
    .writing("WriteTransaction.update(_ id: AnyRecordID, _ patch: Patch)") {
      try $0.update($1.account.id.erased, ["industry": "x"])
    },
    .writing("WriteTransaction.upsert(_ entities: [E], by key: KeyPath<E, V>)") { tx, _ in
      try tx.upsert([Account { ($0.name, $0.number) = ("B", "1") }], by: \.number)
    },
    .writing("WriteTransaction.upsert(_ records: [Record], by key: FieldName)") { tx, _ in
      try tx.upsert([Record("account", ["name": "B", "number": "2"])], by: "number")
    },
    .writing("WriteTransaction.upsert(_ records: [Record], externalIDs keys: [String], in system: String)") { tx, _ in
      try tx.upsert([Record("account", ["name": "B"])], externalIDs: ["1"], in: "erp")
    },
    .writing("WriteTransaction.setExternalID(_ key: String, in system: String, for id: AnyRecordID)") {
      try $0.setExternalID("1", in: "erp", for: $1.account.id.erased)
    },
    .writing("WriteTransaction.delete(_ id: RecordID<E>)") { try $0.delete($1.account.id) },
    .writing("WriteTransaction.delete(_ ids: [AnyRecordID])") { try $0.delete([$1.account.id.erased]) },
    .writing("WriteTransaction.restore(_ id: RecordID<E>)") { try $0.restore($1.account.id) },
    .writing("WriteTransaction.restore(_ ids: [AnyRecordID])") { try $0.restore([$1.account.id.erased]) },
    .writing("WriteTransaction.removePermanently(_ id: RecordID<E>)") { try $0.removePermanently($1.account.id) },
    .writing("WriteTransaction.removePermanently(_ ids: [AnyRecordID])") {
      try $0.removePermanently([$1.account.id.erased])
    },
    .writing("WriteTransaction.open(_ opportunity: Opportunity, at moment: Instant? = nil)") {
      var deal = Opportunity()
      (deal.name, deal.stage) = ("More seats", $1.stage.id)
      try $0.open(deal)
    },
    .writing("WriteTransaction.move(_ id: Opportunity.ID, to stage: PipelineStage.ID, at moment: Instant? = nil)") {
      try $0.move($1.deal.id, to: $1.stage.id)
    },
    .writing("MoveStage.run(in tx: WriteTransaction)") {
      _ = try MoveStage($1.deal.id, to: $1.stage.id).run(in: $0)
    },
    .writing("SalesModule.standardPipeline(in tx: WriteTransaction)") { tx, _ in
      // With the pipeline there it only reads.
      try SalesModule.standardPipeline(in: tx)
      try tx.insert(Pipeline { $0.name = "Another" })
    },
  ]
}

extension GatedWorld {
  var renamed: Account {
    var account = account
    account.name = "B"
    return account
  }
}
