/// A length of elapsed time in microseconds, signed.
///
/// A day is exactly 24 hours here; calendar days, months and years, whose length varies, are added to a
/// ``CalendarDate``. The smallest 64-bit number is left out, so that negating never overflows.
public struct TimeSpan: Hashable, Sendable, Comparable {
  /// The length in microseconds.
  public let microseconds: Int64

  /// No time at all.
  public static let zero = TimeSpan(unchecked: 0)
  /// The longest span, about 292,271 years.
  public static let maximum = TimeSpan(unchecked: .max)

  init(unchecked microseconds: Int64) { self.microseconds = microseconds }

  /// A span of this many microseconds, nil for the smallest 64-bit number.
  public init?(microseconds: Int64) {
    guard microseconds != .min else { return nil }
    self.init(unchecked: microseconds)
  }

  /// The sum of its parts, each of which may be negative; a day is 24 hours.
  ///
  /// - Throws: ``ValueError`` with code `time_out_of_range` if a part or the sum does not fit.
  public init(days: Int = 0, hours: Int = 0, minutes: Int = 0, seconds: Int = 0, microseconds: Int = 0)
    throws(ValueError)
  {
    let day = try TimeSpan(unchecked: Microseconds.perDay).multiplied(by: days)
    let hour = try TimeSpan(unchecked: Microseconds.perHour).multiplied(by: hours)
    let minute = try TimeSpan(unchecked: Microseconds.perMinute).multiplied(by: minutes)
    let second = try TimeSpan(unchecked: Microseconds.perSecond).multiplied(by: seconds)
    let rest = try TimeSpan(unchecked: 1).multiplied(by: microseconds)
    self = try day.adding(hour).adding(minute).adding(second).adding(rest)
  }

  /// Days of 24 hours; 16 bits, so that no argument can overflow (``init(days:hours:minutes:seconds:microseconds:)``
  /// takes more).
  public static func days(_ count: Int16) -> TimeSpan { TimeSpan(unchecked: Int64(count) * Microseconds.perDay) }

  /// Hours; 32 bits, so that no argument can overflow.
  public static func hours(_ count: Int32) -> TimeSpan { TimeSpan(unchecked: Int64(count) * Microseconds.perHour) }

  /// Minutes; 32 bits, so that no argument can overflow.
  public static func minutes(_ count: Int32) -> TimeSpan { TimeSpan(unchecked: Int64(count) * Microseconds.perMinute) }

  /// Seconds; 32 bits, so that no argument can overflow.
  public static func seconds(_ count: Int32) -> TimeSpan { TimeSpan(unchecked: Int64(count) * Microseconds.perSecond) }

  /// The length in whole seconds, the rest cut off towards zero.
  public var wholeSeconds: Int64 { microseconds / Microseconds.perSecond }

  /// The same length in the other direction.
  public var negated: TimeSpan { TimeSpan(unchecked: -microseconds) }

  /// The length without its sign.
  public var magnitude: TimeSpan { microseconds < 0 ? negated : self }

  /// The sum.
  ///
  /// - Throws: ``ValueError`` with code `time_out_of_range`.
  public func adding(_ other: TimeSpan) throws(ValueError) -> TimeSpan {
    let (sum, isTooBig) = microseconds.addingReportingOverflow(other.microseconds)
    guard !isTooBig, let span = TimeSpan(microseconds: sum) else { throw ValueError.spanOutOfRange }
    return span
  }

  /// The difference.
  ///
  /// - Throws: ``ValueError`` with code `time_out_of_range`.
  public func subtracting(_ other: TimeSpan) throws(ValueError) -> TimeSpan { try adding(other.negated) }

  /// The span `factor` times over.
  ///
  /// - Throws: ``ValueError`` with code `time_out_of_range`.
  public func multiplied(by factor: Int) throws(ValueError) -> TimeSpan {
    let (product, isTooBig) = microseconds.multipliedReportingOverflow(by: Int64(factor))
    guard !isTooBig, let span = TimeSpan(microseconds: product) else { throw ValueError.spanOutOfRange }
    return span
  }

  /// Whether `lhs` is the shorter one, a negative span being shorter than none.
  public static func < (lhs: TimeSpan, rhs: TimeSpan) -> Bool { lhs.microseconds < rhs.microseconds }
}
