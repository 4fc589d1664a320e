import CRMModel
import CRMSecurity
import CRMStorage
import CRMTestStores
import Synchronization
import Testing

@Suite struct `A no-overlap rule` {
  /// Counts the scans of bookings.
  private final class Scans: Sendable {
    private let counted = Mutex(0)
    var count: Int { counted.withLock { $0 } }

    func add(_ event: StatementEvent) {
      if event.kind == .scan, event.entity == Booking.name { counted.withLock { $0 += 1 } }
    }
  }

  private static func booking(_ room: String, _ seat: Int?, _ start: Int, _ end: Int) throws -> Booking {
    let slot = try InstantInterval.hours(start, end)
    return Booking {
      $0.room = room
      $0.seat = seat
      $0.slot = slot
    }
  }

  /// Bookings of one hour each, one after the other on every seat.
  private static func bookings(_ count: Int, seats: Int, from first: Int = 0) throws -> [Booking] {
    try (0..<count).map { try booking("A", $0 % seats, first + $0 / seats, first + $0 / seats + 1) }
  }

  private func refused(_ work: () async throws -> Void) async throws -> [Int?] {
    let error = try await #require(throws: StoreError.self) { try await work() }
    #expect(error.kind == .conflict)
    return error.violations.map(\.index)
  }

  @Test(arguments: StoreKind.allCases, [(1, 1), (300, 7), (3_000, 50)])
  func `scans the store once for a batch`(_ kind: StoreKind, _ size: (count: Int, seats: Int)) async throws {
    let scans = Scans()
    try await kind.withSession(modules: [BookingModule()]) {
      $0.instrument = { scans.add($0) }
    } _: { _, session in
      try await session.insert(try Self.bookings(size.count, seats: size.seats))
      #expect(scans.count == 1)
      try await session.insert(try Self.bookings(size.count, seats: size.seats, from: 10_000))
      #expect(scans.count == 2)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `scans the store once for a thousand keys, and finds what stands in the way of the last`(
    _ kind: StoreKind
  ) async throws {
    let scans = Scans()
    try await kind.withSession(modules: [BookingModule()]) {
      $0.instrument = { scans.add($0) }
    } _: { _, session in
      try await session.insert(try Self.bookings(2_001, seats: 2_001))
      #expect(scans.count == 3)
      let again = try Self.bookings(2_001, seats: 2_001)
      let all = try await refused { try await session.insert(again) }
      #expect(all == Array(0...2_000))
      #expect(scans.count == 6)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `tells every row that is in the way of an earlier one`(_ kind: StoreKind) async throws {
    try await kind.withSession(modules: [BookingModule()]) { _, session in
      // The first spans the two after it, which do not touch one another; the fourth only overlaps the refused third.
      let batch = [
        try Self.booking("A", 1, 0, 10), try Self.booking("A", 1, 1, 2), try Self.booking("A", 1, 8, 12),
        try Self.booking("A", 1, 11, 13), try Self.booking("A", 2, 8, 12),
      ]
      #expect(try await refused { try await session.insert(batch) } == [1, 2])
      try await session.insert([batch[0], batch[3], batch[4]])
      #expect(try await session.count(Booking.query) == 3)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `tells what is in the way in the store and in the batch together, for all rules`(
    _ kind: StoreKind
  ) async throws {
    try await kind.withSession(modules: [BookingModule()]) { _, session in
      try await session.insert(try Self.booking("A", 1, 0, 10))
      let closure = try InstantInterval.hours(0, 5)
      var batch = [
        try Self.booking("A", 1, 9, 11), try Self.booking("A", 2, 0, 2), try Self.booking("A", 2, 1, 3),
        try Self.booking("A", 3, 0, 2),
      ]
      batch[0].closure = closure
      batch[3].closure = closure
      let error = try await #require(throws: StoreError.self) { try await session.insert(batch) }
      #expect(error.violations.map(\.code) == ["seat_taken", "seat_taken", "closed_twice"])
      #expect(error.violations.map(\.index) == [0, 2, 3])
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `lets bookings touch, and does not mind empty ones, stored or new`(_ kind: StoreKind) async throws {
    try await kind.withSession(modules: [BookingModule()]) { _, session in
      try await session.insert([try Self.booking("A", 1, 5, 5), try Self.booking("A", 1, 0, 2)])
      try await session.insert([
        try Self.booking("A", 1, 2, 8), try Self.booking("A", 1, 8, 9), try Self.booking("A", 1, 3, 3),
      ])
      #expect(try await session.count(Booking.query) == 5)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `lets rows of one batch swap their times`(_ kind: StoreKind) async throws {
    try await kind.withSession(modules: [BookingModule()]) { _, session in
      var pair = try await session.insert([try Self.booking("A", 1, 0, 2), try Self.booking("A", 1, 2, 4)])
      let (first, second) = (pair[0].slot, pair[1].slot)
      (pair[0].slot, pair[1].slot) = (second, first)
      let swapped = pair
      let stored = try await session.write { tx in try tx.update(swapped) }
      #expect(stored.map(\.slot) == [second, first])
      let alone = stored[0].id
      let taken = try await #require(throws: StoreError.self) {
        try await session.update(alone) { $0.slot = first }
      }
      #expect(taken.record == alone.erased)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `does not mind deleted bookings, and is checked when one is restored`(_ kind: StoreKind) async throws {
    try await kind.withSession(modules: [BookingModule()]) { _, session in
      let old = try await session.insert(try Self.booking("A", 1, 0, 4))
      try await session.delete(old.id)
      let new = try await session.insert(try Self.booking("A", 1, 2, 3))
      let taken = try await #require(throws: StoreError.self) { try await session.restore(old.id) }
      #expect(taken.code == "seat_taken")
      #expect(taken.record == old.id.erased)
      try await session.delete(new.id)
      try await session.restore(old.id)
      #expect(try await session.fetch(Booking.query).map(\.id) == [old.id])
    }
  }
}
