/// Counts what the dates of a sample say about the order of day, month and year.
struct DateEvidence {
  private var dates = 0
  private var yearFirst = 0
  private var fits: [DateOrder: Int] = [:]

  /// Looks at a cell; a time after a space or `T` is left aside.
  ///
  /// - Returns: Whether the cell is a date in at least one order, so that it is not taken as a number.
  mutating func note(_ cell: String) -> Bool {
    guard let parts = DateParts(cell) ?? DateParts(Self.withoutTime(cell)) else { return false }
    if parts.hasMonthName { return true }
    // Two-digit years first are left out: every such date could be read with the day first as well.
    let orders = DateOrder.allCases.filter { order in
      guard order != .ymd || parts.isYearFirst else { return false }
      return parts.fields(in: order).map(DateParts.exists) ?? false
    }
    guard !orders.isEmpty else { return false }
    if parts.isYearFirst {
      yearFirst += 1
      return true
    }
    dates += 1
    for order in orders { fits[order, default: 0] += 1 }
    return true
  }

  /// Chooses the order that every date fits.
  func choose() -> TabularDetection.Choice<DateOrder> {
    if dates == 0 {
      if yearFirst > 0 { return .init(.ymd, .certain, "\(yearFirst) dates, all with the year first") }
      return .init(.ymd, .assumed, "no dates of digits")
    }
    let dayFirst = fits[.dmy, default: 0]
    let monthFirst = fits[.mdy, default: 0]
    switch (dayFirst == dates, monthFirst == dates) {
    case (true, false):
      return .init(.dmy, .certain, "\(dates - monthFirst) of \(dates) dates have a first part above 12")
    case (false, true):
      return .init(.mdy, .certain, "\(dates - dayFirst) of \(dates) dates have a second part above 12")
    case (true, true):
      return .init(oneOf: [.dmy, .mdy], "all \(dates) dates can be read with the day or the month first")
    case (false, false):
      return .init(
        oneOf: dayFirst >= monthFirst ? [.dmy, .mdy] : [.mdy, .dmy],
        "\(dates - monthFirst) of \(dates) dates need the day first, \(dates - dayFirst) the month first")
    }
  }

  private static func withoutTime(_ cell: String) -> String {
    let end = cell.firstIndex { $0 == " " || $0 == "T" } ?? cell.endIndex
    return String(cell[..<end])
  }
}
