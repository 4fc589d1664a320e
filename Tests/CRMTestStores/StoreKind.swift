public import CRMModel
public import CRMSecurity
import CRMSQLite
public import CRMStorage
public import CRMTesting
import Foundation

/// The engines that tests run on.
public enum StoreKind: String, Sendable, CaseIterable {
  case memory
  case sqlite

  /// Opens an empty store with fixed ids and clock, fills it, and closes and removes it after `body`.
  public func withWorkspace<T: Sendable>(
    modules: [any CRMModule] = [], fixtures: [Fixture] = [], clock: FixedClock = FixedClock(),
    _ configure: (inout WorkspaceOptions) -> Void = { _ in }, _ body: (Workspace) async throws -> T
  ) async throws -> T {
    try await withSource { source in
      let workspace = try await Workspace.prepared(
        on: source, modules: modules, fixtures: fixtures, clock: clock, configure)
      do {
        let result = try await body(workspace)
        await workspace.close()
        return result
      } catch {
        await workspace.close()
        throw error
      }
    }
  }

  /// Gives an empty store, and removes its files after `body`.
  public func withSource<T: Sendable>(_ body: (StorageSource) async throws -> T) async throws -> T {
    if self == .memory { return try await body(.memory) }
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("crm-stores-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try await body(.sqlite(folder.appendingPathComponent("store.crm").path))
  }
}
