import CRMModel
import CRMSecurity
import CRMStorage
import CRMTestStores
import CRMTesting
import Testing

/// A number that a record brings with it raises the counter, so that the store goes on behind it.
@Suite struct `Numbers that records bring with them` {
  private static let ticket: EntityName = "custom.ticket"

  /// A store in June 2025 with an entity whose records are counted in three ways, and what its engine is asked.
  private static func withTickets(
    _ kind: StoreKind, _ body: (Session, EngineTap, EventLog, FixedClock) async throws -> Void
  ) async throws {
    let clock = FixedClock(try Instant("2025-06-02T12:00:00Z"))
    let log = EventLog()
    try await kind.withTappedWorkspace(clock: clock) {
      $0.instrument = { log.add($0) }
    } _: { _, session, tap in
      try await session.alter { schema in
        schema.addEntity(
          "ticket",
          fields: [
            CustomField.autoNumber("yearly", "T-{yyyy}-000").unique(), .autoNumber("monthly", "M{yy}{mm}-0"),
            CustomField.autoNumber("plain", "P000").unique(),
          ])
      }
      try await body(session, tap, log, clock)
    }
  }

  private static func record(_ field: FieldName, _ number: String) -> Record {
    Record(ticket, [field: .text(number)])
  }

  /// The next number of a field, and how often the engine was asked about tickets for it.
  private static func next(
    _ field: FieldName, _ session: Session, _ log: EventLog
  ) async throws -> (number: FieldValue, looks: Int) {
    log.clear()
    let stored = try await session.insert(Record(ticket))
    let looks = log.all.filter { ($0.kind == .scan || $0.kind == .count) && $0.entity == ticket }
    return (stored[field], looks.count)
  }

  @Test(arguments: StoreKind.allCases, [1, 100, 5_000])
  func `leave the next one to be looked up once`(_ kind: StoreKind, _ batchSize: Int) async throws {
    try await Self.withTickets(kind) { session, _, log, _ in
      // As another system had them: with holes, in no order.
      let numbers = (1...1_500).map { ($0 * 7) % 1_501 }.filter { $0 % 10 != 3 }
      let records = numbers.map {
        Self.record("custom.plain", "P" + String(repeating: "0", count: 3 - min(3, String($0).count)) + "\($0)")
      }
      log.clear()
      try await session.write { tx in
        for start in stride(from: 0, to: records.count, by: batchSize) {
          try tx.insert(Array(records[start..<min(start + batchSize, records.count)]))
        }
      }
      // Two unique fields, of which one is not brought along.
      let batches = (records.count + batchSize - 1) / batchSize
      #expect(log.all.filter { $0.kind == .scan || $0.kind == .count }.count <= batches)
      let next = try await Self.next("custom.plain", session, log)
      #expect(next.number == "P1501")
      #expect(next.looks <= 2)
      #expect(try await Self.next("custom.plain", session, log).number == "P1502")
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `may come by a change, and by an import`(_ kind: StoreKind) async throws {
    try await Self.withTickets(kind) { session, _, log, _ in
      let first = try await session.insert(Record(Self.ticket))
      #expect(first["custom.plain"] == "P001")
      try await session.update(AnyRecordID(entity: Self.ticket, rawValue: first.id), ["custom.plain": "P040"])
      let afterChange = try await Self.next("custom.plain", session, log)
      #expect(afterChange.number == "P041" && afterChange.looks <= 2)
      let report = try await session.importCSV(
        .bytes(Array("plain\nP100\nP090\nP095\n".utf8)), map: ImportMap(Self.ticket))
      #expect(report.inserted == 3)
      let afterImport = try await Self.next("custom.plain", session, log)
      #expect(afterImport.number == "P101" && afterImport.looks <= 2)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `that an older program stored are read through once, not looked up one by one`(_ kind: StoreKind) async throws {
    try await Self.withTickets(kind) { session, tap, log, _ in
      _ = try await session.write { tx in try tx.insert((0..<2_000).map { _ in Record(Self.ticket) }) }
      let catalog = try await session.read { $0.schema }
      let field = try #require(catalog[Self.ticket]?.fields.first { $0.name == "custom.plain" }?.number)
      try await tap.write { try $0.setMetadata("counter.\(field).0", nil) }
      let next = try await Self.next("custom.plain", session, log)
      #expect(next.number == "P2001")
      #expect(next.looks <= 4)
      #expect(try await Self.next("custom.plain", session, log).looks <= 2)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `belong to their year`(_ kind: StoreKind) async throws {
    try await Self.withTickets(kind) { session, _, log, clock in
      _ = try await session.write { tx in
        try tx.insert(["T-2024-900", "T-2025-010", "T-2026-020"].map { Self.record("custom.yearly", $0) })
      }
      #expect(try await Self.next("custom.yearly", session, log).number == "T-2025-011")
      try clock.advance(by: .days(365))
      #expect(try await Self.next("custom.yearly", session, log).number == "T-2026-021")
      try clock.advance(by: .days(-730))
      #expect(try await Self.next("custom.yearly", session, log).number == "T-2024-901")
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `count for all months of their year`(_ kind: StoreKind) async throws {
    try await Self.withTickets(kind) { session, _, log, _ in
      try await session.insert(Self.record("custom.monthly", "M2501-77"))
      #expect(try await Self.next("custom.monthly", session, log).number == "M2506-78")
    }
  }

  @Test(
    arguments: StoreKind.allCases,
    [
      "P1000001", "P999999999", "P999999999999999999", "P9223372036854775807", "P9223372036854775808",
      "P99999999999999999999999", "P0001", "P01", "p005", "P005x", "P-05", "P", "P000", "5",
    ])
  func `change nothing if they are far off or of another pattern`(_ kind: StoreKind, _ number: String) async throws {
    try await Self.withTickets(kind) { session, _, log, _ in
      try await session.insert(Self.record("custom.plain", number))
      #expect(try await Self.next("custom.plain", session, log).number == "P001")
    }
  }

  @Test(arguments: StoreKind.allCases, [("P999", "P1000"), ("P1000000", "P1000001"), ("P001", "P002")])
  func `count up to a million above the last`(
    _ kind: StoreKind, _ example: (given: String, next: String)
  ) async throws {
    try await Self.withTickets(kind) { session, _, log, _ in
      try await session.insert(Self.record("custom.plain", example.given))
      #expect(try await Self.next("custom.plain", session, log).number == .text(example.next))
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `that were too far off are stepped over when the counter gets there`(_ kind: StoreKind) async throws {
    try await Self.withTickets(kind) { session, _, log, _ in
      let far = (0..<300).map { Self.record("custom.plain", "P\(1_500_000 + $0)") }
      _ = try await session.write { try $0.insert(far) }
      #expect(try await Self.next("custom.plain", session, log).number == "P001")
      try await session.insert(Self.record("custom.plain", "P999999"))
      try await session.insert(Self.record("custom.plain", "P1499998"))
      #expect(try await Self.next("custom.plain", session, log).number == "P1499999")
      let next = try await Self.next("custom.plain", session, log)
      #expect(next.number == "P1500300")
      #expect(next.looks <= 4)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `do not count if the write fails`(_ kind: StoreKind) async throws {
    try await Self.withTickets(kind) { session, _, log, _ in
      try await session.insert(Self.record("custom.plain", "P001"))
      await #expect(throws: StoreError.self) {
        try await session.write { tx in
          try tx.insert([Self.record("custom.plain", "P500"), Self.record("custom.plain", "P001")])
        }
      }
      #expect(try await Self.next("custom.plain", session, log).number == "P002")
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `share a batch with records that have none`(_ kind: StoreKind) async throws {
    try await Self.withTickets(kind) { session, _, _, _ in
      let stored = try await session.write { tx in
        try tx.insert([
          Record(Self.ticket), Self.record("custom.plain", "P004"), Record(Self.ticket),
          Self.record("custom.plain", "P002"),
        ])
      }
      #expect(stored.map { $0["custom.plain"] } == ["P005", "P004", "P006", "P002"])
    }
  }
}
