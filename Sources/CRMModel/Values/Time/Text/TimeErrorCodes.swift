extension ErrorCode {
  /// Year, month and day do not name a day of the years 1...9999.
  public static let noSuchDate = ErrorCode("no_such_date")
  /// Hour, minute and second do not name a time of a day.
  public static let noSuchTime = ErrorCode("no_such_time")
  /// The text does not have the form that this date, time, span, zone or period is written in.
  public static let unreadableTime = ErrorCode("unreadable_time")
  /// A time carries more than six significant digits of a second.
  public static let timeTooPrecise = ErrorCode("time_too_precise")
  /// A result lies outside the years 1...9999, or a span outside what 64 bits of microseconds hold.
  public static let timeOutOfRange = ErrorCode("time_out_of_range")
  /// The zone database has no rules for this zone.
  public static let unknownZone = ErrorCode("unknown_zone")
  /// An interval or a date range would end before it starts.
  public static let endsBeforeStart = ErrorCode("ends_before_start")
}

extension ValueError {
  static let dateOutOfRange = ValueError(.timeOutOfRange, "the result lies outside the years 1...9999")
  static let spanOutOfRange = ValueError(.timeOutOfRange, "the span does not fit 64 bits of microseconds")
}
