/// A point on the time line, in microseconds since 1970-01-01T00:00:00Z without leap seconds, years 1...9999.
///
/// Eight bytes. What a clock on the wall shows at an instant depends on a zone: see ``ZoneDatabase``.
public struct Instant: Hashable, Sendable, Comparable {
  /// Microseconds since 1970-01-01T00:00:00Z, negative before it.
  public let microsecondsSinceEpoch: Int64

  /// 1970-01-01T00:00:00Z.
  public static let epoch = Instant(unchecked: 0)
  /// 0001-01-01T00:00:00Z, the first instant there is.
  public static let minimum = Instant(unchecked: Microseconds.inCalendar.lowerBound)
  /// 9999-12-31T23:59:59.999999Z, the last instant there is.
  public static let maximum = Instant(unchecked: Microseconds.inCalendar.upperBound)

  init(unchecked microseconds: Int64) { microsecondsSinceEpoch = microseconds }

  /// The instant this many microseconds after 1970-01-01T00:00:00Z, nil outside the years 1...9999.
  public init?(microsecondsSinceEpoch microseconds: Int64) {
    guard Microseconds.inCalendar.contains(microseconds) else { return nil }
    self.init(unchecked: microseconds)
  }

  /// The instant `span` later, or earlier if the span is negative.
  ///
  /// - Throws: ``ValueError`` with code `time_out_of_range` outside the years 1...9999.
  public func adding(_ span: TimeSpan) throws(ValueError) -> Instant {
    let (sum, isTooBig) = microsecondsSinceEpoch.addingReportingOverflow(span.microseconds)
    guard !isTooBig, let instant = Instant(microsecondsSinceEpoch: sum) else { throw ValueError.dateOutOfRange }
    return instant
  }

  /// The time that passes from this instant to `other`, negative if that is earlier.
  public func span(to other: Instant) -> TimeSpan {
    TimeSpan(unchecked: other.microsecondsSinceEpoch - microsecondsSinceEpoch)
  }

  /// Whether `lhs` is the earlier instant.
  public static func < (lhs: Instant, rhs: Instant) -> Bool {
    lhs.microsecondsSinceEpoch < rhs.microsecondsSinceEpoch
  }
}

extension Instant: TextCodable {
  /// Reads a date-time of RFC 3339 with any numeric offset, such as `2025-06-06T16:50:00.25+02:00`.
  ///
  /// Zeros beyond the sixth digit of the fraction are taken, other digits there are refused rather than cut off. A
  /// second 60 is refused: this time line has no leap seconds.
  ///
  /// - Throws: ``ValueError`` with code `unreadable_time`, `no_such_date`, `no_such_time`, `time_too_precise` or
  ///   `time_out_of_range`.
  public init(_ text: String) throws(ValueError) {
    var cursor = TimeTextCursor(text, expecting: "an instant such as 2025-06-06T14:50:00Z")
    let local = try cursor.localDateTime(requiringSeconds: true)
    var offset = 0
    if !cursor.take("Z"), !cursor.take("z") { offset = try cursor.offset(allowingSeconds: false) }
    try cursor.expectEnd()
    self = try local.instant(atOffset: offset)
  }

  /// The instant in UTC as `2025-06-06T14:50:00Z`, with a fraction only where there is one, without trailing zeros.
  public var description: String {
    var writer = TimeTextWriter()
    writer.append(LocalDateTime(unchecked: microsecondsSinceEpoch))
    writer.mark("Z")
    return writer.text
  }
}
