/// Which contact works for which account, as what, and when: the many-to-many relationship between the two.
public struct AccountContactRelation: Entity {
  /// `account_contact_relation`.
  public static let name: EntityName = "account_contact_relation"
  /// The fields of a relation.
  public static let schema = Schema<AccountContactRelation>(
    label: "Account contact relation", title: \.role
  ) {
    Field(\.account, "account", inverse: "contact_relations", partOf: true)
    Field(\.contact, "contact", inverse: "account_relations", partOf: true)
    Field(\.role, "role")
    Field(\.isPrimary, "is_primary", label: "Primary")
    Field(\.isActive, "is_active", label: "Active")
    Field(\.startDate, "start_date")
    Field(\.endDate, "end_date")
    Index("pair", on: \.account, \.contact, unique: true)
    Index("one_primary", on: \.contact, unique: true) { $0.isPrimary == true }
    Rule("ends_before_start", on: \.endDate, "A relation ends on or after the day it starts") {
      $0.startDate <= $0.endDate
    }
  }

  /// Identity, owner, revision and moments.
  public var record = RecordInfo()
  /// The account.
  public var account = Account.ID.unset
  /// The contact.
  public var contact = Contact.ID.unset
  /// What the contact is there.
  public var role: String?
  /// Whether this is the contact's main account; at most one of a contact's relations is.
  public var isPrimary = false
  /// Whether the relation holds today.
  public var isActive = true
  /// The first day.
  public var startDate: CalendarDate?
  /// The last day.
  public var endDate: CalendarDate?

  /// A relation with nothing filled in.
  public init() {}
}
