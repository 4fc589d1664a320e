/// Reads dates and times from the bytes of a text, strictly: ASCII digits only, nothing skipped.
struct TimeTextCursor {
  private let text: String
  private let bytes: String.UTF8View
  private var index: String.UTF8View.Index
  private let expectation: String

  /// - Parameter expectation: The form a caller should have written, for the error; holds no data.
  init(_ text: String, expecting expectation: String) {
    self.text = text
    self.bytes = text.utf8
    self.index = text.utf8.startIndex
    self.expectation = expectation
  }

  /// The error for text that does not have the expected form.
  var unreadable: ValueError { ValueError(.unreadableTime, "expected \(expectation)", input: text) }

  var isAtEnd: Bool { index == bytes.endIndex }

  /// The next byte, without taking it.
  var next: UInt8? { index == bytes.endIndex ? nil : bytes[index] }

  /// Takes the next byte if it is `byte`.
  mutating func take(_ byte: Unicode.Scalar) -> Bool {
    guard let next, UInt32(next) == byte.value else { return false }
    index = bytes.index(after: index)
    return true
  }

  mutating func expect(_ byte: Unicode.Scalar) throws(ValueError) {
    guard take(byte) else { throw unreadable }
  }

  func expectEnd() throws(ValueError) {
    guard isAtEnd else { throw unreadable }
  }

  /// Takes one digit.
  mutating func digit() -> Int? {
    guard let next, next >= 48, next <= 57 else { return nil }
    index = bytes.index(after: index)
    return Int(next) - 48
  }

  /// Takes exactly `count` digits; `count` is at most 18.
  mutating func digits(_ count: Int) throws(ValueError) -> Int {
    var value = 0
    for _ in 0..<count {
      guard let digit = digit() else { throw unreadable }
      value = value * 10 + digit
    }
    return value
  }

  /// Takes one digit or more, nil when there is none.
  mutating func number() throws(ValueError) -> Int64? {
    guard let first = digit() else { return nil }
    var value = Int64(first)
    while let digit = digit() {
      let (product, isTooBig) = value.multipliedReportingOverflow(by: 10)
      let (sum, isTooBigBy) = product.addingReportingOverflow(Int64(digit))
      guard !isTooBig, !isTooBigBy else { throw ValueError.spanOutOfRange }
      value = sum
    }
    return value
  }

  /// Takes the digits after the point of a second: at least one, no more than six significant.
  ///
  /// - Returns: Microseconds.
  mutating func fraction() throws(ValueError) -> Int64 {
    guard let first = digit() else { throw unreadable }
    var value = Int64(first)
    var count = 1
    while let digit = digit() {
      if count < 6 {
        value = value * 10 + Int64(digit)
        count += 1
      } else if digit != 0 {
        throw ValueError(.timeTooPrecise, "at most six digits after the point of a second", input: text)
      }
    }
    while count < 6 {
      value *= 10
      count += 1
    }
    return value
  }

  /// Takes `YYYY-MM-DD`.
  mutating func date() throws(ValueError) -> CalendarDate {
    let year = try digits(4)
    try expect("-")
    let month = try digits(2)
    try expect("-")
    let day = try digits(2)
    return try CalendarDate(year: year, month: month, day: day)
  }

  /// Takes `HH:MM[:SS[.f]]`.
  mutating func timeOfDay(requiringSeconds: Bool) throws(ValueError) -> TimeOfDay {
    let hour = try digits(2)
    try expect(":")
    let minute = try digits(2)
    var second = 0
    var microsecond: Int64 = 0
    if requiringSeconds || next == 58 {
      try expect(":")
      second = try digits(2)
      if take(".") { microsecond = try fraction() }
    }
    return try TimeOfDay(hour: hour, minute: minute, second: second, microsecond: Int(microsecond))
  }

  /// Takes `YYYY-MM-DDTHH:MM[:SS[.f]]`; RFC 3339 allows a small `t` as well.
  mutating func localDateTime(requiringSeconds: Bool) throws(ValueError) -> LocalDateTime {
    let date = try date()
    guard take("T") || take("t") else { throw unreadable }
    return LocalDateTime(date, try timeOfDay(requiringSeconds: requiringSeconds))
  }

  /// Takes `±HH:MM`, and `±HH:MM:SS` where old local mean times need it.
  ///
  /// - Returns: Seconds east of UTC.
  mutating func offset(allowingSeconds: Bool) throws(ValueError) -> Int {
    let isNegative = take("-")
    if !isNegative { try expect("+") }
    let hours = try digits(2)
    try expect(":")
    let minutes = try digits(2)
    var seconds = 0
    if allowingSeconds, take(":") { seconds = try digits(2) }
    guard hours < 24, minutes < 60, seconds < 60 else { throw unreadable }
    let total = hours * 3_600 + minutes * 60 + seconds
    return isNegative ? -total : total
  }

  /// Takes everything up to `byte` and `byte` itself.
  mutating func text(until byte: Unicode.Scalar) throws(ValueError) -> String {
    let start = index
    while let next, UInt32(next) != byte.value { index = bytes.index(after: index) }
    let taken = String(text[start..<index])
    try expect(byte)
    return taken
  }
}
