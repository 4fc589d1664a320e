internal import CRMModel

/// The periods that a forecast is cut into.
struct ForecastPeriods {
  /// The most periods that a forecast has.
  static let most = 1_000

  private(set) var periods: [ForecastPeriod] = []
  /// The periods by the first day of the whole period, as engines gather them.
  private var places: [CalendarDate: Int] = [:]
  private let unit: PeriodUnit?

  /// Cuts some days into the periods that they touch.
  ///
  /// - Throws: `empty_period` for no days, `too_many_periods`, `time_out_of_range` at the ends of the calendar.
  init(_ days: DateRange, by unit: PeriodUnit?, _ calendar: FiscalCalendar) throws(ValueError) {
    self.unit = unit
    guard let last = days.lastDay else {
      throw ValueError("empty_period", "at least one day expected", input: days.description)
    }
    guard let unit else {
      let units: [PeriodUnit] = [.year, .quarter, .month, .week, .day]
      for unit in units {
        if let whole = try? calendar.range(of: unit, containing: days.start), whole == days {
          periods = [ForecastPeriod(label: try calendar.label(of: unit, containing: days.start), days: days)]
          return
        }
      }
      periods = [ForecastPeriod(label: days.description, days: days)]
      return
    }
    var day = days.start
    while true {
      let whole = try calendar.range(of: unit, containing: day)
      guard periods.count < Self.most else {
        throw ValueError("too_many_periods", "at most \(Self.most) periods", input: days.description)
      }
      places[whole.start] = periods.count
      let part = try DateRange(from: max(whole.start, days.start), to: min(whole.end, days.end))
      periods.append(ForecastPeriod(label: try calendar.label(of: unit, containing: day), days: part))
      if whole.contains(last) { return }
      day = whole.end
    }
  }

  /// The period that begins a group; nil for a day outside.
  func place(of key: FieldValue) -> Int? {
    guard unit != nil else { return 0 }
    guard case .date(let day) = key else { return nil }
    return places[day]
  }
}
