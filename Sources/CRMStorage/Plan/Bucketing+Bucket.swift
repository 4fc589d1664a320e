public import CRMModel

extension Bucketing {
  /// The bucket of a value: the first day of its period, as days since 1970-01-01.
  ///
  /// - Parameter value: Days since 1970-01-01 without a ``zone``, microseconds since then with one.
  /// - Throws: ``ValueError`` if the value is no date or moment of the calendar, or the zone is unknown.
  public func bucket(of value: Int64) throws(ValueError) -> Int64 {
    let day: CalendarDate
    if let zone {
      guard let instant = Instant(microsecondsSinceEpoch: value) else {
        throw ValueError(.amountOutOfRange, "a moment outside the calendar")
      }
      day = try zone.database.day(of: instant, in: zone.id)
    } else {
      guard let date = Int(exactly: value).flatMap({ CalendarDate(daysSinceEpoch: $0) }) else {
        throw ValueError(.amountOutOfRange, "a date outside the calendar")
      }
      day = date
    }
    return Int64(try calendar.start(of: unit, containing: day).daysSinceEpoch)
  }
}
