public import CRMModel
public import CRMStorage

extension Workspace {
  /// The format of stores that this version writes.
  static var format: Int { 1 }

  /// Opens a store, makes it if it is not there, and brings its schema up to the modules given.
  ///
  /// The base module (user, account, contact and what ties them) is always part of a workspace. Modules that the store does not have are
  /// installed, unless ``WorkspaceOptions/installsModules`` is off; those that it has in an older version are upgraded, and
  /// ``Workspace/upgradedModules`` tells which were. A store that is opened read-only keeps the schema that it has.
  ///
  /// A file that is open in this process already is joined: each opener has a workspace of its own, closes it for itself, and sees what the
  /// others write. Its options have to be those of the first opener. Clock, ids, zone rules, logger and instrument cannot be compared: the
  /// first opener's hold for all, as does the currency that the store was made with.
  ///
  /// - Parameters:
  ///   - source: Where the rows are kept.
  ///   - modules: What the workspace is made of beside the base module.
  ///   - options: Clock, zone, durability and the rest.
  /// - Throws: ``ErrorCode/newerFormat`` for a store of a newer version, ``ErrorCode/notAWorkspace`` for a file that is none,
  ///   ``ErrorCode/schemaRefused`` if the modules do not fit the schema that is there (with the violation ``ErrorCode/newerModule`` for one
  ///   that the store has in a newer version), ``ErrorCode/alreadyOpen`` for a file that is open
  ///   in this process with other options. The store is then as it was.
  @concurrent public static func open(
    _ source: StorageSource, modules: [any CRMModule] = [], options: WorkspaceOptions = WorkspaceOptions()
  ) async throws(StoreError) -> Workspace {
    do {
      guard let identity = source.identity() else { return try await openStore(source, modules, options, nil) }
      let workspace = try await WorkspaceRegistry.shared.workspace(identity, options) {
        try await openStore(source, modules, options, identity)
      }
      do {
        if !workspace.engine.isReadOnly {
          try await workspace.install(options.modulesToInstall(modules, in: workspace.layout.catalog))
        }
      } catch {
        await workspace.close()
        throw error
      }
      return workspace
    } catch {
      throw StoreError(wrapping: error)
    }
  }

  private static func openStore(
    _ source: StorageSource, _ modules: [any CRMModule], _ options: WorkspaceOptions, _ identity: String?
  ) async throws -> Workspace {
    var engineOptions = EngineOptions()
    engineOptions.durability = options.durability
    engineOptions.isReadOnly = options.isReadOnly
    engineOptions.busyTimeout = options.busyTimeout
    engineOptions.logger = options.logger
    let grant = EngineGrant()
    let names = TableNames()
    var engine = try await source.open(engineOptions)
    if let report = options.instrument {
      let clock = options.clock
      engine = InstrumentedEngine(engine, now: { clock.now }, report: { report(names.event($0)) })
    }
    engine = SuspendableEngine(engine)
    do {
      return try await prepare(engine, grant, modules, options, identity, names)
    } catch {
      await engine.close(grant)
      throw error
    }
  }

  private static func prepare(
    _ engine: any StorageEngine, _ grant: EngineGrant, _ modules: [any CRMModule], _ options: WorkspaceOptions,
    _ identity: String?, _ names: TableNames
  ) async throws -> Workspace {
    let binding = BindingContext(
      now: options.clock.now, zone: options.zone, zones: options.zones, calendar: options.calendar)
    var (state, sequence) = try await engine.read(grant) { reader in
      if let format = try StoreSchema.format(reader), format > Workspace.format {
        throw StoreError(
          .unsupported, .newerFormat,
          "the store has format \(format), this version reads up to \(Workspace.format); use a newer version of swift-crm"
        )
      }
      return (try StoreSchema.state(reader), try reader.lastSequence())
    }
    if engine.isReadOnly, state.catalog == nil {
      throw StoreError(.invalid, .notAWorkspace, "the store is empty and was opened read-only")
    }
    let all: [any CRMModule] = [BaseModule()] + options.modulesToInstall(modules, in: state.catalog)
    var before: [ModuleName: Int] = [:]
    if !engine.isReadOnly, StoreSchema.needsInstalling(all, into: state.catalog, binding) {
      let currency = options.currency
      (state, sequence, before) = try await engine.write(grant) { writer in
        let outcome = try StoreSchema.install(all, writer: writer, currency: currency, binding)
        return (try StoreSchema.state(writer), try writer.lastSequence(), outcome.base.modules)
      }
    }
    guard let catalog = state.catalog else { throw StoreError(.damaged, .damaged, "the store has no schema") }
    let ids = options.ids ?? NodeIDSource(node: state.node, last: state.lastID)
    let workspace = Workspace(
      engine: engine, grant: grant, state: StoreState(StoreLayout(catalog), lastSequence: sequence), ids: ids,
      options: options, identity: identity, names: names)
    workspace.noteUpgrades(from: before)
    return workspace
  }
}

extension WorkspaceOptions {
  /// Those of the modules given that an opening is about.
  fileprivate func modulesToInstall(_ modules: [any CRMModule], in catalog: Catalog?) -> [any CRMModule] {
    installsModules ? modules : modules.filter { catalog?.modules[type(of: $0).name] != nil }
  }
}
