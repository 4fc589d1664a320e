internal import Synchronization

/// The right to use a tenant's workspace until it is given back; see ``Tenants/lease(_:)``.
///
/// A lease that is dropped gives itself back when its last owner lets go of it. End it nevertheless where its use ends:
/// until then the store is not closed, however idle.
public final class TenantLease: Sendable {
  /// The tenant's workspace. Once the lease has ended it may be closed at any moment, and its verbs throw
  /// ``ErrorCode/closed`` then.
  public let workspace: Workspace
  private let giveBack: @Sendable () -> Void
  private let hasEnded = Atomic(false)

  init(_ workspace: Workspace, giveBack: @escaping @Sendable () -> Void) {
    self.workspace = workspace
    self.giveBack = giveBack
  }

  deinit { end() }

  /// Gives the workspace back; harmless if it was.
  public func end() {
    if hasEnded.exchange(true, ordering: .acquiringAndReleasing) { return }
    giveBack()
  }
}
