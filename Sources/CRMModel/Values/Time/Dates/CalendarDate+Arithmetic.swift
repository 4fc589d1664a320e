extension CalendarDate {
  /// The day `days` later, or earlier if negative.
  ///
  /// - Throws: ``ValueError`` with code `time_out_of_range` outside the years 1...9999.
  public func adding(days: Int) throws(ValueError) -> CalendarDate {
    let (sum, isTooBig) = Int(daysSinceEpoch).addingReportingOverflow(days)
    guard !isTooBig, let date = CalendarDate(daysSinceEpoch: sum) else { throw ValueError.dateOutOfRange }
    return date
  }

  /// The same day of the month `months` later, or earlier if negative.
  ///
  /// Where that month is too short, its last day: 31 January + 1 month is 28 or 29 February. So adding one month twice
  /// may differ from adding two at once; a series is computed from its first day.
  ///
  /// - Throws: ``ValueError`` with code `time_out_of_range` outside the years 1...9999.
  public func adding(months: Int) throws(ValueError) -> CalendarDate {
    let parts = parts
    let (total, isTooBig) = (parts.year * 12 + parts.month - 1).addingReportingOverflow(months)
    guard !isTooBig, total >= 12, total < 120_000 else { throw ValueError.dateOutOfRange }
    let (year, month) = (total / 12, total % 12 + 1)
    let day = min(parts.day, CivilArithmetic.length(ofMonth: month, year: year))
    return CalendarDate(uncheckedDays: CivilArithmetic.days(year: year, month: month, day: day))
  }

  /// The same day of the year `years` later, or earlier if negative; 29 February becomes 28 in a common year.
  ///
  /// - Throws: ``ValueError`` with code `time_out_of_range` outside the years 1...9999.
  public func adding(years: Int) throws(ValueError) -> CalendarDate {
    let (months, isTooBig) = years.multipliedReportingOverflow(by: 12)
    guard !isTooBig else { throw ValueError.dateOutOfRange }
    return try adding(months: months)
  }

  /// The number of days from this day to `other`, negative if that is earlier.
  public func days(to other: CalendarDate) -> Int { Int(other.daysSinceEpoch) - Int(daysSinceEpoch) }
}
