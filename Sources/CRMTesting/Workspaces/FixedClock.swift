public import CRMModel
public import CRMSecurity
internal import Synchronization

/// A clock that stands still until it is told to go on.
public final class FixedClock: WorkspaceClock {
  /// 2025-06-02T09:00:00Z, a Monday, where a clock stands unless told otherwise.
  public static let standardStart = Instant(microsecondsSinceEpoch: 1_748_854_800_000_000) ?? .epoch

  private let moment: Mutex<Instant>

  /// A clock that shows a moment.
  public init(_ start: Instant = FixedClock.standardStart) { moment = Mutex(start) }

  /// The moment it shows.
  public var now: Instant { moment.withLock { $0 } }

  /// Moves it on, or back by a negative span, and returns what it shows then.
  ///
  /// - Throws: `time_out_of_range` outside the years 1...9999; it has not moved then.
  @discardableResult public func advance(by span: TimeSpan) throws(ValueError) -> Instant {
    try moment.withLock { (now) throws(ValueError) in
      now = try now.adding(span)
      return now
    }
  }

  /// Makes it show a moment.
  public func set(to moment: Instant) { self.moment.withLock { $0 = moment } }

  /// Another clock that shows the same moment.
  public func copy() -> FixedClock { FixedClock(now) }
}
