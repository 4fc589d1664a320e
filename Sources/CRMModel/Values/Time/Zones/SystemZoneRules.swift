// The whole of Foundation, not FoundationEssentials: only the former has named zones on Linux (decision 0007).
import Foundation
import Synchronization

/// The named zones of Foundation, and fixed offsets.
final class SystemZoneRules: ZoneRules {
  /// More names than this are looked up again each time, so that names from outside cannot fill the memory.
  private static let cacheLimit = 1_024

  private let cache = Mutex<[ZoneID: KnownZone]>([:])

  func offset(at instant: Instant, in zone: ZoneID) throws(ValueError) -> Int {
    if let offset = zone.fixedOffset { return offset }
    return try known(zone).offset(atSecond: instant.wholeSecond)
  }

  func nextTransition(after instant: Instant, in zone: ZoneID) throws(ValueError) -> Instant? {
    if zone.fixedOffset != nil { return nil }
    guard let second = try known(zone).nextChange(after: instant.wholeSecond) else { return nil }
    let (microseconds, isTooBig) = second.multipliedReportingOverflow(by: Microseconds.perSecond)
    return isTooBig ? nil : Instant(microsecondsSinceEpoch: microseconds)
  }

  private func known(_ zone: ZoneID) throws(ValueError) -> KnownZone {
    if let known = cache.withLock({ $0[zone] }) { return known }
    guard let timeZone = TimeZone(identifier: zone.name) else { throw ValueError.unknownZone(zone) }
    let known = KnownZone(timeZone)
    cache.withLock { if $0.count < Self.cacheLimit { $0[zone] = known } }
    return known
  }
}

/// One zone of Foundation, with its offsets of 1970 up to 2100 worked out at the first use.
private final class KnownZone: Sendable {
  private static let firstSecond: Int64 = 0
  private static let endSecond: Int64 = 4_102_444_800

  private let timeZone: TimeZone
  private let table: ZoneOffsetTable

  init(_ timeZone: TimeZone) {
    self.timeZone = timeZone
    let start = Date(second: Self.firstSecond)
    var changes = [ZoneOffsetTable.Change(second: Self.firstSecond, offset: timeZone.secondsFromGMT(for: start))]
    timeZone.forEachTransition(after: start) { second, offset in
      guard second < Self.endSecond else { return false }
      changes.append(ZoneOffsetTable.Change(second: second, offset: offset))
      return true
    }
    table = ZoneOffsetTable(changes, until: Self.endSecond)
  }

  func offset(atSecond second: Int64) -> Int {
    table.offset(atSecond: second) ?? timeZone.secondsFromGMT(for: Date(second: second))
  }

  /// The first second after `second` at which the offset is another one.
  func nextChange(after second: Int64) -> Int64? {
    let offset = offset(atSecond: second)
    var found: Int64?
    timeZone.forEachTransition(after: Date(second: second)) { next, newOffset in
      if newOffset != offset { found = next }
      return found == nil
    }
    return found
  }
}

extension TimeZone {
  /// Tells each transition's second and new offset until `body` answers false or the calendar ends.
  ///
  /// Foundation also reports changes of a zone's abbreviation that leave its offset alone.
  fileprivate func forEachTransition(after start: Date, _ body: (Int64, Int) -> Bool) {
    let last = Date(second: Instant.maximum.wholeSecond)
    var date = start
    while let next = nextDaylightSavingTimeTransition(after: date), next > date, next < last {
      let second = Int64(next.timeIntervalSince1970.rounded(.down))
      guard body(second, secondsFromGMT(for: next)) else { return }
      date = next
    }
  }
}

extension Date {
  fileprivate init(second: Int64) { self.init(timeIntervalSince1970: Double(second)) }
}

extension Instant {
  /// The second since 1970-01-01T00:00:00Z that this instant lies in; offsets change on whole seconds only.
  fileprivate var wholeSecond: Int64 {
    microsecondsSinceEpoch.floorDivided(by: Microseconds.perSecond).quotient
  }
}
