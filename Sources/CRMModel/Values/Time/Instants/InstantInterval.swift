/// The time from `start` up to, not including, `end`.
///
/// Half-open, so that adjacent intervals neither overlap nor leave an instant out. It may be empty (`start == end`): a
/// day that a zone skipped has no instant. An empty interval contains nothing and overlaps nothing.
public struct InstantInterval: Hashable, Sendable {
  /// The first instant.
  public let start: Instant
  /// The first instant after it.
  public let end: Instant

  /// The time from `start` up to, not including, `end`.
  ///
  /// - Throws: ``ValueError`` with code `ends_before_start` if `end` is earlier than `start`.
  public init(from start: Instant, to end: Instant) throws(ValueError) {
    guard start <= end else { throw ValueError(.endsBeforeStart, "an interval ends at its start or later") }
    self.init(uncheckedFrom: start, to: end)
  }

  init(uncheckedFrom start: Instant, to end: Instant) {
    self.start = start
    self.end = end
  }

  /// How long it lasts, never negative.
  public var length: TimeSpan { start.span(to: end) }

  /// Whether no instant is inside.
  public var isEmpty: Bool { start == end }

  /// Whether `instant` is `start` or later, and before `end`.
  public func contains(_ instant: Instant) -> Bool { start <= instant && instant < end }

  /// Whether some instant is inside both; intervals that touch do not overlap.
  public func overlaps(_ other: InstantInterval) -> Bool { max(start, other.start) < min(end, other.end) }

  /// The time inside both, nil if there is none.
  public func intersection(_ other: InstantInterval) -> InstantInterval? {
    overlaps(other) ? InstantInterval(uncheckedFrom: max(start, other.start), to: min(end, other.end)) : nil
  }
}

extension InstantInterval: TextCodable {
  /// Reads two instants of RFC 3339 joined by a slash, the time interval of ISO 8601 by start and end.
  ///
  /// - Throws: ``ValueError`` as ``Instant/init(_:)`` does, or with code `ends_before_start`.
  public init(_ text: String) throws(ValueError) {
    guard let slash = text.utf8.firstIndex(of: 47) else {
      throw ValueError(.unreadableTime, "expected two instants joined by a slash", input: text)
    }
    let start = try Instant(String(text[..<slash]))
    let end = try Instant(String(text[text.utf8.index(after: slash)...]))
    try self.init(from: start, to: end)
  }

  /// Start and end in UTC, joined by a slash.
  public var description: String { "\(start)/\(end)" }
}
