/// What opening a store does when its schema does not follow the code it is opened with: a module is new or newer, or its content has changed.
///
/// A store that is made by the opening follows in any case. One that is opened read-only, or without the code of a module that requires it, keeps
/// its schema, whatever the policy.
public enum UpgradePolicy: Hashable, Sendable {
  /// The store is brought up to the code, in one transaction.
  case automatic
  /// Nothing is changed: the workspace tells what there is to do (``Workspace/pendingUpgrade``) and refuses writes with
  /// ``ErrorCode/upgradePending`` until ``Workspace/upgrade()``.
  case plan
  /// The opening throws ``ErrorCode/upgradeNeeded`` with what there is to do.
  case refuse
}
