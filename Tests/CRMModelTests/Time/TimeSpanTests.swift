import CRMModel
import CRMTesting
import Testing

@Suite struct `A time span` {
  /// Forms from the documentation of java.time.Duration.parse and toString, and ours.
  @Test(arguments: [
    ("PT20.345S", 20_345_000 as Int64, "PT20.345S"), ("PT15M", 900_000_000, "PT15M"),
    ("PT10H", 36_000_000_000, "PT10H"),
    ("P2D", 172_800_000_000, "PT48H"), ("P2DT3H4M", 183_840_000_000, "PT51H4M"), ("PT1H30M", 5_400_000_000, "PT1H30M"),
    ("PT90M", 5_400_000_000, "PT1H30M"), ("PT0S", 0, "PT0S"), ("-PT0.5S", -500_000, "-PT0.5S"),
    ("+PT1S", 1_000_000, "PT1S"),
    ("PT1H1S", 3_601_000_000, "PT1H1S"), ("-P1D", -86_400_000_000, "-PT24H"),
  ])
  func `is read as a duration of ISO 8601 and printed in hours, minutes and seconds`(
    text: String, microseconds: Int64, printed: String
  ) throws {
    let span = try TimeSpan(text)
    #expect(span.microseconds == microseconds)
    #expect(span.description == printed)
  }

  @Test(arguments: [
    ("", ErrorCode.unreadableTime), ("P", .unreadableTime), ("PT", .unreadableTime), ("P1Y", .unreadableTime),
    ("P1M", .unreadableTime),
    ("P1W", .unreadableTime), ("1H", .unreadableTime), ("PT1M1H", .unreadableTime), ("PT1H1H", .unreadableTime),
    ("PT1M1M", .unreadableTime),
    ("PT1.5H", .unreadableTime), ("PT1S1S", .unreadableTime), ("P1DT", .unreadableTime), ("PT1S ", .unreadableTime),
    ("PT-1S", .unreadableTime), ("PT0.1234567S", .timeTooPrecise), ("PT99999999999999999999S", .timeOutOfRange),
    ("P106751992D", .timeOutOfRange), ("PT2562047788H1M", .timeOutOfRange),
  ])
  func `is refused in other forms and units`(text: String, expected: ErrorCode) {
    #expect(thrownCode { try TimeSpan(text) } == expected)
  }

  @Test(arguments: [3, 99] as [UInt64])
  func `comes back from its text`(seed: UInt64) throws {
    var numbers = SeededGenerator(seed: seed)
    for _ in 0..<500 {
      let shift = Int64.random(in: 0...62, using: &numbers)
      let microseconds = Int64.random(in: -(.max)...(.max), using: &numbers) >> shift
      let span = try #require(TimeSpan(microseconds: microseconds))
      #expect(try TimeSpan(span.description) == span)
    }
    #expect(try TimeSpan(TimeSpan.maximum.negated.description) == TimeSpan.maximum.negated)
  }

  @Test func `never overflows in its literals`() throws {
    #expect(TimeSpan.hours(.max).microseconds == 2_147_483_647 * 3_600_000_000)
    #expect(TimeSpan.hours(.min).negated == (try TimeSpan(hours: 2_147_483_648)))
    #expect(TimeSpan.days(.min).microseconds == -32_768 * 86_400_000_000)
    #expect(TimeSpan.minutes(90) == TimeSpan.seconds(5_400))
    #expect(TimeSpan.hours(3) < TimeSpan.days(1))
  }

  @Test func `checks its arithmetic`() throws {
    #expect(TimeSpan(microseconds: .min) == nil)
    #expect(thrownCode { try TimeSpan.maximum.adding(TimeSpan(days: 0, microseconds: 1)) } == .timeOutOfRange)
    #expect(
      thrownCode { try TimeSpan.maximum.negated.subtracting(TimeSpan(days: 0, microseconds: 1)) } == .timeOutOfRange)
    #expect(thrownCode { try TimeSpan.maximum.multiplied(by: 2) } == .timeOutOfRange)
    #expect(thrownCode { try TimeSpan(days: .max) } == .timeOutOfRange)
    #expect(try TimeSpan(days: 1, hours: -1) == .hours(23))
    #expect(try TimeSpan.minutes(-90).magnitude.multiplied(by: 2) == .hours(3))
    #expect(TimeSpan.seconds(-1).wholeSeconds == -1)
  }
}
