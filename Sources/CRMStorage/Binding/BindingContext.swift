package import CRMModel

/// What a formula's meaning depends on beside the schema: the moment, the zone, the fiscal calendar. All given, nothing looked up.
package struct BindingContext: Sendable {
  /// The moment that `now` means.
  package var now: Instant
  /// The workspace's zone.
  package var zone: ZoneID
  /// Where the zone's rules come from.
  package var zones: ZoneDatabase
  /// When quarters and years begin.
  package var calendar: FiscalCalendar

  package init(now: Instant, zone: ZoneID, zones: ZoneDatabase, calendar: FiscalCalendar) {
    self.now = now
    self.zone = zone
    self.zones = zones
    self.calendar = calendar
  }

  /// The date that `today` means.
  package var today: CalendarDate { get throws(ValueError) { try zones.day(of: now, in: zone) } }
}
