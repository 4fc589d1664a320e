extension FiscalCalendar {
  /// The name of the period of this unit that contains `date`.
  ///
  /// | unit    | label        | which                                     |
  /// | ------- | ------------ | ----------------------------------------- |
  /// | day     | `2017-11-05` | the day                                   |
  /// | week    | `2017-W03`   | the week of the calendar year             |
  /// | month   | `2017-11`    | the calendar month                        |
  /// | quarter | `2017-Q4`    | fiscal year and quarter of it             |
  /// | year    | `2017`       | fiscal year                               |
  ///
  /// A week belongs to the calendar year of its fourth day, as in ISO 8601, whatever ``firstWeekday`` is.
  /// Labels of one unit sort as text in the order of time.
  ///
  /// - Throws: ``ValueError`` with code `time_out_of_range` if the period starts before the year 1 or is named after
  ///   the year 10000.
  /// - Complexity: O(1).
  public func label(of unit: PeriodUnit, containing date: CalendarDate) throws(ValueError) -> String {
    let start = try start(of: unit, containing: date)
    var writer = TimeTextWriter()
    switch unit {
    case .day: writer.append(start)
    case .week:
      let week = try weekNumber(startingOn: start)
      writer.append(week.year, width: 4)
      writer.append("-W")
      writer.append(week.number, width: 2)
    case .month:
      writer.append(start.year, width: 4)
      writer.append("-")
      writer.append(start.month, width: 2)
    case .quarter:
      writer.append(try fiscalYear(of: start), width: 4)
      writer.append("-Q")
      writer.append(monthOfYear(start) / 3 + 1, width: 1)
    case .year: writer.append(try fiscalYear(of: start), width: 4)
    }
    return writer.text
  }

  /// The days of the period with this label, as ``label(of:containing:)`` writes it.
  ///
  /// - Throws: ``ValueError`` with code `unreadable_time`, `no_such_date` for a period that does not exist (`2017-Q5`,
  ///   `2017-W53`), or `time_out_of_range` if it reaches outside the calendar.
  /// - Complexity: O(1).
  public func range(label: String) throws(ValueError) -> DateRange {
    var cursor = TimeTextCursor(label, expecting: "a period such as 2017-Q4, 2017-11, 2017, 2017-W03 or 2017-11-05")
    let year = try cursor.digits(4)
    if cursor.isAtEnd { return try range(of: .year, containing: firstDay(ofFiscalYear: year)) }
    try cursor.expect("-")
    if cursor.take("Q") {
      let quarter = try cursor.digits(1)
      try cursor.expectEnd()
      guard quarter >= 1, quarter <= 4 else { throw noSuchPeriod(label) }
      return try range(of: .quarter, containing: firstDay(ofFiscalYear: year).adding(months: (quarter - 1) * 3))
    }
    if cursor.take("W") {
      let number = try cursor.digits(2)
      try cursor.expectEnd()
      return try week(number, of: year, label)
    }
    let month = try cursor.digits(2)
    if cursor.isAtEnd { return try range(of: .month, containing: CalendarDate(year: year, month: month, day: 1)) }
    try cursor.expect("-")
    let day = try cursor.digits(2)
    try cursor.expectEnd()
    return try range(of: .day, containing: CalendarDate(year: year, month: month, day: day))
  }

  /// What is added to the calendar year a fiscal year starts in to get its name.
  private var yearShift: Int { firstMonth > 1 && yearNaming == .endingYear ? 1 : 0 }

  private func fiscalYear(of date: CalendarDate) throws(ValueError) -> Int {
    let parts = date.parts
    let year = (parts.month < firstMonth ? parts.year - 1 : parts.year) + yearShift
    guard year >= 1, year <= 9_999 else { throw ValueError.dateOutOfRange }
    return year
  }

  private func firstDay(ofFiscalYear year: Int) throws(ValueError) -> CalendarDate {
    let calendarYear = year - yearShift
    guard year >= 1, calendarYear >= 1 else { throw ValueError.dateOutOfRange }
    return try CalendarDate(year: calendarYear, month: firstMonth, day: 1)
  }

  private func weekNumber(startingOn start: CalendarDate) throws(ValueError) -> (year: Int, number: Int) {
    let fourth = try start.adding(days: 3)
    return (fourth.year, (fourth.dayOfYear - 1) / 7 + 1)
  }

  private func week(_ number: Int, of year: Int, _ label: String) throws(ValueError) -> DateRange {
    // The fourth of January is always in the first week: that week's fourth day is one of 1...7 January.
    let first = try self.start(of: .week, containing: CalendarDate(year: year, month: 1, day: 4))
    let start = try first.adding(days: (number - 1) * 7)
    guard number >= 1, try weekNumber(startingOn: start).year == year else { throw noSuchPeriod(label) }
    return try range(of: .week, containing: start)
  }

  private func noSuchPeriod(_ label: String) -> ValueError {
    ValueError(.noSuchDate, "a quarter 1...4, or a week that the year has", input: label)
  }
}
