/// A day and what the clock on the wall shows, without a zone: not yet an instant.
///
/// Eight bytes: microseconds since 1970-01-01T00:00 on a calendar whose days all have 24 hours.
public struct LocalDateTime: Hashable, Sendable, Comparable {
  /// Microseconds since 1970-01-01T00:00 on the wall, every day counted as 24 hours.
  public let microsecondsSinceEpoch: Int64

  init(unchecked microseconds: Int64) { microsecondsSinceEpoch = microseconds }

  /// The local time this many microseconds after 1970-01-01T00:00, nil outside the years 1...9999.
  public init?(microsecondsSinceEpoch microseconds: Int64) {
    guard Microseconds.inCalendar.contains(microseconds) else { return nil }
    self.init(unchecked: microseconds)
  }

  /// A time on a day.
  public init(_ date: CalendarDate, _ time: TimeOfDay) {
    self.init(unchecked: Int64(date.daysSinceEpoch) * Microseconds.perDay + time.microsecondsSinceMidnight)
  }

  /// The day.
  public var date: CalendarDate {
    CalendarDate(uncheckedDays: Int(microsecondsSinceEpoch.floorDivided(by: Microseconds.perDay).quotient))
  }

  /// The time on that day.
  public var time: TimeOfDay {
    TimeOfDay(unchecked: microsecondsSinceEpoch.floorDivided(by: Microseconds.perDay).remainder)
  }

  /// The wall clock moved on by `span`, as if the zone never changed its offset.
  ///
  /// For the time that really passes, resolve to an ``Instant`` and add there.
  ///
  /// - Throws: ``ValueError`` with code `time_out_of_range` outside the years 1...9999.
  public func adding(_ span: TimeSpan) throws(ValueError) -> LocalDateTime {
    let (sum, isTooBig) = microsecondsSinceEpoch.addingReportingOverflow(span.microseconds)
    guard !isTooBig, let local = LocalDateTime(microsecondsSinceEpoch: sum) else { throw ValueError.dateOutOfRange }
    return local
  }

  /// Whether `lhs` shows the earlier day or time.
  public static func < (lhs: LocalDateTime, rhs: LocalDateTime) -> Bool {
    lhs.microsecondsSinceEpoch < rhs.microsecondsSinceEpoch
  }

  /// The instant at which a clock `offset` seconds east of UTC shows this; the offset is less than a day.
  func instant(atOffset offset: Int) throws(ValueError) -> Instant {
    let microseconds = microsecondsSinceEpoch - Int64(offset) * Microseconds.perSecond
    guard let instant = Instant(microsecondsSinceEpoch: microseconds) else { throw ValueError.dateOutOfRange }
    return instant
  }
}

extension LocalDateTime: TextCodable {
  /// Reads `YYYY-MM-DDTHH:MM`, with seconds and a fraction if there are any, without a zone or an offset.
  ///
  /// - Throws: ``ValueError`` with code `unreadable_time`, `no_such_date`, `no_such_time` or `time_too_precise`.
  public init(_ text: String) throws(ValueError) {
    var cursor = TimeTextCursor(text, expecting: "a local date and time such as 2025-06-06T14:50:00")
    let local = try cursor.localDateTime(requiringSeconds: false)
    try cursor.expectEnd()
    self = local
  }

  /// The local time as `2025-06-06T14:50:00`, with a fraction only where there is one.
  public var description: String {
    var writer = TimeTextWriter()
    writer.append(self)
    return writer.text
  }
}
