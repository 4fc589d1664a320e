/// How an organization cuts time into weeks, quarters and years.
///
/// A fiscal year starts on the first day of a month and has four quarters of three calendar months. Months and days are
/// the calendar's; weeks start on ``firstWeekday`` and do not depend on the fiscal year.
///
///     let april = try FiscalCalendar(firstMonth: 4)
///     try april.label(of: .quarter, containing: CalendarDate("2018-02-03"))    // 2018-Q4
public struct FiscalCalendar: Hashable, Sendable {
  /// Which calendar year a fiscal year that reaches into two is named after.
  public enum YearNaming: Hashable, Sendable, CaseIterable {
    /// The year it starts in: April 2017 to March 2018 is 2017.
    case startingYear
    /// The year it ends in: April 2017 to March 2018 is 2018.
    case endingYear
  }

  /// The month that a fiscal year starts with, 1...12.
  public let firstMonth: Int
  /// The day that a week starts with.
  public let firstWeekday: Weekday
  /// Which calendar year names a fiscal year; without effect if ``firstMonth`` is January.
  public let yearNaming: YearNaming

  /// The calendar year, with weeks from Monday as in ISO 8601.
  public static let plain = FiscalCalendar(checkedFirstMonth: 1, .monday, .endingYear)

  /// A fiscal calendar.
  ///
  /// - Throws: ``ValueError`` with code `no_such_date` unless `firstMonth` is one of 1...12.
  public init(firstMonth: Int, firstWeekday: Weekday = .monday, yearNaming: YearNaming = .endingYear)
    throws(ValueError)
  {
    guard firstMonth >= 1, firstMonth <= 12 else {
      throw ValueError(.noSuchDate, "a fiscal year starts with one of the months 1...12", input: "\(firstMonth)")
    }
    self.init(checkedFirstMonth: firstMonth, firstWeekday, yearNaming)
  }

  private init(checkedFirstMonth firstMonth: Int, _ firstWeekday: Weekday, _ yearNaming: YearNaming) {
    self.firstMonth = firstMonth
    self.firstWeekday = firstWeekday
    self.yearNaming = yearNaming
  }

  /// The first day of the period of this unit that contains `date`.
  ///
  /// - Throws: ``ValueError`` with code `time_out_of_range` if that lies before the year 1.
  /// - Complexity: O(1).
  public func start(of unit: PeriodUnit, containing date: CalendarDate) throws(ValueError) -> CalendarDate {
    switch unit {
    case .day: return date
    case .week: return try date.adding(days: -date.weekday.distance(since: firstWeekday))
    case .month: return try firstOfMonth(date, monthsBack: 0)
    case .quarter: return try firstOfMonth(date, monthsBack: monthOfYear(date) % 3)
    case .year: return try firstOfMonth(date, monthsBack: monthOfYear(date))
    }
  }

  /// The days of the period of this unit that contains `date`.
  ///
  /// - Throws: ``ValueError`` with code `time_out_of_range` if the period reaches outside the years 1...9999, or
  ///   includes 9999-12-31.
  /// - Complexity: O(1).
  public func range(of unit: PeriodUnit, containing date: CalendarDate) throws(ValueError) -> DateRange {
    let start = try start(of: unit, containing: date)
    return try DateRange(from: start, to: adding(1, unit, to: start))
  }

  /// The start of the period `count` units after the one that starts on `start`; `count` is below 2^32.
  func adding(_ count: Int, _ unit: PeriodUnit, to start: CalendarDate) throws(ValueError) -> CalendarDate {
    switch unit {
    case .day: try start.adding(days: count)
    case .week: try start.adding(days: count * 7)
    case .month: try start.adding(months: count)
    case .quarter: try start.adding(months: count * 3)
    case .year: try start.adding(months: count * 12)
    }
  }

  /// The month counted from the start of the fiscal year, 0...11.
  func monthOfYear(_ date: CalendarDate) -> Int { (date.month - firstMonth + 12) % 12 }

  private func firstOfMonth(_ date: CalendarDate, monthsBack: Int) throws(ValueError) -> CalendarDate {
    try date.adding(days: 1 - date.day).adding(months: -monthsBack)
  }
}
