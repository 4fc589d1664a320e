import CRMModel
import CRMTesting
import Foundation
import Testing

@Suite struct `An instant` {
  /// The examples of RFC 3339, section 5.8, without the leap seconds, and their UTC.
  @Test(arguments: [
    ("1985-04-12T23:20:50.52Z", "1985-04-12T23:20:50.52Z"), ("1996-12-19T16:39:57-08:00", "1996-12-20T00:39:57Z"),
    ("1937-01-01T12:00:27.87+00:20", "1937-01-01T11:40:27.87Z"), ("2025-06-06t16:50:00+02:00", "2025-06-06T14:50:00Z"),
    ("2025-06-06T14:50:00.000000z", "2025-06-06T14:50:00Z"), ("2025-06-06T14:50:00-00:00", "2025-06-06T14:50:00Z"),
    ("2025-06-06T14:50:00.100000000Z", "2025-06-06T14:50:00.1Z"),
    ("1969-12-31T23:59:59.999999Z", "1969-12-31T23:59:59.999999Z"),
    ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"), ("9999-12-31T23:59:59.999999Z", "9999-12-31T23:59:59.999999Z"),
  ])
  func `is read with any offset and printed in UTC`(text: String, printed: String) throws {
    #expect(try Instant(text).description == printed)
  }

  @Test(arguments: [
    ("2025-06-06T14:50:00", ErrorCode.unreadableTime), ("2025-06-06T14:50Z", .unreadableTime),
    ("2025-06-06 14:50:00Z", .unreadableTime), ("2025-06-06T14:50:00.Z", .unreadableTime),
    ("2025-06-06T14:50:00+0200", .unreadableTime), ("2025-06-06T14:50:00+24:00", .unreadableTime),
    ("2025-06-06T14:50:00Z ", .unreadableTime), ("2025-06-06T14:50:00.1234567Z", .timeTooPrecise),
    ("1990-12-31T23:59:60Z", .noSuchTime), ("2025-06-06T24:00:00Z", .noSuchTime), ("2025-02-30T00:00:00Z", .noSuchDate),
    ("0001-01-01T00:00:00+00:01", .timeOutOfRange), ("9999-12-31T23:59:59-00:01", .timeOutOfRange),
  ])
  func `is refused when it is not written as RFC 3339 says`(text: String, expected: ErrorCode) {
    #expect(thrownCode { try Instant(text) } == expected)
  }

  @Test(arguments: [1, 42] as [UInt64])
  func `comes back from its text and agrees with Foundation`(seed: UInt64) throws {
    var numbers = SeededGenerator(seed: seed)
    let style = Date.ISO8601FormatStyle()
    for _ in 0..<500 {
      // From 1900 on, because Foundation takes the Julian calendar before 1582.
      let seconds = Int64.random(in: -2_208_988_800...253_402_300_799, using: &numbers)
      let whole = try #require(Instant(microsecondsSinceEpoch: seconds * 1_000_000))
      #expect(whole.description == style.format(Date(timeIntervalSince1970: Double(seconds))))
      let bounds = Instant.minimum.microsecondsSinceEpoch...Instant.maximum.microsecondsSinceEpoch
      let any = try #require(Instant(microsecondsSinceEpoch: Int64.random(in: bounds, using: &numbers)))
      #expect(try Instant(any.description) == any)
    }
  }

  @Test func `keeps within the years 1 to 9999`() {
    #expect(Instant(microsecondsSinceEpoch: Instant.minimum.microsecondsSinceEpoch - 1) == nil)
    #expect(Instant(microsecondsSinceEpoch: .max) == nil)
    #expect(thrownCode { try Instant.maximum.adding(.seconds(1)) } == .timeOutOfRange)
    #expect(thrownCode { try Instant.maximum.adding(.maximum) } == .timeOutOfRange)
    #expect(thrownCode { try Instant.minimum.adding(TimeSpan.maximum.negated) } == .timeOutOfRange)
  }

  @Test func `is moved by the span to another instant onto that instant`() throws {
    #expect(try Instant.minimum.adding(Instant.minimum.span(to: .maximum)) == .maximum)
    #expect(try Instant.maximum.adding(Instant.maximum.span(to: .minimum)) == .minimum)
  }

  @Test func `is encoded as its text, and damaged text is a decoding error that hides it`() throws {
    let json = try JSONEncoder().encode([Instant.epoch])
    #expect(String(decoding: json, as: UTF8.self) == #"["1970-01-01T00:00:00Z"]"#)
    #expect(try JSONDecoder().decode([Instant].self, from: json) == [.epoch])
    let error = #expect(throws: DecodingError.self) {
      try JSONDecoder().decode([Instant].self, from: Data(#"["secret"]"#.utf8))
    }
    guard case .dataCorrupted(let context) = error else {
      Issue.record("not a corrupted value: \(String(describing: error))")
      return
    }
    #expect((context.underlyingError as? ValueError)?.code == .unreadableTime)
    #expect(!context.debugDescription.contains("secret"))
  }
}

@Suite struct `A time of day` {
  @Test(arguments: [
    ("00:00", 0 as Int64, "00:00"), ("14:50", 53_400_000_000, "14:50"), ("14:50:00", 53_400_000_000, "14:50"),
    ("14:50:00.25", 53_400_250_000, "14:50:00.25"), ("23:59:59.999999", 86_399_999_999, "23:59:59.999999"),
  ])
  func `is read and printed as short as it can be`(text: String, microseconds: Int64, printed: String) throws {
    let time = try TimeOfDay(text)
    #expect(time.microsecondsSinceMidnight == microseconds)
    #expect(time.description == printed)
  }

  @Test(arguments: [
    ("24:00", ErrorCode.noSuchTime), ("12:60", .noSuchTime), ("12:00:60", .noSuchTime), ("9:00", .unreadableTime),
    ("12", .unreadableTime), ("12:00:", .unreadableTime), ("12:00.5", .unreadableTime),
    ("12:00:00.1234567", .timeTooPrecise),
  ])
  func `is refused outside a day or in another form`(text: String, expected: ErrorCode) {
    #expect(thrownCode { try TimeOfDay(text) } == expected)
  }

  @Test func `has at least one microsecond and less than a day`() {
    #expect(TimeOfDay(microsecondsSinceMidnight: -1) == nil)
    #expect(TimeOfDay(microsecondsSinceMidnight: 86_400_000_000) == nil)
  }
}
