package import CRMModel
package import CRMStorage

extension Workspace {
  /// A workspace of its own with the state committed so far. From then on neither sees what the other writes.
  ///
  /// Only a store in memory can do that. The copy is writable, unless it waits for an upgrade, without observers, and tells no instrument.
  ///
  /// - Parameters:
  ///   - clock: The copy's clock.
  ///   - ids: Where the copy's ids come from; nil goes on from the last id given here.
  /// - Throws: ``ErrorCode/unsupported`` for a store that is not in memory, ``ErrorCode/closed`` for a closed one.
  /// - Complexity: O(1), whatever the size.
  package func forked(clock: any WorkspaceClock, ids: (any IDSource)?) throws(StoreError) -> Workspace {
    try checkOpen()
    var bare = engine.base
    bare = (bare as? InstrumentedEngine)?.base ?? bare
    guard let memory = bare as? MemoryEngine else {
      throw StoreError(.unsupported, .unsupported, "only a store in memory can be forked, not \(bare.name)")
    }
    var options = options
    options.clock = clock
    options.ids = ids
    options.isReadOnly = false
    options.instrument = nil
    do {
      let copy = Workspace(
        engine: SuspendableEngine(try memory.fork()), grant: EngineGrant(),
        state: StoreState(layout, lastSequence: nil, node: 0),
        ids: ids ?? NodeIDSource(node: 0, last: self.ids.last), options: options, code: code, identity: nil,
        names: TableNames())
      copy.setPendingUpgrade(waitingUpgrade)
      return copy
    } catch {
      throw StoreError(wrapping: error)
    }
  }
}
