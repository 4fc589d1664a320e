/// Days from `start` up to, not including, `end`.
///
/// Half-open, so that adjacent ranges neither overlap nor leave a day out. It may be empty (`start == end`). Because
/// `end` is a day too, 9999-12-31 is never inside a range.
public struct DateRange: Hashable, Sendable {
  /// The first day.
  public let start: CalendarDate
  /// The day after the last.
  public let end: CalendarDate

  /// The days from `start` up to, not including, `end`.
  ///
  /// - Throws: ``ValueError`` with code `ends_before_start` if `end` is earlier than `start`.
  public init(from start: CalendarDate, to end: CalendarDate) throws(ValueError) {
    guard start <= end else { throw ValueError(.endsBeforeStart, "a range ends on its start or later") }
    self.init(uncheckedFrom: start, to: end)
  }

  private init(uncheckedFrom start: CalendarDate, to end: CalendarDate) {
    self.start = start
    self.end = end
  }

  /// The days from `start` to `lastDay`, both included.
  ///
  /// - Throws: ``ValueError`` with code `ends_before_start`, or `time_out_of_range` if `lastDay` is 9999-12-31.
  public init(from start: CalendarDate, through lastDay: CalendarDate) throws(ValueError) {
    guard start <= lastDay else { throw ValueError(.endsBeforeStart, "the last day is the first or later") }
    try self.init(from: start, to: lastDay.adding(days: 1))
  }

  /// The last day inside, nil if the range is empty.
  public var lastDay: CalendarDate? {
    isEmpty ? nil : CalendarDate(daysSinceEpoch: Int(end.daysSinceEpoch) - 1)
  }

  /// The number of days inside.
  public var dayCount: Int { start.days(to: end) }

  /// Whether no day is inside.
  public var isEmpty: Bool { start == end }

  /// Whether `day` is `start` or later, and before `end`.
  public func contains(_ day: CalendarDate) -> Bool { start <= day && day < end }

  /// Whether some day is inside both; ranges that touch do not overlap, an empty one overlaps nothing.
  public func overlaps(_ other: DateRange) -> Bool { max(start, other.start) < min(end, other.end) }

  /// The days inside both, nil if there is none.
  public func intersection(_ other: DateRange) -> DateRange? {
    overlaps(other) ? DateRange(uncheckedFrom: max(start, other.start), to: min(end, other.end)) : nil
  }
}

extension DateRange: TextCodable {
  /// Reads `YYYY-MM-DD/YYYY-MM-DD`, the time interval of ISO 8601 by start and end; the second day is not inside.
  ///
  /// - Throws: ``ValueError`` with code `unreadable_time`, `no_such_date` or `ends_before_start`.
  public init(_ text: String) throws(ValueError) {
    var cursor = TimeTextCursor(text, expecting: "a range of dates such as 2025-01-01/2025-04-01")
    let start = try cursor.date()
    try cursor.expect("/")
    let end = try cursor.date()
    try cursor.expectEnd()
    try self.init(from: start, to: end)
  }

  /// The range as `YYYY-MM-DD/YYYY-MM-DD`; the second day is not inside.
  public var description: String { "\(start)/\(end)" }
}
