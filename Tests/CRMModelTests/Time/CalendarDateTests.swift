import CRMModel
import CRMTesting
import Testing

@Suite struct `A calendar date` {
  /// Counts days one by one from 0001-01-01, a Monday, with nothing in common with the code under test.
  @Test func `agrees with counting every day of the years 1 to 9999`() throws {
    var days = -719_162
    var weekday = 1
    var wrong: [String] = []
    for year in 1...9_999 {
      let isLeap = year % 400 == 0 || (year % 4 == 0 && year % 100 != 0)
      let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
      for (index, length) in lengths.enumerated() {
        for day in [1, 1 + (year * 31 + index * 7) % length, length] {
          let date = try CalendarDate(year: year, month: index + 1, day: day)
          let expected = days + day - 1
          let isRight =
            Int(date.daysSinceEpoch) == expected && date.parts == (year, index + 1, day)
            && date.weekday.rawValue == (weekday - 1 + day - 1) % 7 + 1
            && CalendarDate(daysSinceEpoch: expected) == date
          if !isRight { wrong.append("\(year)-\(index + 1)-\(day)") }
        }
        days += length
        weekday = (weekday - 1 + length) % 7 + 1
      }
    }
    #expect(wrong.isEmpty, "first: \(wrong.prefix(3))")
    #expect(days == 2_932_897)
    #expect(CalendarDate(daysSinceEpoch: days) == nil)
    #expect(CalendarDate(daysSinceEpoch: -719_163) == nil)
  }

  /// Rows of the sample data in Reingold and Dershowitz, "Calendrical Calculations", appendix C. Fixed dates count
  /// days from 0000-12-31, and a fixed date modulo 7 is the weekday from Sunday as 0.
  @Test(arguments: [
    (25_469, "0070-09-24", Weekday.wednesday), (210_155, "0576-05-20", .monday), (452_605, "1240-03-10", .saturday),
    (473_837, "1298-04-27", .sunday), (601_716, "1648-06-10", .wednesday), (709_580, "1943-10-07", .thursday),
    (728_714, "1996-02-25", .sunday), (764_652, "2094-07-18", .sunday),
  ])
  func `agrees with the sample dates of Calendrical Calculations`(fixed: Int, text: String, weekday: Weekday) throws {
    let date = try CalendarDate(text)
    #expect(Int(date.daysSinceEpoch) + 719_163 == fixed)
    #expect(date.weekday == weekday)
    #expect(fixed % 7 == weekday.rawValue % 7)
  }

  @Test(arguments: [(1900, 28), (2000, 29), (2023, 28), (2024, 29), (2100, 28), (2400, 29)])
  func `has a 29 February in leap years only`(year: Int, length: Int) throws {
    let february = try CalendarDate(year: year, month: 2, day: 1)
    #expect(february.lengthOfMonth == length)
    #expect(february.isInLeapYear == (length == 29))
    let leapDay = try? CalendarDate(year: year, month: 2, day: 29)
    #expect((leapDay != nil) == (length == 29))
  }

  @Test(arguments: [
    ("2026-01-31", 1, "2026-02-28"), ("2024-01-31", 1, "2024-02-29"), ("2024-03-31", -1, "2024-02-29"),
    ("2025-11-30", 3, "2026-02-28"), ("2025-12-15", 1, "2026-01-15"), ("2025-01-15", -1, "2024-12-15"),
    ("2024-02-29", 12, "2025-02-28"), ("2024-02-29", 48, "2028-02-29"), ("0001-01-01", 119_987, "9999-12-01"),
  ])
  func `keeps the day when months are added and stops at the end of a short month`(
    start: String, months: Int, expected: String
  ) throws {
    #expect(try CalendarDate(start).adding(months: months).description == expected)
  }

  @Test func `counts years, quarters and days of the year`() throws {
    #expect(try CalendarDate("2024-02-29").adding(years: 1).description == "2025-02-28")
    #expect(try CalendarDate("2025-09-30").quarter == 3)
    #expect(try CalendarDate("2025-10-01").quarter == 4)
    #expect(try CalendarDate("2024-12-31").dayOfYear == 366)
    #expect(try CalendarDate("2025-01-01").days(to: CalendarDate("2025-12-31")) == 364)
    #expect(try CalendarDate("2025-12-31").days(to: CalendarDate("2025-01-01")) == -364)
  }

  @Test(arguments: [Int.min, -1, 1, Int.max])
  func `refuses to leave the years 1 to 9999`(step: Int) {
    let edge = step < 0 ? CalendarDate.minimum : .maximum
    #expect(throws: outOfRange) { try edge.adding(days: step) }
    #expect(throws: outOfRange) { try edge.adding(months: step) }
    #expect(throws: outOfRange) { try edge.adding(years: step) }
  }

  @Test(arguments: [
    "", "2025-6-06", "2025-06-6", "2025/06/06", " 2025-06-06", "2025-06-06 ", "2025-06-06T", "02025-06-06",
    "+2025-06-06",
    "２０２５-06-06", "20250606", "2025-06", "-025-06-06",
  ])
  func `refuses text that is not exactly year, month and day`(text: String) {
    #expect(thrownCode { try CalendarDate(text) } == .unreadableTime)
  }

  @Test(arguments: ["2025-02-29", "2025-00-01", "2025-13-01", "2025-01-00", "2025-04-31", "0000-01-01"])
  func `refuses days that do not exist`(text: String) {
    #expect(thrownCode { try CalendarDate(text) } == .noSuchDate)
  }

  @Test(arguments: [20_250_606, 7] as [UInt64])
  func `comes back from its text in the order of time`(seed: UInt64) throws {
    var numbers = SeededGenerator(seed: seed)
    for _ in 0..<500 {
      let first = try #require(CalendarDate(daysSinceEpoch: Int.random(in: -719_162...2_932_896, using: &numbers)))
      let second = try #require(CalendarDate(daysSinceEpoch: Int.random(in: -719_162...2_932_896, using: &numbers)))
      #expect(try CalendarDate(first.description) == first)
      #expect((first < second) == (first.description < second.description))
    }
  }

  private let outOfRange = ValueError(.timeOutOfRange, "the result lies outside the years 1...9999")
}

/// The code of the value error that `body` throws, nil if it throws none.
func thrownCode(_ body: () throws -> some Any) -> ErrorCode? {
  do {
    _ = try body()
    return nil
  } catch {
    return (error as? ValueError)?.code
  }
}
