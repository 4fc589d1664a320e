public import CRMModel
import CRMStorage

extension Snapshot {
  /// The moment at which the read or transaction began, by the workspace's clock: what `now` means in its queries.
  public var now: Instant { reader.context.now }

  /// When quarters and years begin: what periods mean in its queries.
  public var calendar: FiscalCalendar { reader.context.calendar }

  /// The date of ``now`` in the workspace's zone: what `today` means in its queries.
  ///
  /// - Throws: `unknown_zone` if nothing is known about the workspace's zone.
  public func today() throws(StoreError) -> CalendarDate { try day(of: now) }

  /// The date of a moment in the workspace's zone.
  ///
  /// - Throws: `unknown_zone` if nothing is known about the workspace's zone.
  public func day(of moment: Instant) throws(StoreError) -> CalendarDate {
    do throws(ValueError) {
      return try reader.context.zones.day(of: moment, in: reader.context.zone)
    } catch {
      throw StoreError(error)
    }
  }

  /// The first moment of a date in the workspace's zone: midnight, or what comes after it where there is none.
  ///
  /// - Throws: `unknown_zone` if nothing is known about the workspace's zone, `time_out_of_range` at the very ends of the
  ///   calendar.
  public func start(of day: CalendarDate) throws(StoreError) -> Instant {
    do throws(ValueError) {
      return try reader.context.zones.start(of: day, in: reader.context.zone)
    } catch {
      throw StoreError(error)
    }
  }
}
