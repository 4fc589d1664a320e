public import CRMModel

/// How urgent a case is.
public struct CasePriority: PicklistCode {
  /// The code as it is stored.
  public let rawValue: String

  /// Wraps a stored code.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// Can wait.
  public static let low = CasePriority(rawValue: "low")
  /// In its turn.
  public static let normal = CasePriority(rawValue: "normal")
  /// Before others.
  public static let high = CasePriority(rawValue: "high")
  /// At once.
  public static let urgent = CasePriority(rawValue: "urgent")

  /// The least urgent first.
  public static let options: [PicklistOption] = ["low", "normal", "high", "urgent"]
}
