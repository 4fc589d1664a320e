/// A wall-clock time in a zone, with the instant it stood for when it was made.
///
/// What people agree on is the wall clock and the zone; the instant follows from the zone's rules. All three are kept,
/// so that comparing needs no rules, and so that the agreement survives when a country changes them:
/// ``reresolved(with:)`` then keeps the wall clock and moves the instant.
public struct ZonedDateTime: Hashable, Sendable {
  /// What the clock on the wall shows.
  public let local: LocalDateTime
  /// Where that clock hangs.
  public let zone: ZoneID
  /// The instant, by the rules known when this was made.
  public let instant: Instant

  /// A wall-clock time in a zone.
  ///
  /// A time the clocks skip moves forward by the length of the gap, and `local` keeps the moved time.
  ///
  /// - Throws: ``ValueError`` with code `unknown_zone`, or `time_out_of_range` at the very ends of the calendar.
  public init(
    _ local: LocalDateTime, in zone: ZoneID, using zones: ZoneDatabase, _ policy: OverlapPolicy = .earlier
  ) throws(ValueError) {
    try self.init(zones.resolve(local, in: zone, policy), in: zone, using: zones)
  }

  /// An instant as the clocks of a zone show it.
  ///
  /// - Throws: ``ValueError`` with code `unknown_zone`, or `time_out_of_range` at the very ends of the calendar.
  public init(_ instant: Instant, in zone: ZoneID, using zones: ZoneDatabase) throws(ValueError) {
    self.local = try zones.localTime(of: instant, in: zone)
    self.zone = zone
    self.instant = instant
  }

  /// A value as it was stored, without asking the rules.
  ///
  /// Nil unless `local` is less than 24 hours and a whole number of seconds away from `instant`.
  public init?(storedLocal local: LocalDateTime, zone: ZoneID, instant: Instant) {
    let difference = local.microsecondsSinceEpoch - instant.microsecondsSinceEpoch
    guard difference.magnitude < Microseconds.perDay.magnitude, difference % Microseconds.perSecond == 0 else {
      return nil
    }
    self.local = local
    self.zone = zone
    self.instant = instant
  }

  /// How many seconds the wall clock is ahead of UTC.
  public var offset: Int {
    Int((local.microsecondsSinceEpoch - instant.microsecondsSinceEpoch) / Microseconds.perSecond)
  }

  /// The same wall clock in the same zone by other rules.
  ///
  /// Where those show the time twice, the instant stays if it is one of the two, else it is the earlier one.
  ///
  /// - Throws: ``ValueError`` with code `unknown_zone`, or `time_out_of_range` at the very ends of the calendar.
  public func reresolved(with zones: ZoneDatabase) throws(ValueError) -> ZonedDateTime {
    let resolution = try zones.resolution(of: local, in: zone)
    if case .repeated(_, instant) = resolution { return self }
    return try ZonedDateTime(local, in: zone, using: zones)
  }
}

extension ZonedDateTime: TextCodable {
  /// Reads the form of RFC 9557, `2025-06-06T14:50:00+02:00[Europe/Madrid]`.
  ///
  /// The offset is taken as written, without asking the rules; it may have seconds, for times before standard time.
  ///
  /// - Throws: ``ValueError`` with code `unreadable_time`, `no_such_date`, `no_such_time`, `time_too_precise` or
  ///   `time_out_of_range`.
  public init(_ text: String) throws(ValueError) {
    var cursor = TimeTextCursor(text, expecting: "a zoned time such as 2025-06-06T14:50:00+02:00[Europe/Madrid]")
    let (local, instant) = try cursor.localTimeAndInstant()
    let zone = try cursor.bracketedZone()
    try cursor.expectEnd()
    self.local = local
    self.zone = zone
    self.instant = instant
  }

  /// The wall clock, its offset and its zone, as `2025-06-06T14:50:00+02:00[Europe/Madrid]`.
  public var description: String {
    var writer = TimeTextWriter()
    writer.append(local)
    writer.appendOffset(offset)
    writer.append("[\(zone)]")
    return writer.text
  }
}

extension TimeTextCursor {
  /// Takes a wall-clock time and its offset.
  mutating func localTimeAndInstant() throws(ValueError) -> (LocalDateTime, Instant) {
    let local = try localDateTime(requiringSeconds: true)
    let instant = try local.instant(atOffset: offset(allowingSeconds: true))
    return (local, instant)
  }

  /// Takes `[zone]`.
  mutating func bracketedZone() throws(ValueError) -> ZoneID {
    try expect("[")
    return try ZoneID(text(until: "]"))
  }
}
