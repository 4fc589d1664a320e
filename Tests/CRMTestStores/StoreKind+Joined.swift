public import CRMModel
public import CRMSecurity
public import CRMStorage
public import CRMTesting
import Foundation

extension StoreKind {
  /// Gives an empty store that can be opened several times at once, and removes its files after `body`.
  ///
  /// A store in memory is there only as long as somebody has it open, and is joined under a name.
  public func withJoinableSource<T: Sendable>(_ body: (StorageSource) async throws -> T) async throws -> T {
    try await withSource { source in
      let name = "joined-\(UUID().uuidString)"
      return try await body(self == .memory ? StorageSource(identity: { name }, open: source.open) : source)
    }
  }

  /// Makes a store with modules, fixed ids and clock, and leaves it open for others to join as long as `body` runs.
  ///
  /// - Parameter fault: What makes calls of the store's engine fail.
  public func withJoinedStore<T: Sendable>(
    modules: [any CRMModule], fault: EngineFault? = nil,
    _ body: (StorageSource, Workspace, Session) async throws -> T
  ) async throws -> T {
    try await withJoinableSource { source in
      let source = fault.map { source.failing(by: $0) } ?? source
      let first = try await Workspace.prepared(on: source, modules: modules)
      do {
        let result = try await body(source, first, try await first.session(as: .owner))
        await first.close()
        return result
      } catch {
        await first.close()
        throw error
      }
    }
  }
}
