extension ZoneDatabase {
  /// The instant at which the clocks of `zone` show `local`.
  ///
  /// Where the clocks go forward over it, the time moves forward by the length of the gap: 02:30 becomes 03:30. Where
  /// they go back and show it twice, `policy` chooses; the earlier one unless told otherwise. These are the defaults
  /// of RFC 5545 (3.3.5) and of ECMAScript's Temporal ("compatible").
  ///
  /// - Throws: ``ValueError`` with code `unknown_zone`, or `time_out_of_range` at the very ends of the calendar.
  public func resolve(
    _ local: LocalDateTime, in zone: ZoneID, _ policy: OverlapPolicy = .earlier
  ) throws(ValueError) -> Instant {
    switch try resolution(of: local, in: zone) {
    case .unique(let instant): instant
    case .skipped(let moved, _): moved
    case .repeated(let earlier, let later): policy == .earlier ? earlier : later
    }
  }

  /// Every instant at which the clocks of `zone` show `local`, or what happens instead.
  ///
  /// The offsets a day before and a day after are tried, so two changes of the offset must lie more than two days
  /// apart. In the IANA data of 2025b the closest two lie 6.96 days apart (America/Recife, October 2000).
  ///
  /// - Throws: ``ValueError`` with code `unknown_zone`, or `time_out_of_range` at the very ends of the calendar.
  public func resolution(of local: LocalDateTime, in zone: ZoneID) throws(ValueError) -> LocalTimeResolution {
    let before = try offset(near: local.microsecondsSinceEpoch - Microseconds.perDay, in: zone)
    let after = try offset(near: local.microsecondsSinceEpoch + Microseconds.perDay, in: zone)
    if before == after { return .unique(try local.instant(atOffset: before)) }
    let early = try local.instant(atOffset: before)
    let late = try local.instant(atOffset: after)
    let showsEarly = try offset(at: early, in: zone) == before
    let showsLate = try offset(at: late, in: zone) == after
    switch (showsEarly, showsLate) {
    case (true, true): return .repeated(earlier: early, later: late)
    case (true, false): return .unique(early)
    case (false, true): return .unique(late)
    case (false, false):
      // In a gap the offset grows, so the clocks' new offset gives an instant before the change, the old one after it.
      return .skipped(moved: early, transition: try change(from: before, after: late, upTo: early, in: zone))
    }
  }

  /// The instants of the days of `range` in `zone`, from the start of the first to the start of the day after the last.
  ///
  /// Empty if the range is empty, or if the zone skipped its days altogether (Pacific/Apia, 2011-12-30).
  ///
  /// - Throws: ``ValueError`` with code `unknown_zone`, or `time_out_of_range` at the very ends of the calendar.
  public func instants(of range: DateRange, in zone: ZoneID) throws(ValueError) -> InstantInterval {
    try InstantInterval(from: start(of: range.start, in: zone), to: start(of: range.end, in: zone))
  }

  /// The first instant of `day` in `zone`: midnight, the earlier one if shown twice, or if skipped the first instant
  /// after the gap.
  ///
  /// - Throws: ``ValueError`` with code `unknown_zone`, or `time_out_of_range` at the very ends of the calendar.
  public func start(of day: CalendarDate, in zone: ZoneID) throws(ValueError) -> Instant {
    switch try resolution(of: LocalDateTime(day, .midnight), in: zone) {
    case .unique(let instant): instant
    case .skipped(_, let transition): transition
    case .repeated(let earlier, _): earlier
    }
  }

  /// The offset at the instant this many microseconds after the epoch, moved into the calendar if it lies outside.
  private func offset(near microseconds: Int64, in zone: ZoneID) throws(ValueError) -> Int {
    let bounds = Microseconds.inCalendar
    let inside = min(max(microseconds, bounds.lowerBound), bounds.upperBound)
    return try offset(at: Instant(unchecked: inside), in: zone)
  }

  /// The first whole second after `start`, at most `end`, at which the offset is no longer `old`; by bisection.
  private func change(
    from old: Int, after start: Instant, upTo end: Instant, in zone: ZoneID
  ) throws(ValueError) -> Instant {
    var low = start.microsecondsSinceEpoch.floorDivided(by: Microseconds.perSecond).quotient
    var high = end.microsecondsSinceEpoch.floorDivided(by: Microseconds.perSecond).quotient
    while high - low > 1 {
      let middle = low + (high - low) / 2
      if try offset(near: middle * Microseconds.perSecond, in: zone) == old { low = middle } else { high = middle }
    }
    return Instant(unchecked: high * Microseconds.perSecond)
  }
}
