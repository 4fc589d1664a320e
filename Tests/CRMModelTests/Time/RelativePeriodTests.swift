import CRMModel
import Foundation
import Testing

@Suite struct `A relative period` {
  /// Today is Friday, 6 June 2025; days follow the date literals of Salesforce's SOQL.
  @Test(arguments: [
    ("today", "2025-06-06/2025-06-07"), ("yesterday", "2025-06-05/2025-06-06"), ("tomorrow", "2025-06-07/2025-06-08"),
    ("this week", "2025-06-02/2025-06-09"), ("last week", "2025-05-26/2025-06-02"),
    ("next week", "2025-06-09/2025-06-16"),
    ("this month", "2025-06-01/2025-07-01"), ("this quarter", "2025-04-01/2025-07-01"),
    ("last quarter", "2025-01-01/2025-04-01"),
    ("previous quarter", "2025-01-01/2025-04-01"), ("this year", "2025-01-01/2026-01-01"),
    ("previous 2 years", "2023-01-01/2025-01-01"),
    ("next 3 months", "2025-07-01/2025-10-01"), ("last 3 months", "2025-03-01/2025-06-01"),
    ("last 2 weeks", "2025-05-19/2025-06-02"),
    ("last 90 days", "2025-03-08/2025-06-07"), ("last 1 day", "2025-06-05/2025-06-07"),
    ("last day", "2025-06-05/2025-06-06"),
    ("previous 90 days", "2025-03-08/2025-06-06"), ("next 7 days", "2025-06-07/2025-06-14"),
    ("next 2 quarters", "2025-07-01/2026-01-01"),
  ])
  func `means these days`(text: String, days: String) throws {
    let today = try CalendarDate("2025-06-06")
    #expect(try RelativePeriod(text).resolve(today: today, calendar: .plain).description == days)
  }

  @Test(arguments: [
    (4, "this year", "2025-04-01/2026-04-01"), (4, "this quarter", "2025-04-01/2025-07-01"),
    (4, "last quarter", "2025-01-01/2025-04-01"),
    (10, "this year", "2024-10-01/2025-10-01"), (10, "last 2 years", "2022-10-01/2024-10-01"),
    (2, "this quarter", "2025-05-01/2025-08-01"),
    (2, "next quarter", "2025-08-01/2025-11-01"), (4, "this month", "2025-06-01/2025-07-01"),
  ])
  func `follows the fiscal calendar`(firstMonth: Int, text: String, days: String) throws {
    let calendar = try FiscalCalendar(firstMonth: firstMonth)
    let today = try CalendarDate("2025-06-06")
    #expect(try RelativePeriod(text).resolve(today: today, calendar: calendar).description == days)
  }

  @Test(arguments: RelativePeriod.Direction.allCases, PeriodUnit.allCases)
  func `comes back from its text and its encoding`(direction: RelativePeriod.Direction, unit: PeriodUnit) throws {
    for count in direction == .this ? [1] : [1, 2, 90, 100_000] {
      let period = try RelativePeriod(direction, count, unit)
      #expect(try RelativePeriod(period.description) == period)
      let json = try JSONEncoder().encode([period])
      #expect(String(decoding: json, as: UTF8.self) == "[\"\(period)\"]")
      #expect(try JSONDecoder().decode([RelativePeriod].self, from: json) == [period])
    }
  }

  @Test(arguments: [
    ("this day", "today"), ("previous day", "yesterday"), ("last day", "yesterday"), ("next 1 days", "tomorrow"),
    ("last 1 quarter", "last quarter"), ("last 2 month", "last 2 months"), ("last 1 days", "last 1 day"),
  ])
  func `has one text for several ways to say it`(text: String, printed: String) throws {
    #expect(try RelativePeriod(text).description == printed)
  }

  @Test(arguments: [
    ("", ErrorCode.unreadableTime), ("Today", .unreadableTime), ("this", .unreadableTime),
    ("this 2 weeks", .unreadableTime),
    ("last  2 weeks", .unreadableTime), ("last 02 weeks", .unreadableTime), ("last -2 weeks", .unreadableTime),
    ("last 2 fortnights", .unreadableTime), ("last 2 weeks ", .unreadableTime), ("last weeks", .unreadableTime),
    ("last 2", .unreadableTime),
    ("last 0 weeks", .unreadableTime), ("last ２ weeks", .unreadableTime),
    ("last 99999999999999999999 days", .unreadableTime),
    ("last 100001 days", .timeOutOfRange),
  ])
  func `is refused in other words`(text: String, expected: ErrorCode) {
    #expect(thrownCode { try RelativePeriod(text) } == expected)
  }

  @Test(arguments: PeriodUnit.allCases)
  func `stays inside the calendar`(unit: PeriodUnit) throws {
    let last = try RelativePeriod(.last, 100_000, unit)
    let next = try RelativePeriod(.next, 100_000, unit)
    #expect(thrownCode { try last.resolve(today: CalendarDate("0002-01-10"), calendar: .plain) } == .timeOutOfRange)
    #expect(thrownCode { try next.resolve(today: CalendarDate("9998-01-10"), calendar: .plain) } == .timeOutOfRange)
    #expect(thrownCode { try RelativePeriod(.this, 2, unit) } == .timeOutOfRange)
    #expect(thrownCode { try RelativePeriod(.next, 0, unit) } == .timeOutOfRange)
  }
}
