extension TimeSpan: TextCodable {
  /// Reads a duration of ISO 8601 in days, hours, minutes and seconds, such as `PT1H30M`, `P2DT12H` or `-PT0.5S`.
  ///
  /// Years, months and weeks are refused, because their length is the calendar's affair or because nothing prints them.
  /// A day is 24 hours. Only seconds have a fraction, of at most six significant digits.
  ///
  /// - Throws: ``ValueError`` with code `unreadable_time`, `time_too_precise` or `time_out_of_range`.
  public init(_ text: String) throws(ValueError) {
    var cursor = TimeTextCursor(text, expecting: "a duration such as PT1H30M in days, hours, minutes and seconds")
    let isNegative = cursor.take("-")
    if !isNegative { _ = cursor.take("+") }
    try cursor.expect("P")
    var total = TimeSpan.zero
    var hasPart = false
    if let days = try cursor.number() {
      try cursor.expect("D")
      total = try total.adding(days, of: Microseconds.perDay)
      hasPart = true
    }
    if cursor.take("T") {
      total = try total.adding(cursor.clockSpan())
      hasPart = true
    }
    try cursor.expectEnd()
    guard hasPart else { throw cursor.unreadable }
    self = isNegative ? total.negated : total
  }

  /// The span as `PT1H30M`: hours, minutes and seconds that are not zero, never days, `PT0S` for none at all.
  ///
  /// Days are not printed because other readers of ISO 8601 take them as calendar days.
  public var description: String {
    guard microseconds != 0 else { return "PT0S" }
    let total = microseconds.magnitude
    let hours = total / 3_600_000_000
    let minutes = total / 60_000_000 % 60
    let seconds = total / 1_000_000 % 60
    let fraction = Int(total % 1_000_000)
    var writer = TimeTextWriter()
    writer.append(microseconds < 0 ? "-PT" : "PT")
    if hours != 0 { writer.append("\(hours)H") }
    if minutes != 0 { writer.append("\(minutes)M") }
    if seconds != 0 || fraction != 0 {
      writer.append("\(seconds)")
      writer.appendFraction(fraction)
      writer.append("S")
    }
    return writer.text
  }

  /// Adds `count` units of `length` microseconds.
  fileprivate func adding(_ count: Int64, of length: Int64) throws(ValueError) -> TimeSpan {
    let (product, isTooBig) = count.multipliedReportingOverflow(by: length)
    guard !isTooBig, let span = TimeSpan(microseconds: product) else { throw ValueError.spanOutOfRange }
    return try adding(span)
  }
}

extension TimeTextCursor {
  /// Takes `[nH][nM][n[.f]S]` with at least one part.
  fileprivate mutating func clockSpan() throws(ValueError) -> TimeSpan {
    var total = TimeSpan.zero
    var place = 0
    repeat {
      guard let count = try number() else { throw unreadable }
      if place < 1, take("H") {
        total = try total.adding(count, of: Microseconds.perHour)
        place = 1
      } else if place < 2, take("M") {
        total = try total.adding(count, of: Microseconds.perMinute)
        place = 2
      } else {
        let fraction = take(".") ? try fraction() : 0
        try expect("S")
        total = try total.adding(count, of: Microseconds.perSecond).adding(fraction, of: 1)
        place = 3
      }
    } while !isAtEnd && place < 3
    return total
  }
}
