/// A booking: two wall-clock times in one zone, with the instants they stood for when it was made.
///
/// Half-open, as ``InstantInterval``, and never empty, except ``unset``. When the zone's rules change, the wall clock
/// wins: see ``reresolved(with:)``.
public struct ZonedInterval: Hashable, Sendable {
  /// What the clock on the wall shows at the start.
  public let localStart: LocalDateTime
  /// What the clock on the wall shows at the end.
  public let localEnd: LocalDateTime
  /// Where that clock hangs.
  public let zone: ZoneID
  /// The first instant.
  public let start: Instant
  /// The first instant after it.
  public let end: Instant

  /// The placeholder of an entity that has not been filled in: `public var slot = ZonedInterval.unset`.
  ///
  /// The empty interval at 1970-01-01T00:00:00Z in UTC. No booking equals it, because a booking is not empty; required
  /// fields refuse it as they refuse a missing value.
  public static let unset = ZonedInterval(
    localStart: LocalDateTime(unchecked: 0), localEnd: LocalDateTime(unchecked: 0), zone: .utc, start: .epoch,
    end: .epoch)

  private init(localStart: LocalDateTime, localEnd: LocalDateTime, zone: ZoneID, start: Instant, end: Instant) {
    self.localStart = localStart
    self.localEnd = localEnd
    self.zone = zone
    self.start = start
    self.end = end
  }

  /// The time between two zoned times, in the zone of the first.
  private init(_ start: ZonedDateTime, _ end: ZonedDateTime) throws(ValueError) {
    guard start.instant < end.instant else { throw Self.notAfterStart }
    self.init(
      localStart: start.local, localEnd: end.local, zone: start.zone, start: start.instant, end: end.instant)
  }

  /// The booking from one wall-clock time to another.
  ///
  /// - Parameter policy: Which instant is meant if the clocks show the start or the end twice.
  /// - Throws: ``ValueError`` with code `ends_before_start` if no time passes between the two, `unknown_zone`, or
  ///   `time_out_of_range` at the very ends of the calendar.
  public init(
    from start: LocalDateTime, to end: LocalDateTime, in zone: ZoneID, using zones: ZoneDatabase,
    _ policy: OverlapPolicy = .earlier
  ) throws(ValueError) {
    try self.init(
      ZonedDateTime(start, in: zone, using: zones, policy), ZonedDateTime(end, in: zone, using: zones, policy))
  }

  /// The booking that starts at a wall-clock time and lasts `length` of elapsed time.
  ///
  /// - Throws: ``ValueError`` with code `ends_before_start` if `length` is not above zero, `unknown_zone`, or
  ///   `time_out_of_range`.
  public init(
    from start: LocalDateTime, lasting length: TimeSpan, in zone: ZoneID, using zones: ZoneDatabase,
    _ policy: OverlapPolicy = .earlier
  ) throws(ValueError) {
    let first = try ZonedDateTime(start, in: zone, using: zones, policy)
    try self.init(first, ZonedDateTime(first.instant.adding(length), in: zone, using: zones))
  }

  /// The booking of an interval, as the clocks of a zone show it.
  ///
  /// - Throws: ``ValueError`` with code `ends_before_start` if the interval is empty, `unknown_zone`, or
  ///   `time_out_of_range` at the very ends of the calendar.
  public init(_ interval: InstantInterval, in zone: ZoneID, using zones: ZoneDatabase) throws(ValueError) {
    try self.init(
      ZonedDateTime(interval.start, in: zone, using: zones), ZonedDateTime(interval.end, in: zone, using: zones))
  }

  /// A value as it was stored, without asking the rules.
  ///
  /// Nil unless `start` is before `end` and each wall clock is less than 24 hours and whole seconds away from its
  /// instant; the parts of ``unset`` give ``unset``.
  public init?(
    storedLocalStart localStart: LocalDateTime, localEnd: LocalDateTime, zone: ZoneID, start: Instant, end: Instant
  ) {
    let stored = ZonedInterval(localStart: localStart, localEnd: localEnd, zone: zone, start: start, end: end)
    guard stored.isSound else { return nil }
    self = stored
  }

  /// Whether this is the placeholder.
  public var isUnset: Bool { self == .unset }

  /// The instants from start to end.
  public var interval: InstantInterval { InstantInterval(uncheckedFrom: start, to: end) }

  /// The time that passes from start to end; zero only for ``unset``.
  public var length: TimeSpan { start.span(to: end) }

  /// The same wall clocks in the same zone by other rules; ``unset`` stays as it is.
  ///
  /// - Throws: ``ValueError`` with code `ends_before_start` if no time is left between the two, `unknown_zone`, or
  ///   `time_out_of_range` at the very ends of the calendar.
  public func reresolved(with zones: ZoneDatabase) throws(ValueError) -> ZonedInterval {
    if isUnset { return self }
    guard let first = ZonedDateTime(storedLocal: localStart, zone: zone, instant: start),
      let last = ZonedDateTime(storedLocal: localEnd, zone: zone, instant: end)
    else { throw ValueError.dateOutOfRange }
    return try ZonedInterval(first.reresolved(with: zones), last.reresolved(with: zones))
  }

  private static let notAfterStart = ValueError(.endsBeforeStart, "a booking ends after its start")

  private var isSound: Bool {
    let hasOffsets =
      ZonedDateTime(storedLocal: localStart, zone: zone, instant: start) != nil
      && ZonedDateTime(storedLocal: localEnd, zone: zone, instant: end) != nil
    return hasOffsets && (start < end || isUnset)
  }
}

extension ZonedInterval: TextCodable {
  /// Reads both times with their offsets and then the zone,
  /// `2025-06-06T14:50:00+02:00/2025-06-06T15:50:00+02:00[Europe/Madrid]`; offsets are taken as written.
  ///
  /// - Throws: ``ValueError`` as ``ZonedDateTime/init(_:)`` does, or with code `ends_before_start`.
  public init(_ text: String) throws(ValueError) {
    var cursor = TimeTextCursor(
      text, expecting: "a booking such as 2025-06-06T14:50:00+02:00/2025-06-06T15:50:00+02:00[Europe/Madrid]")
    let (localStart, start) = try cursor.localTimeAndInstant()
    try cursor.expect("/")
    let (localEnd, end) = try cursor.localTimeAndInstant()
    let zone = try cursor.bracketedZone()
    try cursor.expectEnd()
    self.init(localStart: localStart, localEnd: localEnd, zone: zone, start: start, end: end)
    guard isSound else { throw Self.notAfterStart }
  }

  /// Both times with their offsets and then the zone.
  public var description: String {
    var writer = TimeTextWriter()
    writer.append(localStart)
    writer.appendOffset(Self.offset(localStart, start))
    writer.mark("/")
    writer.append(localEnd)
    writer.appendOffset(Self.offset(localEnd, end))
    writer.append("[\(zone)]")
    return writer.text
  }

  private static func offset(_ local: LocalDateTime, _ instant: Instant) -> Int {
    Int((local.microsecondsSinceEpoch - instant.microsecondsSinceEpoch) / Microseconds.perSecond)
  }
}
