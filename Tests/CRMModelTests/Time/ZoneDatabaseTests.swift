import CRMModel
import CRMTesting
import Foundation
import Testing

@Suite struct `A zone database` {
  private let zones = ZoneDatabase.system

  /// RULES V12: elapsed time across the changes of 2025 in Central Europe.
  @Test(arguments: [
    ("2025-03-30T01:00", 2, "2025-03-30T04:00:00"), ("2025-10-26T01:00", 3, "2025-10-26T03:00:00"),
  ])
  func `lets the hours that really pass go by when the clocks change`(start: String, hours: Int32, end: String) throws {
    let madrid = try ZoneID("Europe/Madrid")
    let instant = try zones.resolve(LocalDateTime(start), in: madrid).adding(.hours(hours))
    #expect(try zones.localTime(of: instant, in: madrid).description == end)
  }

  /// The change of 2026-03-08 in New York: 02:30 does not exist.
  @Test func `moves a skipped time forward by the length of the gap`() throws {
    let newYork = try ZoneID("America/New_York")
    let skipped = try LocalDateTime("2026-03-08T02:30")
    let moved = try Instant("2026-03-08T07:30:00Z")
    #expect(try zones.resolve(skipped, in: newYork) == moved)
    #expect(try zones.resolve(skipped, in: newYork, .later) == moved)
    #expect(try zones.localTime(of: moved, in: newYork).description == "2026-03-08T03:30:00")
    let resolution = try zones.resolution(of: skipped, in: newYork)
    #expect(resolution == .skipped(moved: moved, transition: try Instant("2026-03-08T07:00:00Z")))
  }

  @Test func `takes the earlier of two equal times unless the later one is asked for`() throws {
    let newYork = try ZoneID("America/New_York")
    let twice = try LocalDateTime("2026-11-01T01:30")
    #expect(try zones.resolve(twice, in: newYork) == Instant("2026-11-01T05:30:00Z"))
    #expect(try zones.resolve(twice, in: newYork, .later) == Instant("2026-11-01T06:30:00Z"))
  }

  /// Offsets of the IANA data: half hours, a zone without summer time, local mean time to the second.
  @Test(arguments: [
    ("Asia/Kolkata", "2025-06-06T00:00:00Z", 19_800), ("Asia/Kathmandu", "2025-06-06T00:00:00Z", 20_700),
    ("Europe/London", "2025-06-06T00:00:00Z", 3_600), ("Europe/London", "2025-12-06T00:00:00Z", 0),
    ("America/Caracas", "2016-05-01T06:59:59Z", -16_200), ("America/Caracas", "2016-05-01T07:00:00Z", -14_400),
    ("Europe/Madrid", "1900-12-31T23:59:59Z", -884), ("UTC", "2025-06-06T00:00:00Z", 0),
    ("+05:45", "2025-06-06T00:00:00Z", 20_700), ("-08:00", "2025-06-06T00:00:00Z", -28_800),
  ])
  func `knows the offsets of the published zones`(zone: String, instant: String, offset: Int) throws {
    #expect(try zones.offset(at: Instant(instant), in: ZoneID(zone)) == offset)
  }

  @Test(arguments: ["Nowhere/City", "europe/madrid"])
  func `refuses zones that it does not know`(name: String) throws {
    let zone = try ZoneID(name)
    #expect(thrownCode { try zones.offset(at: .epoch, in: zone) } == .unknownZone)
    #expect(thrownCode { try zones.nextTransition(after: .epoch, in: zone) } == .unknownZone)
  }

  @Test(arguments: ["", "1/2", "a b", "a]", "+2:00", "+24:00", "-", "é", String(repeating: "a", count: 65)])
  func `has no zone with a malformed name`(name: String) {
    #expect(thrownCode { try ZoneID(name) } == .unreadableTime)
  }

  @Test func `with fixed offsets only knows UTC and offsets`() throws {
    let fixed = ZoneDatabase.fixed
    #expect(try fixed.offset(at: .epoch, in: .utc) == 0)
    #expect(
      try fixed.resolve(LocalDateTime("2025-06-06T14:50"), in: ZoneID("+02:00")) == Instant("2025-06-06T12:50:00Z"))
    #expect(try fixed.nextTransition(after: .epoch, in: .utc) == nil)
    #expect(thrownCode { try fixed.offset(at: .epoch, in: ZoneID("Europe/Madrid")) } == .unknownZone)
  }

  /// RULES V33: a date-only due date seen from two zones at one instant.
  @Test func `tells the day of each person while the due date stays the same`() throws {
    let due = try CalendarDate("2025-06-06")
    let now = try Instant("2025-06-06T12:30:00Z")
    let auckland = try zones.day(of: now, in: ZoneID("Pacific/Auckland"))
    let losAngeles = try zones.day(of: now, in: ZoneID("America/Los_Angeles"))
    #expect(auckland.description == "2025-06-07")
    #expect(losAngeles.description == "2025-06-06")
    #expect(due < auckland)
    #expect(!(due < losAngeles))
    #expect(due.description == "2025-06-06")
  }

  /// Days of 23, 24, 25 and 0 hours; the gap of Toronto in 1919 lay from 23:30 to 00:30 (IANA northamerica file), Samoa
  /// left out 2011-12-30.
  @Test(arguments: [
    ("Europe/Madrid", "2025-03-30", "2025-03-29T23:00:00Z", "PT23H"),
    ("Europe/Madrid", "2025-10-26", "2025-10-25T22:00:00Z", "PT25H"),
    ("America/Sao_Paulo", "2018-11-04", "2018-11-04T03:00:00Z", "PT23H"),
    ("America/Havana", "2025-11-02", "2025-11-02T04:00:00Z", "PT25H"),
    ("America/Toronto", "1919-03-31", "1919-03-31T04:30:00Z", "PT23H30M"),
    ("Pacific/Apia", "2011-12-30", "2011-12-30T10:00:00Z", "PT0S"),
    ("UTC", "2025-06-06", "2025-06-06T00:00:00Z", "PT24H"),
  ])
  func `starts a day at its first instant`(zone: String, day: String, start: String, length: String) throws {
    let date = try CalendarDate(day)
    let interval = try zones.instants(of: DateRange(from: date, through: date), in: ZoneID(zone))
    #expect(interval.start.description == start)
    #expect(interval.length.description == length)
  }

  /// Against an oracle that tries every quarter of an hour and second-precise offset around the time.
  @Test(arguments: [11, 2_026] as [UInt64])
  func `resolves times around every kind of change as an exhaustive search does`(seed: UInt64) throws {
    var numbers = SeededGenerator(seed: seed)
    let names = [
      "Europe/Madrid", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "Africa/Casablanca",
      "America/Sao_Paulo",
      "Asia/Tehran", "America/Toronto", "Europe/Dublin", "Antarctica/Troll", "America/Recife", "Europe/Moscow",
    ]
    var seen = (unique: 0, skipped: 0, repeated: 0)
    for name in names {
      let zone = try ZoneID(name)
      for _ in 0..<30 {
        let after = Int64.random(in: -1_600_000_000...1_700_000_000, using: &numbers)
        let from = try #require(Instant(microsecondsSinceEpoch: after * 1_000_000))
        let change = try zones.nextTransition(after: from, in: zone) ?? from
        let base = try zones.localTime(of: change, in: zone)
        let local = try base.adding(TimeSpan(minutes: Int.random(in: -150...150, using: &numbers)))
        let expected = try instants(showing: local, in: zone)
        switch try zones.resolution(of: local, in: zone) {
        case .unique(let instant):
          seen.unique += 1
          #expect(expected == [instant], "\(name) \(local)")
        case .repeated(let earlier, let later):
          seen.repeated += 1
          #expect(expected == [earlier, later], "\(name) \(local)")
        case .skipped(let moved, let transition):
          seen.skipped += 1
          #expect(expected.isEmpty, "\(name) \(local)")
          #expect(transition == change)
          let gap = try zones.offset(at: change, in: zone) - zones.offset(at: change.adding(.seconds(-1)), in: zone)
          #expect(try zones.localTime(of: moved, in: zone) == local.adding(TimeSpan(seconds: gap)))
        }
      }
    }
    print("seed \(seed): \(seen)")
    #expect(seen.unique > 20 && seen.skipped > 5 && seen.repeated > 5, "some outcome was starved")
  }

  /// What resolving by probing a day before and after rests on.
  @Test func `never has two changes of an offset within two days of each other`() throws {
    let end = try Instant("2040-01-01T00:00:00Z")
    var closest = TimeSpan.maximum
    for name in TimeZone.knownTimeZoneIdentifiers {
      let zone = try ZoneID(name)
      var last = try zones.nextTransition(after: .minimum, in: zone)
      while let previous = last, previous < end {
        last = try zones.nextTransition(after: previous, in: zone)
        if let last { closest = min(closest, previous.span(to: last)) }
      }
    }
    #expect(closest > .days(2))
    #expect(closest < .days(60))
  }

  @Test func `refuses absurd offsets of a host's rules and times beyond the calendar`() throws {
    let absurd = ZoneDatabase(AbsurdRules())
    #expect(thrownCode { try absurd.localTime(of: .epoch, in: .utc) } == .timeOutOfRange)
    let east = try ZoneID("+01:00")
    #expect(thrownCode { try zones.localTime(of: .maximum, in: east) } == .timeOutOfRange)
    #expect(thrownCode { try zones.resolve(LocalDateTime(.minimum, .midnight), in: east) } == .timeOutOfRange)
    #expect(try zones.resolve(LocalDateTime(.maximum, .midnight), in: .utc).description == "9999-12-31T00:00:00Z")
  }

  @Test func `answers many tasks at once`() async throws {
    let zone = try ZoneID("America/New_York")
    let summer = try Instant("2025-06-06T00:00:00Z")
    let zones = zones
    let offsets = try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<50 { group.addTask { try zones.offset(at: summer, in: zone) } }
      return try await group.reduce(into: Set<Int>()) { $0.insert($1) }
    }
    #expect(offsets == [-14_400])
  }

  private func instants(showing local: LocalDateTime, in zone: ZoneID) throws -> [Instant] {
    var offsets: Set<Int> = []
    for quarter in -160...160 {
      let probe = try #require(
        Instant(microsecondsSinceEpoch: local.microsecondsSinceEpoch + Int64(quarter) * 900_000_000))
      offsets.insert(try zones.offset(at: probe, in: zone))
    }
    var found: [Instant] = []
    for offset in offsets {
      let candidate = Instant(microsecondsSinceEpoch: local.microsecondsSinceEpoch - Int64(offset) * 1_000_000)
      let instant = try #require(candidate)
      if try zones.localTime(of: instant, in: zone) == local { found.append(instant) }
    }
    return found.sorted()
  }
}

private struct AbsurdRules: ZoneRules {
  func offset(at instant: Instant, in zone: ZoneID) throws(ValueError) -> Int { .max }
  func nextTransition(after instant: Instant, in zone: ZoneID) throws(ValueError) -> Instant? { nil }
}
