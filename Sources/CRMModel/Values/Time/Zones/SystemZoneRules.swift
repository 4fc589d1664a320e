// The whole of Foundation, not FoundationEssentials: only the former has named zones on Linux (decision 0007).
import Foundation
import Synchronization

/// The named zones of Foundation, and fixed offsets.
final class SystemZoneRules: ZoneRules {
  /// More names than this are looked up again each time, so that names from outside cannot fill the memory.
  private static let cacheLimit = 1_024

  private let cache = Mutex<[ZoneID: TimeZone]>([:])

  func offset(at instant: Instant, in zone: ZoneID) throws(ValueError) -> Int {
    if let offset = zone.fixedOffset { return offset }
    return try timeZone(zone).secondsFromGMT(for: instant.date)
  }

  func nextTransition(after instant: Instant, in zone: ZoneID) throws(ValueError) -> Instant? {
    if zone.fixedOffset != nil { return nil }
    let timeZone = try timeZone(zone)
    let last = Instant.maximum.date
    var date = instant.date
    let offset = timeZone.secondsFromGMT(for: date)
    // Foundation also reports changes of a zone's abbreviation or rule that leave its offset alone.
    while let next = timeZone.nextDaylightSavingTimeTransition(after: date), next > date, next < last {
      if timeZone.secondsFromGMT(for: next) != offset {
        let seconds = Int64(next.timeIntervalSince1970.rounded(.down))
        return Instant(microsecondsSinceEpoch: seconds * Microseconds.perSecond)
      }
      date = next
    }
    return nil
  }

  private func timeZone(_ zone: ZoneID) throws(ValueError) -> TimeZone {
    if let known = cache.withLock({ $0[zone] }) { return known }
    guard let found = TimeZone(identifier: zone.name) else { throw ValueError.unknownZone(zone) }
    cache.withLock { if $0.count < Self.cacheLimit { $0[zone] = found } }
    return found
  }
}

extension Instant {
  /// The whole second this instant lies in; offsets change on whole seconds only.
  fileprivate var date: Date {
    let seconds = microsecondsSinceEpoch.floorDivided(by: Microseconds.perSecond).quotient
    return Date(timeIntervalSince1970: Double(seconds))
  }
}
