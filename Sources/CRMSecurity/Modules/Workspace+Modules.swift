public import CRMModel
public import CRMStorage

extension Workspace {
  /// Brings the store up to the code that the workspace was opened with, in one transaction; does nothing if it follows already.
  ///
  /// It is what opening with ``UpgradePolicy/automatic`` does, for workspaces that were opened with ``UpgradePolicy/plan``.
  ///
  /// - Returns: What was done; an empty plan if nothing was to be.
  /// - Throws: What `open` throws; the store is then as it was.
  @discardableResult @concurrent public func upgrade() async throws(StoreError) -> SchemaPlan {
    do {
      try checkOpen()
      return try await bringUp(.asked)
    } catch {
      throw StoreError(wrapping: error)
    }
  }

  /// What ``upgrade()`` would do to the records there are: it is carried out, backfills and seeds too, and undone.
  ///
  /// It takes as long as the upgrade, and other writers wait.
  ///
  /// - Throws: What ``upgrade()`` throws, except that what the records there are have against it is returned.
  @concurrent public func estimateUpgrade() async throws(StoreError) -> SchemaEstimate {
    do {
      try checkOpen()
      return try await estimating(isUpgrade: true) { writer, layout, binding in
        if let refusal = self.missingCodeRefusal(layout.catalog) { throw refusal }
        let plan = StoreSchema.plan(self.codeToFollow(layout.catalog), from: layout.catalog, binding)
        return try self.estimate(plan, writer, layout, binding)
      }
    } catch {
      throw StoreError(wrapping: error)
    }
  }

  /// Does what the policy says of a store that has just been opened.
  ///
  /// - Throws: ``StoreMadeMeanwhile`` if somebody else made it after it was seen to be empty.
  @concurrent func follow(_ policy: UpgradePolicy) async throws {
    let catalog = layout.catalog
    let isNew = catalog.generation == 0
    if engine.isReadOnly || missingCode(catalog) != nil { return }
    if isNew {
      try await bringUp(policy == .automatic ? .opening : .making)
      return
    }
    let plan = StoreSchema.plan(codeToFollow(catalog), from: catalog, binding())
    if plan.isEmpty { return }
    switch policy {
    case .automatic: try await bringUp(.opening)
    case .plan: setPendingUpgrade(plan)
    case .refuse:
      throw StoreError(
        .conflict, .upgradeNeeded, "the store does not follow the code it is opened with; to do: \(plan.oneLine)",
        violations: plan.violations)
    }
  }

  /// Why a store is brought up to the code.
  private enum Occasion {
    /// It is opened, whatever it is.
    case opening
    /// It is opened and was seen to be empty, by somebody whose policy would leave one that is not as it is.
    case making
    /// Somebody asks for it.
    case asked
  }

  @discardableResult @concurrent private func bringUp(_ occasion: Occasion) async throws -> SchemaPlan {
    typealias Result = (plan: SchemaPlan, leftOut: [Violation])
    let (plan, leftOut) = try await changeSchema(isUpgrade: true) {
      writer, layout, binding -> (Result, SchemaOutcome?) in
      let catalog = layout.catalog
      let isNew = catalog.generation == 0
      if occasion == .making, !isNew { throw StoreMadeMeanwhile() }
      if let refusal = self.missingCodeRefusal(catalog) {
        if occasion == .asked { throw refusal }
        return ((SchemaPlan(base: catalog, catalog: catalog, steps: []), []), nil)
      }
      if isNew { try StoreSchema.make(writer, node: self.storeNode) }
      let plan = StoreSchema.plan(self.codeToFollow(catalog), from: catalog, binding)
      // The change log of a store begins after it was made; modules that come later are a commit like others.
      let author = SchemaAuthorship(actor: Principal.system.description, cause: "modules", at: binding.now)
      let outcome = try self.apply(plan, writer, layout, by: isNew ? nil : author, binding)
      return ((plan, outcome.leftOut), outcome)
    }
    noteUpgrades(from: plan.base.modules.mapValues(\.version))
    noteSeedsLeftOut(leftOut)
    setPendingUpgrade(nil)
    return plan
  }

  // MARK: Plans that run the code of modules

  /// Plans a change of the schema; a module that it switches on is brought up to the code that is there.
  func plan(_ draft: SchemaDraft, _ layout: StoreLayout, _ binding: BindingContext) -> SchemaPlan {
    SchemaPlan(from: layout.catalog, draft, code: code, compile: StoreSchema.compiler(binding))
  }

  /// Carries out a plan, code of modules included; if it throws, ids are as before.
  func apply(
    _ plan: SchemaPlan, _ writer: any EngineWriter, _ layout: StoreLayout, by author: SchemaAuthorship?,
    _ binding: BindingContext
  ) throws -> SchemaOutcome {
    let last = ids.last
    do {
      let code = moduleCode(binding, progress: options.progress)
      return try StoreSchema.apply(plan, writer, layout, by: author, code: code, binding)
    } catch {
      ids.rewind(to: last)
      throw error
    }
  }

  /// Carries out a plan, code of modules included, and undoes it; ids are as before.
  func estimate(
    _ plan: SchemaPlan, _ writer: any EngineWriter, _ layout: StoreLayout, _ binding: BindingContext
  ) throws -> SchemaEstimate {
    let last = ids.last
    defer { ids.rewind(to: last) }
    return try SchemaExecutor.estimate(
      plan, with: writer, layout: layout, code: moduleCode(binding, progress: nil),
      compile: StoreSchema.compiler(binding))
  }

  /// The modules that the store is to follow: all that were given, or of them those that it has.
  private func codeToFollow(_ catalog: Catalog) -> [any CRMModule] {
    let isNew = catalog.generation == 0
    return code.filter { module in
      let name = type(of: module).name
      return options.installsModules || catalog.modules[name] != nil || isNew && name == BaseModule.name
    }
  }

  private func moduleCode(_ binding: BindingContext, progress: (@Sendable (UpgradeProgress) -> Void)?) -> ModuleCode {
    let context = WriteContext(
      actor: Principal.system.description, cause: "modules", language: options.language, binding: binding, ids: ids,
      access: FullAccess())
    let runner = ModuleRunner(modules: code)
    return ModuleCode(context, progress: { progress?($0) }, run: runner.run)
  }

  // MARK: What stands against writing

  /// Why nothing may be written now: an upgrade is pending, or the code of a module is missing that says it is needed; nil if writes are
  /// welcome as far as modules are concerned.
  public var writeRefusal: StoreError? { writeRefusal(layout.catalog) }

  func checkWritable(_ catalog: Catalog) throws(StoreError) {
    // Each write asks; the answer depends on the schema, and on what was given when the workspace was opened.
    if isKnownWritable(catalog.generation) { return }
    if let refusal = writeRefusal(catalog) { throw refusal }
    setWritable(catalog.generation)
  }

  private func writeRefusal(_ catalog: Catalog) -> StoreError? {
    if let plan = pendingUpgrade(of: catalog) {
      return StoreError(
        .conflict, .upgradePending, "the store waits for its upgrade, so it is read-only; to do: \(plan.oneLine)")
    }
    return missingCodeRefusal(catalog)
  }

  /// What has to be done for a store of this schema to follow the code; nil if it does, or nobody wanted to look first.
  ///
  /// The plan made at the opening holds until the schema changes under it.
  func pendingUpgrade(of catalog: Catalog) -> SchemaPlan? {
    guard waitingUpgrade != nil || isBehind(catalog) else { return nil }
    if let plan = waitingUpgrade, plan.base.generation == catalog.generation { return plan }
    let fresh = StoreSchema.plan(codeToFollow(catalog), from: catalog, binding())
    setPendingUpgrade(fresh.isEmpty ? nil : fresh)
    return fresh.isEmpty ? nil : fresh
  }

  /// Whether a module is older in the store than its code, as one is that was off when this workspace was opened and that another opener,
  /// whose code is older, has switched on. A store that cannot be upgraded here keeps its schema.
  private func isBehind(_ catalog: Catalog) -> Bool {
    !engine.isReadOnly && missingCode(catalog) == nil
      && code.contains { module in
        let type = type(of: module)
        return catalog.modules[type.name].map { !$0.isOff && $0.version < type.version } ?? false
      }
  }

  private func missingCodeRefusal(_ catalog: Catalog) -> StoreError? {
    missingCode(catalog).map { name in
      StoreError(
        .unsupported, .moduleCodeMissing,
        "the store is read-only without the code of module \(name), which its records need; open it with the module, or say by name that it is to be written without (withoutCode)"
      )
    }
  }

  /// A module that requires its code, which is not there; nil if there is none.
  private func missingCode(_ catalog: Catalog) -> ModuleName? {
    let given = Set(code.map { type(of: $0).name })
    return catalog.modules.filter { name, module in
      module.requiresCode && !module.isOff && !given.contains(name) && !options.withoutCode.contains(name)
    }.keys.min()
  }
}

extension SchemaPlan {
  /// The steps on one line, cut where it gets long.
  fileprivate var oneLine: String {
    let shown = steps.prefix(8).map(\.description)
    return (shown + (steps.count > shown.count ? ["… \(steps.count - shown.count) more"] : [])).joined(separator: "; ")
  }
}

extension ErrorCode {
  /// The store does not follow the code it is opened with, and the opener did not want it to.
  public static let upgradeNeeded = ErrorCode("upgrade_needed")
  /// The workspace was opened to look at what an upgrade would do; nothing is written before it is done.
  public static let upgradePending = ErrorCode("upgrade_pending")
  /// Records may be written only together with the code of a module that was not given.
  public static let moduleCodeMissing = ErrorCode("module_code_missing")
}
