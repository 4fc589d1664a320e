public import CRMModel

/// What sort of deal it is.
public struct OpportunityKind: PicklistCode {
  /// The code as it is stored.
  public let rawValue: String

  /// Wraps a stored code.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// The customer's first.
  public static let newBusiness = OpportunityKind(rawValue: "new_business")
  /// More for somebody who is a customer already.
  public static let existingBusiness = OpportunityKind(rawValue: "existing_business")
  /// The same again.
  public static let renewal = OpportunityKind(rawValue: "renewal")

  /// First business before further business.
  public static let options: [PicklistOption] = ["new_business", "existing_business", "renewal"]
}
