public import CRMModel
public import CRMStorage
internal import Synchronization

/// One tenant's CRM: the rows of one store, their schema, and the doors to them.
///
///     let workspace = try await Workspace.open(.sqlite("acme.crm"), modules: [.sales, .service])
///     let session = try await workspace.session(as: .owner)
///
/// A workspace holds its store open until ``close()``. The same file opened twice in a process is one store, with one engine and one set of
/// options, and is closed when the last of its openers has closed its workspace.
public final class Workspace: Sendable {
  /// How it was opened.
  public let options: WorkspaceOptions
  let engine: SuspendableEngine
  /// Who this workspace is among those who opened the store.
  let opener: StoreOpener
  let hub = CommitHub()
  let derived = DerivedValues()
  let grant: EngineGrant
  let ids: any IDSource
  let state: StoreState
  private let isOver = Mutex(false)
  private let upgraded = Mutex<[ModuleName: Int]>([:])
  private let leftOut = Mutex<[Violation]>([])
  private let planned = Mutex<SchemaPlan?>(nil)
  /// The generation of the schema for which nothing stands against writing; nil if that is not known.
  private let writable = Mutex<Int64?>(nil)
  /// The modules whose code this opener brings, the base module among them.
  let code: [any CRMModule]
  private let listed = Mutex<CommandRegistry?>(nil)
  private let identity: String?
  private let names: TableNames

  init(
    engine: SuspendableEngine, grant: EngineGrant, state: StoreState, ids: any IDSource, options: WorkspaceOptions,
    code: [any CRMModule], identity: String?, names: TableNames
  ) {
    self.engine = engine
    opener = engine.addOpener()
    self.code = code
    self.grant = grant
    self.ids = ids
    self.options = options
    self.identity = identity
    self.names = names
    self.state = state
    names.learn(state.layout)
    state.add(hub)
  }

  /// Another opener's workspace on the store of `first`.
  init(joining first: Workspace, _ options: WorkspaceOptions, code: [any CRMModule]) {
    engine = first.engine
    opener = first.engine.addOpener()
    grant = first.grant
    ids = first.ids
    self.options = first.options.joined(by: options)
    self.code = code
    identity = first.identity
    names = first.names
    state = first.state
    state.add(hub)
  }

  deinit { endOpening() }

  /// Begins to ask as a principal.
  ///
  /// - Throws: `forbidden` for a principal without rights, ``ErrorCode/closed`` for a closed workspace.
  public func session(as principal: Principal) async throws(StoreError) -> Session {
    try checkOpen()
    return try Session(self, principal)
  }

  /// Whether the workspace was closed.
  public var isClosed: Bool { isOver.withLock { $0 } }

  /// The modules whose schema the store has, with their versions; those that are switched off too.
  public var modules: [ModuleName: Int] { layout.catalog.modules.mapValues(\.version) }

  /// The modules that were brought up to date when this workspace was opened, with the versions that the store had before; empty if none was.
  public var upgradedModules: [ModuleName: Int] { upgraded.withLock { $0 } }

  /// Why seed records of modules were left out, or left as they were, when this workspace was opened or upgraded: something that was added to the
  /// store at run time refuses them. Their module's next version tries again.
  public var seedsLeftOut: [Violation] { leftOut.withLock { $0 } }

  func noteSeedsLeftOut(_ violations: [Violation]) { leftOut.withLock { $0 += violations } }

  /// What has to be done for the store to follow the code that it was opened with; nil if it does.
  ///
  /// Only a workspace that was opened with ``UpgradePolicy/plan`` has one; it refuses writes until ``upgrade()``.
  /// It is planned anew when the schema has changed since, and over when another opener has carried it out.
  public var pendingUpgrade: SchemaPlan? { pendingUpgrade(of: layout.catalog) }

  /// The upgrade that was planned when it was opened, or when the schema changed last.
  var waitingUpgrade: SchemaPlan? { planned.withLock { $0 } }

  func setPendingUpgrade(_ plan: SchemaPlan?) { planned.withLock { $0 = plan } }

  /// Whether nothing stood against writing when it was last looked at, for a schema of this generation.
  func isKnownWritable(_ generation: Int64) -> Bool { waitingUpgrade == nil && writable.withLock { $0 == generation } }

  func setWritable(_ generation: Int64) { writable.withLock { $0 = generation } }

  /// Notes which modules have another version than before.
  func noteUpgrades(from before: [ModuleName: Int]) {
    let now = modules
    upgraded.withLock { known in
      for (name, version) in before where known[name] == nil && now[name] != version { known[name] = version }
    }
  }

  /// Ends its sessions and observers, once; closing it again is harmless.
  ///
  /// The last opener of a store waits for readers and writers and closes it. Of an opener before that, what runs goes on to its end, and the
  /// others notice nothing.
  public func close() async {
    let wasOver = isOver.withLock { isOver in
      defer { isOver = true }
      return isOver
    }
    if wasOver { return }
    state.remove(hub)
    hub.close()
    endOpening()
    if let identity, !WorkspaceRegistry.shared.release(identity) { return }
    await engine.close(grant)
    if let identity { WorkspaceRegistry.shared.closed(identity) }
  }

  /// Writes a copy of the committed state to a new file.
  func backUp(to path: String) async throws {
    try checkOpen()
    try await engine.backup(grant, to: path)
  }

  /// Forgets the entries of the change log up to a number, inclusive.
  func forgetChanges(through sequence: Int64) async throws {
    try checkOpen()
    try await engine.write(grant) { writer in
      try self.checkWritable(self.currentLayout(writer).catalog)
      try writer.trimLog(through: sequence)
    }
  }

  /// Returns when every observation that is being iterated has delivered all that was committed before the call, or the task is cancelled.
  ///
  /// Nobody else can ask an iterator for its next element, so the task that iterates would wait for itself: call it from another one.
  public func settled() async { await hub.settled() }

  // MARK: What sessions run on

  /// The schema and where everything lies, as of the last look.
  var layout: StoreLayout { state.layout }

  /// The commands that the modules list; read from them when the first is asked for.
  var registry: CommandRegistry {
    if let known = listed.withLock({ $0 }) { return known }
    let registry = CommandRegistry(code)
    listed.withLock { $0 = registry }
    return registry
  }

  /// The number of the node whose ids the store gives.
  var storeNode: Int { state.node }

  func checkOpen() throws(StoreError) {
    if isClosed { throw StoreError(.closed, .closed, "the workspace is closed") }
  }

  func binding() -> BindingContext {
    BindingContext(now: options.clock.now, zone: options.zone, zones: options.zones, calendar: options.calendar)
  }

  /// Runs a read; what the closure throws comes back as it is.
  @concurrent func read<T: Sendable>(
    _ access: any RecordAccess, _ body: sending @escaping (RecordReader) throws -> T
  ) async throws -> T {
    try checkOpen()
    let binding = binding()
    return try await engine.read(grant) { reader in
      let layout = try self.currentLayout(reader)
      return try body(RecordReader(reader, layout: layout, context: binding, access: access))
    }
  }

  /// Runs a transaction and tells observers after it was committed.
  @concurrent func write<T: Sendable>(
    _ access: any RecordAccess, actor: String, cause: String,
    _ body: sending @escaping (RecordWriter, RecordReader) throws -> T
  ) async throws -> T {
    try checkOpen()
    let known = state.lastSequence
    do {
      return try await committed(access, actor: actor, cause: cause, body)
    } catch {
      // What was taken for the last commit may not have come about.
      if state.lastSequence != known { state.lastSequence = nil }
      throw error
    }
  }

  private func committed<T: Sendable>(
    _ access: any RecordAccess, actor: String, cause: String,
    _ body: sending @escaping (RecordWriter, RecordReader) throws -> T
  ) async throws -> T {
    let outcome = try await engine.write(grant) { writer in
      try self.transaction(on: writer, access, actor: actor, cause: cause) { records, reader in
        let result = try body(records, reader)
        let sequence = try records.finish()
        // The next writer may begin before this one returns; if the commit fails, it only looks once more.
        if let sequence { self.state.lastSequence = sequence }
        return Committed(result: result, sequence: sequence, tables: records.touchedTables)
      }
    }
    if let sequence = outcome.sequence { state.publish(sequence, outcome.tables) }
    return outcome.result
  }

  /// Runs a transaction to its end and rolls it back.
  ///
  /// - Returns: What it returned, and what it did.
  @concurrent func dryRun<T: Sendable>(
    _ access: any RecordAccess, actor: String, cause: String,
    _ body: sending @escaping (RecordWriter, RecordReader) throws -> T
  ) async throws -> (T, NotedChanges) {
    try checkOpen()
    do {
      return try await engine.write(grant) { writer in
        try self.transaction(on: writer, access, actor: actor, cause: cause, notesChanges: true) { records, reader in
          let result = try body(records, reader)
          // What the log would refuse is refused in a dry run too.
          _ = try records.finish()
          throw DryRunEnd(result: result, changes: records.notedChanges)
        }
      }
    } catch let end as DryRunEnd<T> {
      return (end.result, end.changes)
    }
  }

  /// Rolls a dry run back and carries out what it came to.
  private struct DryRunEnd<T: Sendable>: Error {
    let result: T
    let changes: NotedChanges
  }

  /// Prepares a transaction for records and runs it; if it throws, ids are as before.
  private func transaction<T>(
    on writer: any EngineWriter, _ access: any RecordAccess, actor: String, cause: String, notesChanges: Bool = false,
    _ body: (RecordWriter, RecordReader) throws -> T
  ) throws -> T {
    // Taken once the turn has come, so that commits carry moments in their order.
    let binding = binding()
    let layout = try currentLayout(writer)
    try checkWritable(layout.catalog)
    var context = WriteContext(
      actor: actor, cause: cause, language: options.language, binding: binding, ids: ids, access: access)
    context.notesChanges = notesChanges
    let records = RecordWriter(writer, layout: layout, context: context)
    try learnLastID(writer)
    let lastID = ids.last
    do {
      return try body(records, RecordReader(writer, layout: layout, context: binding, access: access))
    } catch {
      ids.rewind(to: lastID)
      throw error
    }
  }

  /// Goes on behind the ids that another process has given in the same file since the last write here.
  private func learnLastID(_ writer: any EngineWriter) throws {
    let sequence = try writer.lastSequence()
    guard state.lastSequence != sequence else { return }
    let last = try StoreSchema.state(writer).lastID
    if last > ids.last { ids.rewind(to: last) }
    state.lastSequence = sequence
  }

  private struct Committed<T: Sendable>: Sendable {
    let result: T
    let sequence: Int64?
    let tables: Set<TableID>
  }

  /// The layout of a state: the one at hand, unless the schema of that state is another.
  private func currentLayout(_ reader: any EngineReader) throws -> StoreLayout {
    let known = layout
    let generation = try StoreSchema.generation(reader)
    if generation == known.catalog.generation { return known }
    // It was empty when its ids and its node were chosen.
    if known.catalog.generation == 0 { throw StoreMadeMeanwhile() }
    let fresh = try storedLayout(reader)
    learn(fresh)
    return fresh
  }

  private func storedLayout(_ reader: any EngineReader) throws -> StoreLayout {
    guard let catalog = try StoreSchema.catalog(reader) else {
      throw StoreError(.damaged, .damaged, "the store has no schema")
    }
    return StoreLayout(catalog)
  }

  private func learn(_ fresh: StoreLayout) {
    names.learn(fresh)
    state.learn(fresh)
  }

  /// Changes the schema in a transaction of its own and tells observers after it was committed.
  @concurrent func changeSchema<T: Sendable>(
    isUpgrade: Bool = false,
    _ body: sending @escaping (any EngineWriter, StoreLayout, BindingContext) throws -> (T, SchemaOutcome?)
  ) async throws -> T {
    try checkOpen()
    let (result, outcome) = try await engine.write(grant) { writer in
      let binding = self.binding()
      try self.learnLastID(writer)
      let layout = try self.currentLayout(writer)
      if !isUpgrade { try self.checkWritable(layout.catalog) }
      return try body(writer, layout, binding)
    }
    guard let outcome else { return result }
    // The new schema is known from now on, not only from the next read on; what was committed cannot fail any more.
    learn(outcome.layout)
    if let sequence = outcome.sequence { state.publish(sequence, outcome.tables) }
    return result
  }

  /// Carries a change of the schema out in a transaction that is never committed, and tells what it did.
  @concurrent func estimating(
    isUpgrade: Bool = false,
    _ body: sending @escaping (any EngineWriter, StoreLayout, BindingContext) throws -> SchemaEstimate
  ) async throws -> SchemaEstimate {
    do {
      return try await changeSchema(isUpgrade: isUpgrade) { writer, layout, binding in
        throw Estimated(estimate: try body(writer, layout, binding))
      }
    } catch let outcome as Estimated {
      return outcome.estimate
    }
  }

  private struct Estimated: Error { let estimate: SchemaEstimate }

  /// Plans a change of the schema as it is now.
  @concurrent func planning<T: Sendable>(
    _ body: sending @escaping (StoreLayout, BindingContext) throws -> T
  ) async throws -> T {
    try await read(FullAccess()) { reader in try body(reader.layout, reader.context) }
  }

  /// The tables that a query reads, parents' and children's included.
  func tables(_ access: any RecordAccess, read query: Query) throws(StoreError) -> Set<TableID> {
    let binder = QueryBinder(layout: layout, context: binding(), access: access)
    return try binder.tables(read: query)
  }

  /// Whatever the engine finds wrong with itself.
  func engineProblems() async throws -> [String] { try await engine.integrityProblems(grant) }
}
