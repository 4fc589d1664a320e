/// A person. May work for accounts, or be the customer: many businesses have no accounts.
public struct Contact: Entity {
  /// `contact`.
  public static let name: EntityName = "contact"
  /// The fields of a contact.
  public static let schema = Schema<Contact>(label: "Contact", plural: "Contacts", title: \.name) {
    Field(\.name, "name", indexed: true, personal: .identity)
    Field(\.account, "account", inverse: "contacts", onDelete: .clear)
    Field(\.title, "title", label: "Job title")
    Field(\.department, "department")
    Field(\.reportsTo, "reports_to", inverse: "direct_reports", onDelete: .clear)
    Field(\.email, "email", indexed: true, folded: true, personal: .contact)
    Field(\.phone, "phone", personal: .contact)
    Field(\.mobile, "mobile", personal: .contact)
    Field(\.mailingAddress, "mailing_address", personal: .contact)
    Field(\.birthDate, "birth_date", personal: .identity)
    Field(\.leadSource, "lead_source")
    Field(\.doNotCall, "do_not_call")
    Field(\.emailOptOut, "email_opt_out")
    Field(\.notes, "description", type: .longText)
  }

  /// Identity, owner, revision and moments.
  public var record = RecordInfo()
  /// The person's name; at least one part is required.
  public var name = PersonName()
  /// The account the person mainly belongs to.
  public var account: Account.ID?
  /// The job title.
  public var title: String?
  /// The department.
  public var department: String?
  /// The contact this one reports to.
  public var reportsTo: Contact.ID?
  /// The main email address.
  public var email: EmailAddress?
  /// The main number.
  public var phone: PhoneNumber?
  /// The mobile number.
  public var mobile: PhoneNumber?
  /// Where letters go.
  public var mailingAddress: PostalAddress?
  /// The date of birth.
  public var birthDate: CalendarDate?
  /// Where the contact came from.
  public var leadSource: String?
  /// Whether the person does not want calls.
  public var doNotCall = false
  /// Whether the person does not want bulk email.
  public var emailOptOut = false
  /// Anything else.
  public var notes: String?

  /// A contact with nothing filled in.
  public init() {}
}
