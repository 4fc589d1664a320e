/// Where a ``ZoneDatabase`` takes its rules from.
///
/// A host that keeps zone data of its own conforms a type to this. Answers must be the same for the same question as
/// long as the value lives; new data is a new value, after which bookings are resolved again.
public protocol ZoneRules: Sendable {
  /// How many seconds the clocks of `zone` are ahead of UTC at `instant`; less than 24 hours either way.
  ///
  /// - Throws: ``ValueError`` with code `unknown_zone`.
  func offset(at instant: Instant, in zone: ZoneID) throws(ValueError) -> Int

  /// The first instant after `instant` at which the offset of `zone` differs from the one just before, nil if none.
  ///
  /// - Throws: ``ValueError`` with code `unknown_zone`.
  func nextTransition(after instant: Instant, in zone: ZoneID) throws(ValueError) -> Instant?
}

extension ValueError {
  static func unknownZone(_ zone: ZoneID) -> ValueError {
    ValueError(.unknownZone, "a zone that the zone database knows", input: zone.name)
  }
}
