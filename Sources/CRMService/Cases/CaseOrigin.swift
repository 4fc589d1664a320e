public import CRMModel

/// The way a case came in.
public struct CaseOrigin: PicklistCode {
  /// The code as it is stored.
  public let rawValue: String

  /// Wraps a stored code.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// By a call.
  public static let phone = CaseOrigin(rawValue: "phone")
  /// By email.
  public static let email = CaseOrigin(rawValue: "email")
  /// Through a form.
  public static let web = CaseOrigin(rawValue: "web")
  /// In a chat.
  public static let chat = CaseOrigin(rawValue: "chat")
  /// Across the counter.
  public static let person = CaseOrigin(rawValue: "person")

  /// In no particular order.
  public static let options: [PicklistOption] = ["phone", "email", "web", "chat", "person"]
}
