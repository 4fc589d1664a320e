public import CRMModel

/// How far one has come with a lead.
public struct LeadStatus: PicklistCode {
  /// The code as it is stored.
  public let rawValue: String

  /// Wraps a stored code.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// Nobody has looked at it yet.
  public static let new = LeadStatus(rawValue: "new")
  /// Somebody is in contact.
  public static let working = LeadStatus(rawValue: "working")
  /// Not ready to buy; kept warm.
  public static let nurturing = LeadStatus(rawValue: "nurturing")
  /// Worth an opportunity.
  public static let qualified = LeadStatus(rawValue: "qualified")
  /// Became a customer's contact.
  public static let converted = LeadStatus(rawValue: "converted")
  /// Given up.
  public static let disqualified = LeadStatus(rawValue: "disqualified")

  /// In the order in which a lead goes through them.
  public static let options: [PicklistOption] = [
    "new", "working", "nurturing", "qualified", "converted", "disqualified",
  ]
}
