public import CRMModel
public import CRMSecurity
public import CRMTesting

extension StoreKind {
  /// Opens an empty store as `withWorkspace` does, with a tap on its engine.
  public func withTappedWorkspace<T: Sendable>(
    modules: [any CRMModule] = [], clock: FixedClock = FixedClock(),
    _ configure: (inout WorkspaceOptions) -> Void = { _ in },
    _ body: (Workspace, Session, EngineTap) async throws -> T
  ) async throws -> T {
    try await withSource { source in
      let tap = EngineTap()
      let workspace = try await Workspace.prepared(
        on: tap.tapping(source), modules: modules, clock: clock, configure)
      do {
        let result = try await body(workspace, try await workspace.session(as: .owner), tap)
        await workspace.close()
        return result
      } catch {
        await workspace.close()
        throw error
      }
    }
  }
}
