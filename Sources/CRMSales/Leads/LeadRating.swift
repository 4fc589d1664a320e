public import CRMModel

/// How promising a lead is.
public struct LeadRating: PicklistCode {
  /// The code as it is stored.
  public let rawValue: String

  /// Wraps a stored code.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// Wants to buy soon.
  public static let hot = LeadRating(rawValue: "hot")
  /// May buy.
  public static let warm = LeadRating(rawValue: "warm")
  /// Will hardly buy.
  public static let cold = LeadRating(rawValue: "cold")

  /// The most promising first.
  public static let options: [PicklistOption] = ["hot", "warm", "cold"]
}
