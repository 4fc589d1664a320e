/// What the host knows about time zones, given to a workspace as a value.
///
/// Conversions are O(1) questions to the rules. Copies share the rules and their cache; using them from many tasks at
/// once is safe.
///
///     let zones = ZoneDatabase.system
///     let madrid = try ZoneID("Europe/Madrid")
///     try zones.localTime(of: Instant("2025-06-06T12:50:00Z"), in: madrid)    // 2025-06-06T14:50:00
public struct ZoneDatabase: Sendable {
  private let rules: any ZoneRules

  /// A database on rules of the host's own.
  public init(_ rules: any ZoneRules) { self.rules = rules }

  /// The IANA zones that come with Foundation, and fixed offsets.
  ///
  /// Each access makes a database with an empty cache: take it once at the entry point and pass it on.
  public static var system: ZoneDatabase { ZoneDatabase(SystemZoneRules()) }

  /// `UTC` and fixed offsets such as `+02:00` only; for tests, and for hosts without zone data.
  public static let fixed = ZoneDatabase(FixedZoneRules())

  /// How many seconds the clocks of `zone` are ahead of UTC at `instant`.
  ///
  /// - Throws: ``ValueError`` with code `unknown_zone`, or `time_out_of_range` if the rules answer 24 hours or more.
  public func offset(at instant: Instant, in zone: ZoneID) throws(ValueError) -> Int {
    let offset = try rules.offset(at: instant, in: zone)
    guard offset > -86_400, offset < 86_400 else {
      throw ValueError(.timeOutOfRange, "zone rules answered an offset of 24 hours or more", input: zone.name)
    }
    return offset
  }

  /// The first instant after `instant` at which the offset of `zone` changes, nil if it never does again.
  ///
  /// - Throws: ``ValueError`` with code `unknown_zone`.
  public func nextTransition(after instant: Instant, in zone: ZoneID) throws(ValueError) -> Instant? {
    try rules.nextTransition(after: instant, in: zone)
  }

  /// What the clocks of `zone` show at `instant`.
  ///
  /// - Throws: ``ValueError`` with code `unknown_zone`, or `time_out_of_range` at the very ends of the calendar.
  public func localTime(of instant: Instant, in zone: ZoneID) throws(ValueError) -> LocalDateTime {
    let offset = try offset(at: instant, in: zone)
    let microseconds = instant.microsecondsSinceEpoch + Int64(offset) * Microseconds.perSecond
    guard let local = LocalDateTime(microsecondsSinceEpoch: microseconds) else { throw ValueError.dateOutOfRange }
    return local
  }

  /// The day that `instant` falls on in `zone`.
  ///
  /// - Throws: ``ValueError`` with code `unknown_zone`, or `time_out_of_range` at the very ends of the calendar.
  public func day(of instant: Instant, in zone: ZoneID) throws(ValueError) -> CalendarDate {
    try localTime(of: instant, in: zone).date
  }
}
