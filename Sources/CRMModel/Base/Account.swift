/// A company or organisation that one does business with.
public struct Account: Entity {
  /// `account`.
  public static let name: EntityName = "account"
  /// The fields of an account.
  public static let schema = Schema<Account>(label: "Account", plural: "Accounts", title: \.name) {
    Field(\.name, "name", indexed: true)
    Field(\.number, "number", label: "Account number", unique: true)
    Field(\.parent, "parent", label: "Parent account", inverse: "subsidiaries", onDelete: .clear)
    Field(\.kind, "type", type: .picklist(["customer", "prospect", "partner", "competitor", "other"]))
    Field(\.industry, "industry", indexed: true)
    Field(\.annualRevenue, "annual_revenue", type: .money(.any))
    Field(\.employees, "employees")
    Field(\.yearEstablished, "year_established")
    Field(\.phone, "phone")
    Field(\.email, "email")
    Field(\.website, "website")
    Field(\.billingAddress, "billing_address")
    Field(\.shippingAddress, "shipping_address")
    Field(\.location, "location")
    Field(\.notes, "description", type: .longText)
  }

  /// Identity, owner, revision and moments.
  public var record = RecordInfo()
  /// The company's name.
  public var name = ""
  /// The number under which the host's books know the account.
  public var number: String?
  /// The company that owns this one; accounts form trees.
  public var parent: Account.ID?
  /// Customer, prospect, partner, competitor or other.
  public var kind: String?
  /// The industry or sector.
  public var industry: String?
  /// Revenue in a year, in any currency.
  public var annualRevenue: Money?
  /// How many people work there.
  public var employees: Int?
  /// The year it was founded.
  public var yearEstablished: Int?
  /// The main number.
  public var phone: PhoneNumber?
  /// The main address for messages.
  public var email: EmailAddress?
  /// The website.
  public var website: WebAddress?
  /// Where invoices go.
  public var billingAddress: PostalAddress?
  /// Where goods go.
  public var shippingAddress: PostalAddress?
  /// Where it is on the map.
  public var location: GeoPoint?
  /// Anything else.
  public var notes: String?

  /// An account with nothing filled in.
  public init() {}
}
