/// A day of the proleptic Gregorian calendar, years 1...9999, without a time and without a zone.
///
/// A due date or a close date is the same day for everybody who looks at it; it is never converted between zones.
/// Four bytes, compared and counted as a number of days.
///
///     let due = try CalendarDate("2025-06-06")
///     try due.adding(months: 1)            // 2025-07-06
public struct CalendarDate: Hashable, Sendable, Comparable {
  /// Days since 1970-01-01, negative before it.
  public let daysSinceEpoch: Int32

  /// 0001-01-01, the first day there is.
  public static let minimum = CalendarDate(uncheckedDays: -719_162)
  /// 9999-12-31, the last day there is.
  public static let maximum = CalendarDate(uncheckedDays: 2_932_896)

  init(uncheckedDays days: Int) { daysSinceEpoch = Int32(truncatingIfNeeded: days) }

  /// The day that lies `days` after 1970-01-01, nil outside the years 1...9999.
  ///
  /// - Complexity: O(1).
  public init?(daysSinceEpoch days: Int) {
    guard days >= Int(Self.minimum.daysSinceEpoch), days <= Int(Self.maximum.daysSinceEpoch) else { return nil }
    self.init(uncheckedDays: days)
  }

  /// The day with this year, month and day of the month.
  ///
  /// - Throws: ``ValueError`` with code `no_such_date`, for 2025-02-29 or the year 0.
  /// - Complexity: O(1).
  public init(year: Int, month: Int, day: Int) throws(ValueError) {
    guard year >= 1, year <= 9_999, month >= 1, month <= 12, day >= 1,
      day <= CivilArithmetic.length(ofMonth: month, year: year)
    else { throw ValueError(.noSuchDate, "a day of the years 1...9999", input: "\(year)-\(month)-\(day)") }
    self.init(uncheckedDays: CivilArithmetic.days(year: year, month: month, day: day))
  }

  /// Year, month 1...12 and day of the month 1...31 at once, for the price of one.
  public var parts: (year: Int, month: Int, day: Int) { CivilArithmetic.date(days: Int(daysSinceEpoch)) }

  /// The year, 1...9999.
  public var year: Int { parts.year }

  /// The month, 1...12.
  public var month: Int { parts.month }

  /// The day of the month, 1...31.
  public var day: Int { parts.day }

  /// The day of the year, 1...366.
  public var dayOfYear: Int { Int(daysSinceEpoch) - CivilArithmetic.days(year: year, month: 1, day: 1) + 1 }

  /// The quarter of the calendar year, 1...4; a fiscal quarter is told by ``FiscalCalendar``.
  public var quarter: Int { (month - 1) / 3 + 1 }

  /// The day of the week.
  public var weekday: Weekday {
    let index = (Int(daysSinceEpoch) + 3).floorDivided(by: 7).remainder
    return Weekday(rawValue: index + 1) ?? .monday
  }

  /// The number of days in this day's month, 28...31.
  public var lengthOfMonth: Int {
    let parts = parts
    return CivilArithmetic.length(ofMonth: parts.month, year: parts.year)
  }

  /// Whether this day's year has 366 days.
  public var isInLeapYear: Bool { CivilArithmetic.isLeap(year: year) }

  /// Whether `lhs` is the earlier day.
  public static func < (lhs: CalendarDate, rhs: CalendarDate) -> Bool { lhs.daysSinceEpoch < rhs.daysSinceEpoch }
}

extension CalendarDate: TextCodable {
  /// Reads `YYYY-MM-DD`, exactly ten characters.
  ///
  /// - Throws: ``ValueError`` with code `unreadable_time`, or `no_such_date` for a day that does not exist.
  public init(_ text: String) throws(ValueError) {
    var cursor = TimeTextCursor(text, expecting: "a date such as 2025-06-06")
    let date = try cursor.date()
    try cursor.expectEnd()
    self = date
  }

  /// The day as `YYYY-MM-DD`.
  public var description: String {
    var writer = TimeTextWriter()
    writer.append(self)
    return writer.text
  }
}
