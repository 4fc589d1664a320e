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
      return try await bringUp()
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
        let plan = StoreSchema.plan(self.codeToFollow(layout.catalog), from: layout.catalog, binding)
        let last = self.ids.last
        defer { self.ids.rewind(to: last) }
        return try SchemaExecutor.estimate(
          plan, with: writer, layout: layout, code: self.moduleCode(binding, progress: nil),
          compile: StoreSchema.compiler(binding))
      }
    } catch {
      throw StoreError(wrapping: error)
    }
  }

  /// Does what the policy says of a store that has just been opened.
  @concurrent func follow(_ policy: UpgradePolicy) async throws {
    let catalog = layout.catalog
    let isNew = catalog.generation == 0
    if engine.isReadOnly || missingCode(catalog) != nil { return }
    let plan = StoreSchema.plan(codeToFollow(catalog), from: catalog, binding())
    if plan.isEmpty { return }
    switch policy {
    case .automatic: break
    case .plan where isNew: break
    case .refuse where isNew: break
    case .plan: return setPendingUpgrade(plan)
    case .refuse:
      throw StoreError(
        .conflict, .upgradeNeeded, "the store does not follow the code it is opened with; to do: \(plan.oneLine)",
        violations: plan.violations)
    }
    try await bringUp()
  }

  @discardableResult @concurrent private func bringUp() async throws -> SchemaPlan {
    let plan = try await changeSchema(isUpgrade: true) { writer, layout, binding in
      let isNew = layout.catalog.generation == 0
      if isNew { try StoreSchema.make(writer, node: self.storeNode) }
      let plan = StoreSchema.plan(self.codeToFollow(layout.catalog), from: layout.catalog, binding)
      // The change log of a store begins after it was made; modules that come later are a commit like others.
      let author = SchemaAuthorship(actor: Principal.system.description, cause: "modules", at: binding.now)
      let last = self.ids.last
      do {
        let code = self.moduleCode(binding, progress: self.options.progress)
        let outcome = try StoreSchema.apply(plan, writer, layout, by: isNew ? nil : author, code: code, binding)
        return (plan, outcome)
      } catch {
        self.ids.rewind(to: last)
        throw error
      }
    }
    noteUpgrades(from: plan.base.modules.mapValues(\.version))
    setPendingUpgrade(nil)
    return plan
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
    if let refusal = writeRefusal(catalog) { throw refusal }
  }

  private func writeRefusal(_ catalog: Catalog) -> StoreError? {
    if let plan = pendingUpgrade {
      return StoreError(
        .conflict, .upgradePending, "the store waits for its upgrade, so it is read-only; to do: \(plan.oneLine)")
    }
    return missingCode(catalog).map { name in
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
