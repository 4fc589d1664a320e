#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif
public import CRMModel

/// Tells the moment. The library asks nobody else.
public protocol WorkspaceClock: Sendable {
  /// The current moment.
  var now: Instant { get }
}

/// The computer's clock.
public struct SystemClock: WorkspaceClock {
  /// A clock.
  public init() {}

  /// The computer's idea of now, to the microsecond.
  public var now: Instant {
    let seconds = Date().timeIntervalSince1970
    return Int64(exactly: (seconds * 1_000_000).rounded()).flatMap(Instant.init(microsecondsSinceEpoch:)) ?? .epoch
  }
}
