/// Somebody who works in the CRM: owns records, has a manager.
public struct User: Entity {
  /// `user`.
  public static let name: EntityName = "user"
  /// The fields of a user.
  public static let schema = Schema<User>(label: "User", plural: "Users", title: \.displayName) {
    Field(\.displayName, "display_name", label: "Name", indexed: true, personal: .identity)
    Field(\.email, "email", unique: true, folded: true, personal: .contact)
    Field(\.title, "title", label: "Job title")
    Field(\.department, "department", indexed: true)
    Field(\.region, "region", indexed: true)
    Field(\.manager, "manager", inverse: "reports", onDelete: .clear)
    Field(\.isActive, "is_active", label: "Active")
  }

  /// Identity, owner, revision and moments.
  public var record = RecordInfo()
  /// What the person is called.
  public var displayName = ""
  /// The address for messages, unique among users.
  public var email: EmailAddress?
  /// The job title.
  public var title: String?
  /// The department.
  public var department: String?
  /// The region or office.
  public var region: String?
  /// The user this one reports to; users form a tree.
  public var manager: User.ID?
  /// Whether the user still works here.
  public var isActive = true

  /// A user with nothing filled in.
  public init() {}
}
