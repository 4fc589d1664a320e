/// What a clock on the wall shows, from 00:00 up to, not including, 24:00, to the microsecond.
public struct TimeOfDay: Hashable, Sendable, Comparable {
  /// Microseconds since 00:00 on a day of 24 hours.
  public let microsecondsSinceMidnight: Int64

  /// 00:00.
  public static let midnight = TimeOfDay(unchecked: 0)

  init(unchecked microseconds: Int64) { microsecondsSinceMidnight = microseconds }

  /// The time this many microseconds after 00:00, nil outside 0 ..< 24 hours.
  public init?(microsecondsSinceMidnight microseconds: Int64) {
    guard microseconds >= 0, microseconds < Microseconds.perDay else { return nil }
    self.init(unchecked: microseconds)
  }

  /// The time with this hour 0...23, minute 0...59, second 0...59 and microsecond 0...999_999.
  ///
  /// - Throws: ``ValueError`` with code `no_such_time`, for 24:00 or a leap second as well.
  public init(hour: Int, minute: Int, second: Int = 0, microsecond: Int = 0) throws(ValueError) {
    guard hour >= 0, hour < 24, minute >= 0, minute < 60, second >= 0, second < 60, microsecond >= 0,
      microsecond < 1_000_000
    else { throw ValueError(.noSuchTime, "a time from 00:00 to 23:59:59.999999", input: "\(hour):\(minute):\(second)") }
    let seconds = Int64(hour * 3_600 + minute * 60 + second)
    self.init(unchecked: seconds * Microseconds.perSecond + Int64(microsecond))
  }

  /// The hour, 0...23.
  public var hour: Int { Int(microsecondsSinceMidnight / Microseconds.perHour) }

  /// The minute, 0...59.
  public var minute: Int { Int(microsecondsSinceMidnight / Microseconds.perMinute % 60) }

  /// The second, 0...59.
  public var second: Int { Int(microsecondsSinceMidnight / Microseconds.perSecond % 60) }

  /// The microsecond, 0...999_999.
  public var microsecond: Int { Int(microsecondsSinceMidnight % Microseconds.perSecond) }

  /// Whether `lhs` is earlier in the day.
  public static func < (lhs: TimeOfDay, rhs: TimeOfDay) -> Bool {
    lhs.microsecondsSinceMidnight < rhs.microsecondsSinceMidnight
  }
}

extension TimeOfDay: TextCodable {
  /// Reads `HH:MM`, `HH:MM:SS` or `HH:MM:SS.ffffff`.
  ///
  /// - Throws: ``ValueError`` with code `unreadable_time`, `no_such_time` or `time_too_precise`.
  public init(_ text: String) throws(ValueError) {
    var cursor = TimeTextCursor(text, expecting: "a time such as 14:50 or 14:50:00.25")
    let time = try cursor.timeOfDay(requiringSeconds: false)
    try cursor.expectEnd()
    self = time
  }

  /// The time as `HH:MM`, with seconds and a fraction only where they are not zero.
  public var description: String {
    var writer = TimeTextWriter()
    writer.append(self, alwaysWithSeconds: false)
    return writer.text
  }
}
