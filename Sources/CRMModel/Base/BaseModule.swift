/// The entities everyone shares: users, accounts, contacts and what ties them. Part of every workspace.
public struct BaseModule: CRMModule {
  /// `base`.
  public static let name: ModuleName = "base"
  /// The version of the content.
  public static let version = 1

  /// The module.
  public init() {}

  /// User, account, contact, their relation, follow-ups, keys in other systems.
  public var content: ModuleContent {
    User.self
    Account.self
    Contact.self
    AccountContactRelation.self
    FollowUp.self
    ExternalID.self
  }
}
