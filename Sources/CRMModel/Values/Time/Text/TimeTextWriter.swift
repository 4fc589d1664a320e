/// Builds the canonical text of dates and times.
struct TimeTextWriter {
  private var bytes: [UInt8] = []

  init() { bytes.reserveCapacity(32) }

  /// What has been appended.
  var text: String { String(decoding: bytes, as: UTF8.self) }

  mutating func append(_ other: String) { bytes.append(contentsOf: other.utf8) }

  /// Appends one ASCII character.
  mutating func mark(_ byte: Unicode.Scalar) { bytes.append(UInt8(truncatingIfNeeded: byte.value)) }

  /// Appends a number that is not negative, with leading zeros up to `width` digits.
  mutating func append(_ number: Int, width: Int) {
    var divisor = 1
    for _ in 1..<max(width, 1) { divisor *= 10 }
    var rest = number
    while divisor > 0 {
      bytes.append(UInt8(truncatingIfNeeded: 48 + rest / divisor))
      rest %= divisor
      divisor /= 10
    }
  }

  mutating func append(_ date: CalendarDate) {
    let parts = date.parts
    append(parts.year, width: 4)
    mark("-")
    append(parts.month, width: 2)
    mark("-")
    append(parts.day, width: 2)
  }

  mutating func append(_ time: TimeOfDay, alwaysWithSeconds: Bool) {
    append(time.hour, width: 2)
    mark(":")
    append(time.minute, width: 2)
    guard alwaysWithSeconds || time.second != 0 || time.microsecond != 0 else { return }
    mark(":")
    append(time.second, width: 2)
    appendFraction(time.microsecond)
  }

  /// Appends a point and the microseconds without trailing zeros, or nothing when they are zero.
  mutating func appendFraction(_ microsecond: Int) {
    guard microsecond != 0 else { return }
    var digits = microsecond
    var width = 6
    while digits % 10 == 0 {
      digits /= 10
      width -= 1
    }
    mark(".")
    append(digits, width: width)
  }

  mutating func append(_ local: LocalDateTime) {
    append(local.date)
    mark("T")
    append(local.time, alwaysWithSeconds: true)
  }

  /// Appends `±HH:MM`, with seconds only where there are any.
  mutating func appendOffset(_ seconds: Int) {
    mark(seconds < 0 ? "-" : "+")
    let total = abs(seconds)
    append(total / 3_600, width: 2)
    mark(":")
    append(total / 60 % 60, width: 2)
    guard total % 60 != 0 else { return }
    mark(":")
    append(total % 60, width: 2)
  }
}
