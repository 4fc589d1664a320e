/// How many microseconds there are in a unit, and which ones the calendar reaches.
enum Microseconds {
  static let perSecond: Int64 = 1_000_000
  static let perMinute: Int64 = 60_000_000
  static let perHour: Int64 = 3_600_000_000
  static let perDay: Int64 = 86_400_000_000

  /// From the first microsecond of the year 1 to the last of 9999, counted from 1970-01-01T00:00.
  static let inCalendar: ClosedRange<Int64> = (-719_162 * perDay)...(2_932_897 * perDay - 1)
}
