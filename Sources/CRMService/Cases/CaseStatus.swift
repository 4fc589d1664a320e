public import CRMModel

/// How far one has come with a case.
public struct CaseStatus: PicklistCode {
  /// The code as it is stored.
  public let rawValue: String

  /// Wraps a stored code.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// Nobody has looked at it yet.
  public static let new = CaseStatus(rawValue: "new")
  /// Somebody is at it.
  public static let working = CaseStatus(rawValue: "working")
  /// The customer's turn.
  public static let waiting = CaseStatus(rawValue: "waiting")
  /// Handed to somebody who can do more.
  public static let escalated = CaseStatus(rawValue: "escalated")
  /// Settled.
  public static let closed = CaseStatus(rawValue: "closed")

  /// In the order in which a case goes through them.
  public static let options: [PicklistOption] = ["new", "working", "waiting", "escalated", "closed"]
}
