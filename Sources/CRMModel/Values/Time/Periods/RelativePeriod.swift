/// A stretch of days told from today, such as `this quarter` or `last 90 days`; kept in saved queries as it was said.
///
/// | text                     | days, with today inside the unit U                                                |
/// | ------------------------ | --------------------------------------------------------------------------------- |
/// | `today`                  | today                                                                             |
/// | `yesterday`, `tomorrow`  | the day before, the day after                                                     |
/// | `this U`                 | the whole of U                                                                    |
/// | `last U`, `previous U`   | the whole unit before U                                                           |
/// | `next U`                 | the whole unit after U                                                            |
/// | `last N days`            | from N days before today **up to and including today**: N + 1 days                |
/// | `previous N days`        | the N days before today, without today                                            |
/// | `last N` weeks … years   | the N whole units before U, without U; the same as `previous N`                   |
/// | `next N` days … years    | the N whole units after U, without U                                              |
///
/// This follows the date literals of Salesforce's SOQL: `LAST_N_DAYS:n` "starts at 12:00 AM n days before the current
/// day and continues up to now", today included, while `LAST_N_MONTHS:n` leaves the current month out. Of today the
/// whole day counts, so that a result does not depend on the hour.
public struct RelativePeriod: Hashable, Sendable {
  /// Where the period lies, seen from today.
  public enum Direction: String, Hashable, Sendable, CaseIterable {
    /// Around today.
    case this
    /// Before today's unit; for days up to and including today.
    case last
    /// Before today's unit, for days as well.
    case previous
    /// After today's unit.
    case next
  }

  /// The largest count of units.
  public static let maximumCount = 100_000

  /// Where the period lies, seen from today.
  public let direction: Direction
  /// The unit that is counted.
  public let unit: PeriodUnit
  private let storedCount: Int32

  /// How many units; 1 if the direction is `this`.
  public var count: Int { Int(storedCount) }

  /// The day on which it is asked.
  public static let today = RelativePeriod(checked: .this, 1, .day)
  /// The day before.
  public static let yesterday = RelativePeriod(checked: .previous, 1, .day)
  /// The day after.
  public static let tomorrow = RelativePeriod(checked: .next, 1, .day)

  /// The whole unit that contains today.
  public static func this(_ unit: PeriodUnit) -> RelativePeriod { RelativePeriod(checked: .this, 1, unit) }
  /// The whole unit after the one that contains today.
  public static func next(_ unit: PeriodUnit) -> RelativePeriod { RelativePeriod(checked: .next, 1, unit) }
  /// The whole unit before the one that contains today.
  public static func previous(_ unit: PeriodUnit) -> RelativePeriod { RelativePeriod(checked: .previous, 1, unit) }

  /// A number of units in a direction.
  ///
  /// - Parameter count: 1...100,000; 1 if the direction is `this`.
  /// - Throws: ``ValueError`` with code `time_out_of_range` for another count.
  public init(_ direction: Direction, _ count: Int, _ unit: PeriodUnit) throws(ValueError) {
    guard count >= 1, count <= (direction == .this ? 1 : Self.maximumCount) else {
      throw ValueError(.timeOutOfRange, "1...100,000 units, and 1 for this", input: "\(count)")
    }
    self.init(checked: direction, count, unit)
  }

  private init(checked direction: Direction, _ count: Int, _ unit: PeriodUnit) {
    self.direction = direction
    self.storedCount = Int32(truncatingIfNeeded: count)
    self.unit = unit
  }

  /// The days this means when asked on `today`.
  ///
  /// - Throws: ``ValueError`` with code `time_out_of_range` if it reaches outside the years 1...9999.
  /// - Complexity: O(1).
  public func resolve(today: CalendarDate, calendar: FiscalCalendar) throws(ValueError) -> DateRange {
    let current = try calendar.start(of: unit, containing: today)
    switch direction {
    case .this:
      return try calendar.range(of: unit, containing: today)
    case .last where unit == .day:
      return try DateRange(from: today.adding(days: -count), through: today)
    case .last, .previous:
      return try DateRange(from: calendar.adding(-count, unit, to: current), to: current)
    case .next:
      let start = try calendar.adding(1, unit, to: current)
      return try DateRange(from: start, to: calendar.adding(count, unit, to: start))
    }
  }
}
