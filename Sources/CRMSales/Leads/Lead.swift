public import CRMModel

/// A person who may become a customer and of whom nothing is known for certain yet.
public struct Lead: Entity {
  /// `lead`.
  public static let name: EntityName = "lead"
  /// The fields of a lead.
  public static let schema = Schema<Lead>(label: "Lead", plural: "Leads", title: \.name) {
    Field(\.name, "name", indexed: true, personal: .identity)
    Field(\.company, "company")
    Field(\.title, "title", label: "Job title")
    Field(\.status, "status", indexed: true, default: .value("new"))
    Field(\.rating, "rating")
    Field(\.source, "source")
    Field(\.industry, "industry")
    Field(\.annualRevenue, "annual_revenue", type: .money(.any))
    Field(\.employees, "employees")
    Field(\.email, "email", indexed: true, folded: true, personal: .contact)
    Field(\.phone, "phone", personal: .contact)
    Field(\.mobile, "mobile", personal: .contact)
    Field(\.website, "website")
    Field(\.address, "address", personal: .contact)
    Field(\.doNotCall, "do_not_call")
    Field(\.emailOptOut, "email_opt_out")
    Field(\.disqualifyReason, "disqualify_reason")
    Field(\.notes, "description", type: .longText)
  }

  /// Identity, owner, revision and moments.
  public var record = RecordInfo()
  /// The person's name; at least one part is required.
  public var name = PersonName()
  /// The company the person says to work for.
  public var company: String?
  /// The job title.
  public var title: String?
  /// How far one has come with the lead.
  public var status = LeadStatus.new
  /// How promising it is.
  public var rating: LeadRating?
  /// Where it came from.
  public var source: String?
  /// The company's industry or sector.
  public var industry: String?
  /// The company's revenue in a year, in any currency.
  public var annualRevenue: Money?
  /// How many people work there.
  public var employees: Int?
  /// The email address.
  public var email: EmailAddress?
  /// The main number.
  public var phone: PhoneNumber?
  /// The mobile number.
  public var mobile: PhoneNumber?
  /// The company's website.
  public var website: WebAddress?
  /// Where letters go.
  public var address: PostalAddress?
  /// Whether the person does not want calls.
  public var doNotCall = false
  /// Whether the person does not want bulk email.
  public var emailOptOut = false
  /// Why it was given up.
  public var disqualifyReason: String?
  /// Anything else.
  public var notes: String?

  /// A lead with nothing filled in.
  public init() {}
}
