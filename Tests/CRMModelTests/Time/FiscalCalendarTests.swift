import CRMModel
import Testing

@Suite struct `A fiscal calendar` {
  /// The United Kingdom's and India's April year, the United States' October year (named after the year it ends in),
  /// and the calendar year.
  @Test(arguments: [
    (1, "2017-11-05", "2017-Q4", "2017", "2017-01-01/2018-01-01"),
    (4, "2018-02-03", "2018-Q4", "2018", "2017-04-01/2018-04-01"),
    (4, "2017-04-01", "2018-Q1", "2018", "2017-04-01/2018-04-01"),
    (4, "2017-03-31", "2017-Q4", "2017", "2016-04-01/2017-04-01"),
    (10, "2017-10-01", "2018-Q1", "2018", "2017-10-01/2018-10-01"),
    (10, "2017-09-30", "2017-Q4", "2017", "2016-10-01/2017-10-01"),
    (10, "2018-01-15", "2018-Q2", "2018", "2017-10-01/2018-10-01"),
  ])
  func `names quarters and years by the year in which they end`(
    firstMonth: Int, day: String, quarter: String, year: String, range: String
  ) throws {
    let calendar = try FiscalCalendar(firstMonth: firstMonth)
    let date = try CalendarDate(day)
    #expect(try calendar.label(of: .quarter, containing: date) == quarter)
    #expect(try calendar.label(of: .year, containing: date) == year)
    #expect(try calendar.range(of: .year, containing: date).description == range)
  }

  @Test func `names years by the year in which they start if told so`() throws {
    let calendar = try FiscalCalendar(firstMonth: 4, yearNaming: .startingYear)
    #expect(try calendar.label(of: .quarter, containing: CalendarDate("2018-02-03")) == "2017-Q4")
    #expect(try calendar.range(label: "2017-Q4").description == "2018-01-01/2018-04-01")
    #expect(try calendar.range(label: "2017").description == "2017-04-01/2018-04-01")
  }

  /// The examples of Wikipedia's "ISO week date", which cite ISO 8601.
  @Test(arguments: [
    ("2005-01-01", "2004-W53"), ("2005-12-31", "2005-W52"), ("2007-01-01", "2007-W01"), ("2007-12-30", "2007-W52"),
    ("2007-12-31", "2008-W01"), ("2008-12-28", "2008-W52"), ("2008-12-29", "2009-W01"), ("2009-12-31", "2009-W53"),
    ("2010-01-03", "2009-W53"),
  ])
  func `numbers weeks as ISO 8601 does`(day: String, week: String) throws {
    #expect(try FiscalCalendar.plain.label(of: .week, containing: CalendarDate(day)) == week)
  }

  @Test func `starts weeks on its first weekday`() throws {
    let sunday = try FiscalCalendar(firstMonth: 1, firstWeekday: .sunday)
    let friday = try CalendarDate("2025-06-06")
    #expect(try sunday.range(of: .week, containing: friday).description == "2025-06-01/2025-06-08")
    #expect(try FiscalCalendar.plain.range(of: .week, containing: friday).description == "2025-06-02/2025-06-09")
  }

  @Test(arguments: [1, 4, 10], PeriodUnit.allCases)
  func `finds every period again by its label`(firstMonth: Int, unit: PeriodUnit) throws {
    for naming in FiscalCalendar.YearNaming.allCases {
      for weekday in [Weekday.monday, .saturday, .sunday] {
        let calendar = try FiscalCalendar(firstMonth: firstMonth, firstWeekday: weekday, yearNaming: naming)
        var day = try CalendarDate("2015-12-20")
        let end = try CalendarDate("2021-01-20")
        var previous = ""
        while day < end {
          let range = try calendar.range(of: unit, containing: day)
          let label = try calendar.label(of: unit, containing: day)
          #expect(try calendar.range(label: label) == range)
          #expect(range.start <= day && day < range.end)
          #expect(previous < label)
          previous = label
          day = range.end
        }
      }
    }
  }

  @Test(arguments: [
    ("2017-Q5", ErrorCode.noSuchDate), ("2017-Q0", .noSuchDate), ("2017-W53", .noSuchDate), ("2017-W00", .noSuchDate),
    ("2017-W99", .noSuchDate), ("2017-13", .noSuchDate), ("2017-02-29", .noSuchDate), ("0000", .timeOutOfRange),
    ("17", .unreadableTime),
    ("2017-", .unreadableTime), ("2017-Q", .unreadableTime), ("2017-Q4 ", .unreadableTime),
    ("2017-W3", .unreadableTime),
    ("2017-q4", .unreadableTime), ("2017-11-5", .unreadableTime), ("20171", .unreadableTime),
  ])
  func `refuses labels of periods that do not exist`(label: String, expected: ErrorCode) {
    #expect(thrownCode { try FiscalCalendar.plain.range(label: label) } == expected)
  }

  @Test func `stays inside the calendar`() throws {
    let april = try FiscalCalendar(firstMonth: 4)
    #expect(thrownCode { try april.start(of: .year, containing: .minimum) } == .timeOutOfRange)
    #expect(thrownCode { try april.label(of: .year, containing: .maximum) } == .timeOutOfRange)
    #expect(thrownCode { try april.range(label: "0001") } == .timeOutOfRange)
    #expect(thrownCode { try FiscalCalendar.plain.range(of: .day, containing: .maximum) } == .timeOutOfRange)
    #expect(thrownCode { try FiscalCalendar(firstMonth: 13) } == .noSuchDate)
    #expect(thrownCode { try FiscalCalendar(firstMonth: 0) } == .noSuchDate)
  }
}
