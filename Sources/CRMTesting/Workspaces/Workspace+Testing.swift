public import CRMModel
public import CRMSecurity
public import CRMStorage

extension Workspace {
  /// An empty workspace in memory with fixed ids and a fixed clock, filled by fixtures.
  ///
  ///     let clock = FixedClock()
  ///     let workspace = try await Workspace.inMemory(modules: [.sales], fixtures: [deals], clock: clock)
  ///
  /// - Parameters:
  ///   - modules: What it is made of beside the base module.
  ///   - fixtures: What it holds; see ``Fixture``.
  ///   - clock: Tells the moment.
  ///   - ids: Where ids come from.
  ///   - configure: Sets zone, currency and the rest; runs last.
  /// - Throws: What opening or a fixture throws.
  public static func inMemory(
    modules: [any CRMModule] = [], fixtures: [Fixture] = [], clock: any WorkspaceClock = FixedClock(),
    ids: any IDSource = FixedIDSource(), _ configure: (inout WorkspaceOptions) -> Void = { _ in }
  ) async throws -> Workspace {
    try await prepared(on: .memory, modules: modules, fixtures: fixtures, clock: clock, ids: ids, configure)
  }

  /// The same on any store, so that a test can be run on every engine.
  ///
  /// - Parameter source: A store that is empty.
  /// - Throws: What opening or a fixture throws; the workspace is closed then.
  public static func prepared(
    on source: StorageSource, modules: [any CRMModule] = [], fixtures: [Fixture] = [],
    clock: any WorkspaceClock = FixedClock(), ids: any IDSource = FixedIDSource(),
    _ configure: (inout WorkspaceOptions) -> Void = { _ in }
  ) async throws -> Workspace {
    let options = WorkspaceOptions {
      $0.clock = clock
      $0.ids = ids
      configure(&$0)
    }
    let workspace = try await Workspace.open(source, modules: modules, options: options)
    do {
      try await workspace.apply(fixtures)
    } catch {
      await workspace.close()
      throw error
    }
    return workspace
  }

  /// A workspace of its own with the state committed so far: what a test writes there, no other sees.
  ///
  /// A ``FixedClock`` and a ``FixedIDSource`` are copied as they stand; any other clock or source is shared.
  ///
  /// - Throws: ``ErrorCode/unsupported`` for a store that is not in memory, ``ErrorCode/closed`` for a closed one.
  /// - Complexity: O(1), whatever the size.
  public func fork() throws(StoreError) -> Workspace {
    let clock: any WorkspaceClock = (options.clock as? FixedClock)?.copy() ?? options.clock
    let ids: (any IDSource)? = (options.ids as? FixedIDSource)?.copy() ?? options.ids
    return try forked(clock: clock, ids: ids)
  }
}
