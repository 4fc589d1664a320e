public import CRMModel

/// What a step of a plan may do to what is stored.
public enum SchemaVerdict: Hashable, Sendable {
  /// Nothing is lost.
  case safe
  /// Something may be lost; the text says what.
  case lossy(String)
  /// It cannot be done, for every reason told; nothing of its plan is.
  case refused([Violation])

  /// What is lost, or why it cannot be done; nil for what is safe.
  public var reason: String? {
    switch self {
    case .safe: nil
    case .lossy(let what): what
    case .refused(let violations): violations.map(\.message).joined(separator: "; ")
    }
  }

  /// Whether something may be lost.
  public var isLossy: Bool { if case .lossy = self { true } else { false } }

  /// Whether it cannot be done.
  public var isRefused: Bool { if case .refused = self { true } else { false } }
}
