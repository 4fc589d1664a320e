/// Rules that know `UTC` and fixed offsets such as `+02:00`, and nothing else.
struct FixedZoneRules: ZoneRules {
  func offset(at instant: Instant, in zone: ZoneID) throws(ValueError) -> Int {
    guard let offset = zone.fixedOffset else { throw ValueError.unknownZone(zone) }
    return offset
  }

  func nextTransition(after instant: Instant, in zone: ZoneID) throws(ValueError) -> Instant? {
    guard zone.fixedOffset != nil else { throw ValueError.unknownZone(zone) }
    return nil
  }
}
