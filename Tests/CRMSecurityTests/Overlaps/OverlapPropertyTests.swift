import CRMModel
import CRMSecurity
import CRMStorage
import CRMTestStores
import CRMTesting
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Random bookings saved in batches, against ``NaiveBookings``; `CRM_OVERLAP_SEEDS` says how many worlds.
@Suite struct `No-overlap rules on random batches` {
  private static let seeds = Int(ProcessInfo.processInfo.environment["CRM_OVERLAP_SEEDS"] ?? "") ?? 12

  private enum Step { case insert, update, delete, restore }

  /// What was tried and how it ended.
  private struct Tally {
    var counts: [String: Int] = [:]
    mutating func add(_ event: String) { counts[event, default: 0] += 1 }
  }

  @Test(arguments: StoreKind.allCases)
  func `refuse the same rows as comparing each with each`(_ kind: StoreKind) async throws {
    var tally = Tally()
    for seed in 0..<Self.seeds {
      var random = SeededGenerator(seed: 7_000 + UInt64(seed))
      try await kind.withSession(modules: [BookingModule()]) { _, session in
        try await play(session, &random, &tally, "seed \(7_000 + seed)")
      }
    }
    print("overlaps, \(kind.rawValue), seeds 7000...\(6_999 + Self.seeds):", tally.counts.sorted { $0 < $1 })
    for step in ["insert", "update", "restore"] {
      for ending in ["seat_taken", "guest_elsewhere", "closed_twice", "done"] {
        #expect(tally.counts["\(step) \(ending)", default: 0] > 0, "\(step) never ended with \(ending)")
      }
    }
  }

  private func play(
    _ session: Session, _ random: inout SeededGenerator, _ tally: inout Tally, _ seed: Comment
  ) async throws {
    let guests = try await session.insert([
      Contact { $0.name = PersonName(last: "One") }, Contact { $0.name = PersonName(last: "Two") },
    ]).map(\.id)
    var naive = NaiveBookings()
    for _ in 0..<80 {
      let step = [Step.insert, .insert, .insert, .update, .update, .delete, .restore, .restore].randomElement(
        using: &random)
      switch step {
      case .insert:
        let batch = try (0..<Int.random(in: 1...6, using: &random)).map { _ in try booking(guests, &random) }
        naive.save(try await judge(batch, "insert", session, naive, &tally, seed) { try $0.insert(batch) } ?? [])
      case .update:
        var batch = some(naive.live, &random)
        for index in batch.indices { try change(&batch[index], guests, &random) }
        let given = batch
        naive.save(try await judge(batch, "update", session, naive, &tally, seed) { try $0.update(given) } ?? [])
      case .delete:
        let batch = some(naive.live, &random)
        try await session.write { tx in try tx.delete(batch.map(\.id.erased)) }
        naive.delete(batch)
      case .restore, nil:
        let batch = some(naive.deleted, &random)
        if try await judge(batch, "restore", session, naive, &tally, seed, { try $0.restore(batch.map(\.id.erased)) })
          != nil
        {
          naive.restore(batch)
        }
      }
      let found = try await session.fetch(Booking.query)
      #expect(Set(found.map(\.id)) == Set(naive.live.map(\.id)), seed)
      let byID = Dictionary(uniqueKeysWithValues: found.map { ($0.id, $0) })
      naive.save(naive.live.compactMap { byID[$0.id] })
      #expect(naive.isSound, seed)
    }
  }

  /// Does a step, which must be refused as the list says, and gives what it gave; nil if it was refused.
  private func judge<T: Sendable>(
    _ batch: [Booking], _ step: String, _ session: Session, _ naive: NaiveBookings, _ tally: inout Tally,
    _ seed: Comment, _ work: @Sendable @escaping (WriteTransaction) throws -> T
  ) async throws -> T? {
    let refusals = naive.refusals(of: batch)
    do {
      let result = try await session.write { tx in try work(tx) }
      compare(nil, refusals, batch, step, &tally, seed)
      return result
    } catch let error as StoreError {
      compare(error, refusals, batch, step, &tally, seed)
      return nil
    }
  }

  private func compare(
    _ error: StoreError?, _ refusals: [(code: ErrorCode, position: Int)], _ batch: [Booking], _ step: String,
    _ tally: inout Tally, _ seed: Comment
  ) {
    let told = (error?.violations ?? []).map { "\($0.code) \($0.index ?? -1)" }
    #expect(told == refusals.map { "\($0.code) \($0.position)" }, seed)
    for code in Set(refusals.map(\.code)) { tally.add("\(step) \(code)") }
    if refusals.isEmpty, !batch.isEmpty { tally.add("\(step) done") }
  }

  private func some(_ bookings: [Booking], _ random: inout SeededGenerator) -> [Booking] {
    Array(bookings.shuffled(using: &random).prefix(Int.random(in: 1...5, using: &random)))
  }

  private func booking(_ guests: [Contact.ID], _ random: inout SeededGenerator) throws -> Booking {
    var booking = Booking()
    booking.room = ["A", "A", "B", nil].randomElement(using: &random) ?? nil
    booking.seat = [1, 1, 2, nil].randomElement(using: &random) ?? nil
    booking.isTentative = Int.random(in: 0..<5, using: &random) == 0
    booking.slot = try hours(&random)
    if Bool.random(using: &random) {
      booking.guest = guests.randomElement(using: &random)
      let start = Int.random(in: 0..<30, using: &random)
      booking.stay = try .days(start, start + Int.random(in: 0..<5, using: &random))
    }
    if Int.random(in: 0..<4, using: &random) == 0 { booking.closure = try hours(&random) }
    return booking
  }

  private func change(
    _ booking: inout Booking, _ guests: [Contact.ID], _ random: inout SeededGenerator
  ) throws {
    let other = try self.booking(guests, &random)
    switch Int.random(in: 0..<6, using: &random) {
    case 0: booking.slot = other.slot
    case 1: (booking.room, booking.seat) = (other.room, other.seat)
    case 2: booking.isTentative.toggle()
    case 3: (booking.guest, booking.stay) = (other.guest, other.stay)
    case 4: booking.closure = other.closure
    default: break
    }
  }

  private func hours(_ random: inout SeededGenerator) throws -> InstantInterval? {
    if Int.random(in: 0..<8, using: &random) == 0 { return nil }
    let start = Int.random(in: 0..<50, using: &random)
    return try .hours(start, start + Int.random(in: 0..<6, using: &random))
  }
}
