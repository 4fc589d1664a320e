public import CRMModel
public import CRMSecurity
public import CRMTesting

extension StoreKind {
  /// Opens an empty store as `withWorkspace` does, and begins a session of its owner.
  public func withSession<T: Sendable>(
    modules: [any CRMModule] = [], fixtures: [Fixture] = [], clock: FixedClock = FixedClock(),
    _ configure: (inout WorkspaceOptions) -> Void = { _ in },
    _ body: (Workspace, Session) async throws -> T
  ) async throws -> T {
    try await withWorkspace(modules: modules, fixtures: fixtures, clock: clock, configure) { workspace in
      try await body(workspace, try await workspace.session(as: .owner))
    }
  }
}
