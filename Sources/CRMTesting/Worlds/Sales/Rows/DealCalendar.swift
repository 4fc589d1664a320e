import CRMModel

/// When deals are opened and decided, as days since 1970.
struct DealCalendar {
  let shape: SalesWorldShape

  private var today: Int { Int(shape.today.daysSinceEpoch) }

  /// How many deals are opened in each month, in per cent of the busiest.
  private static let months = [82, 86, 100, 86, 86, 91, 68, 54, 95, 100, 95, 60]

  /// A day before today: more in later years, fewer in summer and at the end of the year, hardly any on weekends.
  func opening(_ chance: inout WorldChance) -> Int {
    var day = today - shape.days
    for _ in 0..<16 {
      var offset = chance.below(shape.days)
      if chance.happens(350) { offset = max(offset, chance.below(shape.days)) }
      day = today - shape.days + offset
      guard let date = CalendarDate(daysSinceEpoch: day) else { continue }
      let isWelcome = chance.below(100) < DealCalendar.months[date.month - 1]
      if isWelcome, !isWeekend(day) || chance.happens(shape.weekendDays) { break }
    }
    return day
  }

  /// The day of the decision: some time after the opening, longer for greater deals, many in the last days of a quarter.
  func decision(after opening: Int, amount: Int, _ chance: inout WorldChance) -> Int {
    let longest =
      switch amount {
      case ..<5_000: 60
      case ..<25_000: 120
      case ..<100_000: 200
      default: 320
      }
    var day = opening + 4 + longest / 6 + chance.low(0...longest)
    if chance.happens(shape.decisionsAtQuarterEnd) {
      let end = quarterEnd(of: day)
      day = max(end - chance.low(0...9), opening + 1)
    }
    if isWeekend(day), !chance.happens(shape.weekendDays) { day = workingDay(day, notBefore: opening + 1) }
    return day
  }

  private func quarterEnd(of day: Int) -> Int {
    guard let date = CalendarDate(daysSinceEpoch: day) else { return day }
    let (year, month) = date.quarter == 4 ? (date.year + 1, 1) : (date.year, date.quarter * 3 + 1)
    guard let next = try? CalendarDate(year: year, month: month, day: 1) else { return day }
    return Int(next.daysSinceEpoch) - 1
  }

  private func isWeekend(_ day: Int) -> Bool {
    (CalendarDate(daysSinceEpoch: day)?.weekday.rawValue ?? 1) > 5
  }

  private func workingDay(_ day: Int, notBefore first: Int) -> Int {
    var (earlier, later) = (day, day)
    while isWeekend(earlier) { earlier -= 1 }
    while isWeekend(later) { later += 1 }
    return earlier >= first ? earlier : later
  }
}
