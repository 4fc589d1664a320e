public import CRMModel
public import CRMStorage

extension Workspace {
  /// The format of stores that this version writes.
  static var format: Int { 1 }

  /// Opens a store, makes it if it is not there, and brings its schema up to the modules given.
  ///
  /// The base module (user, account, contact and what ties them) is always part of a workspace. Modules that the store does not have are
  /// installed, unless ``WorkspaceOptions/installsModules`` is off; those that it has in an older version are upgraded, in one transaction: the
  /// store is afterwards in the new versions or as it was, whatever happens meanwhile. ``Workspace/upgradedModules`` tells which were. A store
  /// that is opened read-only, or without the code of a module that requires it, keeps the schema that it has.
  ///
  /// A file that is open in this process already is joined: each opener has a workspace of its own, closes it for itself, and sees what the
  /// others write. Its options have to be those of the first opener. Clock, ids, zone rules, logger and instrument cannot be compared: the
  /// first opener's hold for all, as does the currency that the store was made with.
  ///
  /// - Parameters:
  ///   - source: Where the rows are kept.
  ///   - modules: What the workspace is made of beside the base module.
  ///   - upgrade: What to do if the store does not follow the modules yet.
  ///   - options: Clock, zone, durability and the rest.
  /// - Throws: ``ErrorCode/newerFormat`` for a store of a newer version, ``ErrorCode/notAWorkspace`` for a file that is none,
  ///   ``ErrorCode/schemaRefused`` if the modules do not fit the schema that is there (with the violation ``ErrorCode/newerModule`` for one
  ///   that the store has in a newer version, ``ErrorCode/missingUpgrade`` for one that is too old), ``ErrorCode/upgradeFailed`` with the step
  ///   in which a module's code threw, ``ErrorCode/upgradeNeeded`` as the policy says, ``ErrorCode/alreadyOpen`` for a file that is open
  ///   in this process with other options. The store is then as it was.
  @concurrent public static func open(
    _ source: StorageSource, modules: [any CRMModule] = [], upgrade: UpgradePolicy = .automatic,
    options: WorkspaceOptions = WorkspaceOptions()
  ) async throws(StoreError) -> Workspace {
    do {
      let code: [any CRMModule] = [BaseModule()] + modules
      while true {
        let workspace = try await joinOrOpen(source, code, options)
        do {
          try await workspace.follow(upgrade)
          return workspace
        } catch is StoreMadeMeanwhile {
          await workspace.close()
        } catch {
          await workspace.close()
          throw error
        }
      }
    } catch {
      throw StoreError(wrapping: error)
    }
  }

  private static func joinOrOpen(
    _ source: StorageSource, _ code: [any CRMModule], _ options: WorkspaceOptions
  ) async throws -> Workspace {
    guard let identity = source.identity() else { return try await openStore(source, code, options, nil) }
    return try await WorkspaceRegistry.shared.workspace(identity, options, code: code) {
      try await openStore(source, code, options, identity)
    }
  }

  private static func openStore(
    _ source: StorageSource, _ code: [any CRMModule], _ options: WorkspaceOptions, _ identity: String?
  ) async throws -> Workspace {
    var engineOptions = EngineOptions()
    engineOptions.durability = options.durability
    engineOptions.isReadOnly = options.isReadOnly
    engineOptions.busyTimeout = options.busyTimeout
    engineOptions.logger = options.logger
    let grant = EngineGrant()
    let names = TableNames()
    var opened = try await source.open(engineOptions)
    // A store in memory has its columns at hand.
    if options.columnMemory > 0, !(opened is MemoryEngine) {
      opened = AcceleratedEngine(opened, bytes: options.columnMemory)
    }
    if let report = options.instrument {
      let clock = options.clock
      opened = InstrumentedEngine(opened, now: { clock.now }, report: { report(names.event($0)) })
    }
    let engine = SuspendableEngine(opened)
    do {
      return try await prepare(engine, grant, code, options, identity, names)
    } catch {
      await engine.close(grant)
      throw error
    }
  }

  private static func prepare(
    _ engine: SuspendableEngine, _ grant: EngineGrant, _ code: [any CRMModule], _ options: WorkspaceOptions,
    _ identity: String?, _ names: TableNames
  ) async throws -> Workspace {
    let (stored, sequence) = try await engine.read(grant) { reader in
      if let format = try StoreSchema.format(reader), format > Workspace.format {
        throw StoreError(
          .unsupported, .newerFormat,
          "the store has format \(format), this version reads up to \(Workspace.format); use a newer version of swift-crm"
        )
      }
      return (try StoreSchema.state(reader), try reader.lastSequence())
    }
    if stored.catalog == nil {
      if engine.isReadOnly {
        throw StoreError(.invalid, .notAWorkspace, "the store is empty and was opened read-only")
      }
      if stored.format != nil { throw StoreError(.damaged, .damaged, "the store has no schema") }
    }
    // An empty store is made together with its first schema, in one transaction.
    let node = stored.catalog == nil ? StoreSchema.newNode(at: options.clock.now) : stored.node
    let layout = StoreLayout(stored.catalog ?? Catalog(currency: options.currency))
    let ids = options.ids ?? NodeIDSource(node: node, last: stored.lastID)
    // A source that was given may begin anew; the store's records keep their ids.
    if ids.last < stored.lastID { ids.rewind(to: stored.lastID) }
    return Workspace(
      engine: engine, grant: grant, state: StoreState(layout, lastSequence: sequence, node: node), ids: ids,
      options: options, code: code, identity: identity, names: names)
  }
}
