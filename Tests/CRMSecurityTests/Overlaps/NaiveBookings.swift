import CRMModel

/// Bookings as a plain list, judged by comparing each with each: the rules as they read, written for clarity.
struct NaiveBookings {
  /// A rule: which bookings stand in each other's way, and at what time.
  private struct Rule: Sendable {
    let code: ErrorCode
    /// All that it looks at; who changes nothing of it is not judged by it.
    let reads: @Sendable (Booking) -> [String]
    /// Nil for a booking that the rule does not count.
    let claim: @Sendable (Booking) -> (key: [String], start: Int64, end: Int64)?

    func collide(_ one: Booking, _ other: Booking) -> Bool {
      guard let one = claim(one), let other = claim(other), one.key == other.key else { return false }
      // Moments inside both; an interval with no moment inside is in nobody's way.
      return max(one.start, other.start) < min(one.end, other.end)
    }
  }

  private static let rules = [
    Rule(
      code: "seat_taken",
      reads: { ["\($0.isTentative) \($0.room ?? "") \($0.seat ?? 0)", "\(String(describing: $0.slot))"] }
    ) {
      booking in
      guard !booking.isTentative, let room = booking.room, let seat = booking.seat, let slot = booking.slot else {
        return nil
      }
      return (
        [room, String(seat)], slot.start.microsecondsSinceEpoch, slot.end.microsecondsSinceEpoch
      )
    },
    Rule(code: "guest_elsewhere", reads: { ["\(String(describing: $0.guest))", "\(String(describing: $0.stay))"] }) {
      booking in
      guard let guest = booking.guest, let stay = booking.stay else { return nil }
      return (
        [String(guest.rawValue)], Int64(stay.start.daysSinceEpoch), Int64(stay.end.daysSinceEpoch)
      )
    },
    Rule(code: "closed_twice", reads: { ["\(String(describing: $0.closure))"] }) { booking in
      booking.closure.map { ([], $0.start.microsecondsSinceEpoch, $0.end.microsecondsSinceEpoch) }
    },
  ]

  private(set) var live: [Booking] = []
  private(set) var deleted: [Booking] = []

  /// What a save of a batch would be refused for: rule by rule the positions of bookings that collide with one that
  /// stays as the rule saw it, or with one before it in the batch that is not itself refused by the rule.
  func refusals(of batch: [Booking]) -> [(code: ErrorCode, position: Int)] {
    let changing = Set(batch.filter { !$0.id.isUnset }.map(\.id))
    let others = live.filter { !changing.contains($0.id) }
    let before = Dictionary(uniqueKeysWithValues: live.map { ($0.id, $0) })
    var refusals: [(ErrorCode, Int)] = []
    for rule in Self.rules {
      let isJudged = batch.map { booking in before[booking.id].map { rule.reads($0) != rule.reads(booking) } ?? true }
      let standing = others + batch.indices.filter { !isJudged[$0] }.map { batch[$0] }
      var accepted: [Booking] = []
      for (position, booking) in batch.enumerated() where isJudged[position] {
        if (standing + accepted).contains(where: { rule.collide($0, booking) }) {
          refusals.append((rule.code, position))
        } else {
          accepted.append(booking)
        }
      }
    }
    return refusals
  }

  mutating func save(_ bookings: [Booking]) {
    for booking in bookings {
      if let place = live.firstIndex(where: { $0.id == booking.id }) {
        live[place] = booking
      } else {
        live.append(booking)
      }
    }
  }

  mutating func delete(_ bookings: [Booking]) {
    let ids = Set(bookings.map(\.id))
    deleted += live.filter { ids.contains($0.id) }
    live.removeAll { ids.contains($0.id) }
  }

  mutating func restore(_ bookings: [Booking]) {
    let ids = Set(bookings.map(\.id))
    live += deleted.filter { ids.contains($0.id) }
    deleted.removeAll { ids.contains($0.id) }
  }

  /// Whether no two bookings collide.
  var isSound: Bool {
    Self.rules.allSatisfy { rule in
      live.indices.allSatisfy { one in !live[(one + 1)...].contains { rule.collide(live[one], $0) } }
    }
  }
}
