import CRMModel
import CRMSecurity
import CRMStorage
import CRMTestStores
import CRMTesting
import Testing

/// "A store gives numbers without gaps", counted "from 1 again each year, that of today in the workspace's zone".
@Suite struct `Automatic numbers of a store` {
  /// A store with an entity whose records are counted in three ways.
  private static func withTickets(
    _ kind: StoreKind, from moment: String = "2025-12-31T10:00:00Z", zone: String = "Pacific/Auckland",
    _ body: (Session, FixedClock) async throws -> Void
  ) async throws {
    let clock = FixedClock(try Instant(moment))
    let zone = try ZoneID(zone)
    try await kind.withWorkspace(clock: clock) {
      $0.zone = zone
    } _: { workspace in
      let session = try await workspace.session(as: .owner)
      try await session.alter { schema in
        schema.addEntity(
          "ticket",
          fields: [
            .text("topic"), CustomField.autoNumber("yearly", "T-{yyyy}-000").unique(),
            .autoNumber("monthly", "M{yy}{mm}-0"), .autoNumber("plain", "000"),
          ])
      }
      try await body(session, clock)
    }
  }

  private static func add(_ count: Int, _ session: Session) async throws -> [[FieldValue]] {
    let records = (0..<count).map { Record("custom.ticket", ["custom.topic": .text("\($0)")]) }
    let stored = try await session.write { try $0.insert(records) }
    return stored.map { record in ["custom.yearly", "custom.monthly", "custom.plain"].map { record[$0] } }
  }

  @Test(arguments: StoreKind.allCases)
  func `begin again with the year of the workspace's zone`(_ kind: StoreKind) async throws {
    // 10:00 in UTC is 23:00 in Auckland, an hour before its new year.
    try await Self.withTickets(kind) { session, clock in
      #expect(
        try await Self.add(2, session) == [
          ["T-2025-001", "M2512-1", "001"], ["T-2025-002", "M2512-2", "002"],
        ])
      try clock.advance(by: .hours(1))
      #expect(
        try await Self.add(2, session) == [
          ["T-2026-001", "M2601-1", "003"], ["T-2026-002", "M2601-2", "004"],
        ])
      // A clock that goes back finds the old year's counter where it was.
      try clock.advance(by: .hours(-1))
      #expect(try await Self.add(1, session) == [["T-2025-003", "M2512-3", "005"]])
      try clock.advance(by: .days(366))
      #expect(try await Self.add(1, session) == [["T-2027-001", "M2701-1", "006"]])
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `lose none to a write that fails`(_ kind: StoreKind) async throws {
    try await Self.withTickets(kind) { session, _ in
      _ = try await Self.add(1, session)
      await #expect(throws: Refusal.self) {
        try await session.write { tx in
          try tx.insert(Record("custom.ticket"))
          throw Refusal()
        }
      }
      await #expect(throws: StoreError.self) {
        try await session.write { tx in
          try tx.insert([Record("custom.ticket"), Record("custom.ticket", ["custom.yearly": "T-2025-001"])])
        }
      }
      try await session.write { tx in
        // Undone within a transaction that goes on.
        _ = #expect(throws: StoreError.self) {
          try tx.insert([Record("custom.ticket"), Record("custom.ticket", ["custom.yearly": "T-2025-001"])])
        }
      }
      #expect(try await Self.add(1, session).map { $0[0] } == ["T-2025-002"])
    }
  }

  private struct Refusal: Error {}

  @Test(arguments: StoreKind.allCases)
  func `have no gaps and no doubles when many write at once`(_ kind: StoreKind) async throws {
    try await Self.withTickets(kind) { session, _ in
      let numbers = try await withThrowingTaskGroup(of: [String].self) { group in
        for task in 0..<20 {
          group.addTask {
            var numbers: [String] = []
            for round in 0..<5 {
              if (task + round) % 4 == 0 {
                await #expect(throws: StoreError.self) {
                  try await session.insert(Record("custom.ticket", ["custom.topic": .integer(1)]))
                }
              } else if case .text(let number) = try await session.insert(Record("custom.ticket"))["custom.yearly"] {
                numbers.append(number)
              }
            }
            return numbers
          }
        }
        return try await group.reduce(into: [String]()) { $0 += $1 }
      }
      #expect(numbers.count == 75)
      let expected = (1...75).map { number in
        let digits = String(number)
        return "T-2025-" + String(repeating: "0", count: 3 - digits.count) + digits
      }
      #expect(numbers.sorted() == expected)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `of deleted and removed records are not given again`(_ kind: StoreKind) async throws {
    try await Self.withTickets(kind) { session, _ in
      let stored = try await session.write { tx in
        try tx.insert([Record("custom.ticket"), Record("custom.ticket")])
      }
      let ids = stored.map { AnyRecordID(entity: "custom.ticket", rawValue: $0.id) }
      try await session.write { tx in
        try tx.delete([ids[0]])
        try tx.removePermanently([ids[1]])
      }
      #expect(try await Self.add(1, session).map { $0[0] } == ["T-2025-003"])
    }
  }

  @Test func `go on where they were when the store is opened again`() async throws {
    try await StoreKind.sqlite.withSource { source in
      let clock = FixedClock()
      for expected in 1...3 {
        let workspace = try await Workspace.prepared(on: source, modules: [SpecimenModule()], clock: clock) {
          $0.ids = nil
        }
        let stored = try await workspace.session(as: .owner).insert(Specimen { $0.title = "x" })
        #expect(stored.number == "SP-2025-00\(expected)")
        await workspace.close()
      }
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `go on behind those that were given by hand`(_ kind: StoreKind) async throws {
    try await kind.withSession { _, session in
      try await session.alter { schema in
        schema[Account.self].add(CustomField("ticket", .autoNumber("T-000")).unique(), label: "Ticket")
      }
      let first = try await session.insert([
        Account {
          $0.name = "A"; $0.custom["ticket"] = "T-002"
        }, Account { $0.name = "B" }, Account { $0.name = "C" },
      ])
      #expect(first.map { $0.custom["ticket"] } == ["T-002", "T-003", "T-004"])
      try await session.insert(
        Account {
          $0.name = "D"; $0.custom["ticket"] = "T-006"
        })
      let next = try await session.insert([Account { $0.name = "E" }, Account { $0.name = "F" }])
      #expect(next.map { $0.custom["ticket"] } == ["T-007", "T-008"])
    }
  }
}

@Suite struct `A pattern of automatic numbers that is against the rules` {
  private struct BadlyNumbered: CRMModule {
    static let name: ModuleName = "bad"
    static let version = 1
    var content: ModuleContent { Receipt.self }
  }

  private struct Receipt: Entity {
    static let name: EntityName = "bad.receipt"
    static let schema = Schema<Receipt>(label: "Receipt", title: \.number) {
      Field(\.number, "number", type: .autoNumber("RE-{YYYY}-0000"))
    }
    var record = RecordInfo()
    var number: String?
  }

  @Test(arguments: StoreKind.allCases)
  func `is a problem when its module is installed`(_ kind: StoreKind) async throws {
    try await kind.withSource { source in
      let error = try await #require(throws: StoreError.self) {
        try await Workspace.prepared(on: source, modules: [BadlyNumbered()])
      }
      #expect(error.code == .schemaRefused)
      #expect(error.violations.map(\.code) == [.autoNumberPrefixInvalid])
      #expect(error.violations.map(\.entity) == ["bad.receipt"])
      #expect(error.violations.map(\.field) == ["number"])
    }
  }

  @Test(arguments: StoreKind.allCases, ["{", "N-{dd}-00", "a}b0", "{YYYY}0"])
  func `is a problem when its field is added`(_ kind: StoreKind, _ pattern: String) async throws {
    try await kind.withWorkspace { workspace in
      let session = try await workspace.session(as: .owner)
      let error = try await #require(throws: StoreError.self) {
        try await session.alter { schema in
          schema[Account.self].add(.autoNumber("receipt", AutoNumberFormat(stringLiteral: pattern)), label: "Receipt")
        }
      }
      #expect(error.violations.map(\.code) == [.autoNumberPrefixInvalid])
      try await session.insert(Account { $0.name = "Acme" })
    }
  }
}
