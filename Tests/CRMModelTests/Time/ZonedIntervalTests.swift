import CRMModel
import Testing

/// Rules that a country has just changed: every zone is at a fixed offset.
private struct OneOffset: ZoneRules {
  var seconds: Int
  func offset(at instant: Instant, in zone: ZoneID) throws(ValueError) -> Int { seconds }
  func nextTransition(after instant: Instant, in zone: ZoneID) throws(ValueError) -> Instant? { nil }
}

@Suite struct `A zoned time` {
  private let zones = ZoneDatabase.system

  @Test(arguments: [
    "2025-06-06T14:50:00+02:00[Europe/Madrid]", "2025-12-06T14:50:00.25+01:00[Europe/Madrid]",
    "2025-06-06T14:50:00+00:00[UTC]", "1900-06-06T12:00:00-00:14:44[Europe/Madrid]",
    "2025-06-06T14:50:00-03:30[-03:30]",
  ])
  func `comes back from the text of RFC 9557`(text: String) throws {
    let zoned = try ZonedDateTime(text)
    #expect(zoned.description == text)
    #expect(try ZonedDateTime(zoned.local, in: zoned.zone, using: zones) == zoned)
    #expect(ZonedDateTime(storedLocal: zoned.local, zone: zoned.zone, instant: zoned.instant) == zoned)
  }

  @Test(arguments: [
    "2025-06-06T14:50:00[Europe/Madrid]", "2025-06-06T14:50:00+02:00", "2025-06-06T14:50:00+02:00[]",
    "2025-06-06T14:50:00+02:00[Europe/Madrid", "2025-06-06T14:50:00+02:00[Europe/Madrid]x",
  ])
  func `is refused without offset or zone`(text: String) {
    #expect(thrownCode { try ZonedDateTime(text) } == .unreadableTime)
  }

  @Test func `keeps the moved wall clock of a skipped time`() throws {
    let zoned = try ZonedDateTime(LocalDateTime("2026-03-08T02:30"), in: ZoneID("America/New_York"), using: zones)
    #expect(zoned.description == "2026-03-08T03:30:00-04:00[America/New_York]")
    #expect(zoned.offset == -14_400)
  }

  @Test func `keeps its wall clock and moves its instant when the rules change`() throws {
    let zoned = try ZonedDateTime("2030-07-01T10:00:00+02:00[Europe/Madrid]")
    let changed = try zoned.reresolved(with: ZoneDatabase(OneOffset(seconds: 3_600)))
    #expect(changed.description == "2030-07-01T10:00:00+01:00[Europe/Madrid]")
    #expect(zoned.instant.span(to: changed.instant) == .hours(1))
  }

  @Test(arguments: ["2026-11-01T01:30:00-04:00[America/New_York]", "2026-11-01T01:30:00-05:00[America/New_York]"])
  func `stays the one of two equal times that it was`(text: String) throws {
    #expect(try ZonedDateTime(text).reresolved(with: zones).description == text)
  }

  @Test func `is not made of a stored wall clock that cannot show its instant`() throws {
    let local = try LocalDateTime("2025-06-06T14:50")
    #expect(ZonedDateTime(storedLocal: local, zone: .utc, instant: try Instant("2025-06-08T14:50:00Z")) == nil)
    #expect(ZonedDateTime(storedLocal: local, zone: .utc, instant: try Instant("2025-06-06T14:50:00.5Z")) == nil)
  }
}

@Suite struct `A booking` {
  private let zones = ZoneDatabase.system

  @Test func `keeps wall clocks, zone and instants`() throws {
    let lesson = try ZonedInterval(
      from: LocalDateTime("2025-06-06T14:50"), to: LocalDateTime("2025-06-06T16:20"), in: ZoneID("Europe/Madrid"),
      using: zones)
    #expect(lesson.start.description == "2025-06-06T12:50:00Z")
    #expect(lesson.length == .minutes(90))
    let text = "2025-06-06T14:50:00+02:00/2025-06-06T16:20:00+02:00[Europe/Madrid]"
    #expect(lesson.description == text)
    #expect(try ZonedInterval(text) == lesson)
    #expect(try ZonedInterval(lesson.interval, in: lesson.zone, using: zones) == lesson)
  }

  /// RULES V12 as bookings of a given elapsed length.
  @Test(arguments: [
    ("2025-03-30T01:00", 2, "2025-03-30T04:00:00"), ("2025-10-26T01:00", 3, "2025-10-26T03:00:00"),
  ])
  func `lasts as long as time really passes`(start: String, hours: Int32, end: String) throws {
    let booking = try ZonedInterval(
      from: LocalDateTime(start), lasting: .hours(hours), in: ZoneID("Europe/Madrid"), using: zones)
    #expect(booking.localEnd.description == end)
    #expect(booking.length == .hours(hours))
  }

  @Test func `is refused unless time passes between start and end`() throws {
    let (one, two) = (try LocalDateTime("2025-06-06T01:00"), try LocalDateTime("2025-06-06T02:00"))
    #expect(thrownCode { try ZonedInterval(from: one, to: one, in: .utc, using: zones) } == .endsBeforeStart)
    #expect(thrownCode { try ZonedInterval(from: two, to: one, in: .utc, using: zones) } == .endsBeforeStart)
    #expect(thrownCode { try ZonedInterval(from: one, lasting: .zero, in: .utc, using: zones) } == .endsBeforeStart)
    // In New York the hour from 02:00 to 03:00 does not exist on this day.
    let (from, to) = (try LocalDateTime("2026-03-08T02:00"), try LocalDateTime("2026-03-08T03:00"))
    let newYork = try ZoneID("America/New_York")
    #expect(thrownCode { try ZonedInterval(from: from, to: to, in: newYork, using: zones) } == .endsBeforeStart)
    let text = "2025-06-06T14:50:00+02:00/2025-06-06T14:50:00+02:00[Europe/Madrid]"
    #expect(thrownCode { try ZonedInterval(text) } == .endsBeforeStart)
  }

  @Test func `has a placeholder that is empty, comes back from its text and stays when rules change`() throws {
    let unset = ZonedInterval.unset
    #expect(unset.isUnset)
    #expect(unset.length == .zero)
    #expect(try ZonedInterval(unset.description) == unset)
    #expect(try unset.reresolved(with: ZoneDatabase(OneOffset(seconds: 3_600))) == unset)
    let stored = ZonedInterval(
      storedLocalStart: unset.localStart, localEnd: unset.localEnd, zone: unset.zone, start: unset.start, end: unset.end
    )
    #expect(stored == unset)
  }

  @Test func `keeps both wall clocks when the rules change`() throws {
    let booking = try ZonedInterval("2030-07-01T10:00:00+02:00/2030-07-01T11:00:00+02:00[Europe/Madrid]")
    let changed = try booking.reresolved(with: ZoneDatabase(OneOffset(seconds: 3_600)))
    #expect(changed.description == "2030-07-01T10:00:00+01:00/2030-07-01T11:00:00+01:00[Europe/Madrid]")
  }
}

@Suite struct `An interval of instants` {
  private func interval(_ from: Int64, _ to: Int64) throws -> InstantInterval {
    try InstantInterval(
      from: #require(Instant(microsecondsSinceEpoch: from)), to: #require(Instant(microsecondsSinceEpoch: to)))
  }

  @Test(
    arguments: [
      (0, 10, 5, 15, true), (0, 10, 10, 20, false), (0, 10, 2, 3, true), (0, 10, 20, 30, false), (0, 10, 5, 5, false),
      (5, 5, 5, 5, false), (0, 10, 0, 10, true),
    ] as [(Int64, Int64, Int64, Int64, Bool)])
  func `overlaps another only if they share time`(a: Int64, b: Int64, c: Int64, d: Int64, overlaps: Bool) throws {
    let (first, second) = (try interval(a, b), try interval(c, d))
    #expect(first.overlaps(second) == overlaps)
    #expect(second.overlaps(first) == overlaps)
    #expect(first.intersection(second) == (overlaps ? try interval(max(a, c), min(b, d)) : nil))
  }

  @Test func `contains its start and not its end`() throws {
    let interval = try interval(0, 10)
    #expect(interval.contains(interval.start))
    #expect(!interval.contains(interval.end))
    #expect(interval.length.microseconds == 10)
    #expect(try InstantInterval(interval.description) == interval)
    #expect(try InstantInterval(from: .epoch, to: .epoch).isEmpty)
    #expect(thrownCode { try InstantInterval(from: interval.end, to: interval.start) } == .endsBeforeStart)
    #expect(thrownCode { try InstantInterval("1970-01-01T00:00:00Z") } == .unreadableTime)
  }
}

@Suite struct `A range of dates` {
  @Test func `has a last day before its end`() throws {
    let range = try DateRange("2025-01-01/2025-04-01")
    #expect(range.lastDay == (try CalendarDate("2025-03-31")))
    #expect(range.dayCount == 90)
    #expect(range.description == "2025-01-01/2025-04-01")
    #expect(range.contains(range.start) && !range.contains(range.end))
    #expect(try DateRange(from: range.start, through: CalendarDate("2025-03-31")) == range)
  }

  @Test func `may be empty but not end before it starts`() throws {
    let empty = try DateRange("2025-01-01/2025-01-01")
    #expect(empty.isEmpty && empty.lastDay == nil && !empty.overlaps(empty))
    #expect(thrownCode { try DateRange("2025-01-02/2025-01-01") } == .endsBeforeStart)
    #expect(thrownCode { try DateRange("2025-01-01") } == .unreadableTime)
    #expect(thrownCode { try DateRange(from: .minimum, through: .maximum) } == .timeOutOfRange)
  }

  @Test func `does not overlap the range that follows`() throws {
    let (first, second) = (try DateRange("2025-01-01/2025-04-01"), try DateRange("2025-04-01/2025-07-01"))
    #expect(!first.overlaps(second) && first.intersection(second) == nil)
    let middle = try DateRange("2025-03-01/2025-05-01")
    #expect(first.intersection(middle) == (try DateRange("2025-03-01/2025-04-01")))
  }
}
