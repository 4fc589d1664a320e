import CRMModel
import CRMSecurity
import CRMTestStores
import CRMTesting
import Testing

/// Decision record 0001: "A caller may bring ids of his own."
@Suite struct `An id given by the caller` {
  private static func account(_ name: String, _ id: Int64 = 0) -> Account {
    Account { ($0.name, $0.record.id) = (name, id) }
  }

  @Test(arguments: StoreKind.allCases)
  func `is kept, and the store goes on behind it`(_ kind: StoreKind) async throws {
    try await kind.withWorkspace { workspace in
      let session = try await workspace.session(as: .owner)
      let stored = try await session.insert([Self.account("A", 40), Self.account("B", 7)])
      #expect(stored.map(\.id.rawValue) == [40, 7])
      #expect(try await session.find(Account.ID(rawValue: 40)).name == "A")
      #expect(try await session.insert(Self.account("C")).id.rawValue == 41)
      let record = try await session.insert(Record("contact", ["name": .personName(PersonName(last: "López"))]))
      #expect(record.id == 42)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `meets no id that the store gives in the same batch`(_ kind: StoreKind) async throws {
    try await kind.withWorkspace { workspace in
      let session = try await workspace.session(as: .owner)
      let stored = try await session.insert([
        Self.account("A"), Self.account("B", 1), Self.account("C"), Self.account("D", 2),
      ])
      #expect(stored.map(\.id.rawValue) == [3, 1, 4, 2])
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `that is taken is refused with its place, in the store, the bin or the batch`(_ kind: StoreKind) async throws {
    try await kind.withWorkspace { workspace in
      let session = try await workspace.session(as: .owner)
      try await session.insert([Self.account("A", 40), Self.account("B", 41)])
      try await session.delete(Account.ID(rawValue: 41))
      for taken: Int64 in [40, 41, 50] {
        let error = try await #require(throws: StoreError.self) {
          try await session.insert([Self.account("C", 50), Self.account("D", taken)])
        }
        #expect(error.kind == .exists)
        #expect(error.code == "duplicate_key")
        #expect(error.field == "id")
        #expect(error.record?.rawValue == taken)
      }
      #expect(try await session.count(Account.query) == 1)
      // One id may name a record of each entity.
      try await session.insert(
        Contact { ($0.name, $0.record.id) = (PersonName(last: "López"), 40) })
      #expect(try await session.check() == [])
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `may be of the next day but not later, and never negative`(_ kind: StoreKind) async throws {
    try await kind.withWorkspace { workspace in
      let session = try await workspace.session(as: .owner)
      let latest = RecordIDLayout.latest(at: workspace.options.clock.now)
      for wrong in [-1, .min, latest + 1, .max] {
        let error = try await #require(throws: StoreError.self) {
          try await session.insert([Self.account("A"), Self.account("B", wrong)])
        }
        #expect(error.code == "bad_id")
        #expect(error.violations.map(\.index) == [1])
      }
      #expect(try await session.insert(Self.account("C", latest)).id.rawValue == latest)
      #expect(try await session.count(Account.query) == 1)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `of a write that fails changes nothing, not even the next id`(_ kind: StoreKind) async throws {
    try await kind.withWorkspace { workspace in
      let session = try await workspace.session(as: .owner)
      try await session.insert(Self.account("A"))
      await #expect(throws: StoreError.self) {
        try await session.insert([Self.account("B", 40), Self.account("")])
      }
      #expect(try await session.insert(Self.account("C")).id.rawValue == 2)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `of another node in the same millisecond stands in nobody's way`(_ kind: StoreKind) async throws {
    try await kind.withWorkspace {
      $0.ids = nil
    } _: { workspace in
      let session = try await workspace.session(as: .owner)
      let own = try await session.insert((0..<3).map { Self.account("\($0)") })
      let node = RecordIDLayout.node(of: own[0].id.rawValue)
      let time = RecordIDLayout.milliseconds(of: own[0].id.rawValue) - RecordIDLayout.epochMilliseconds
      for neighbour in [node - 1, node + 1] where (0..<RecordIDLayout.nodeCount).contains(neighbour) {
        let foreign = RecordIDLayout.id(millisecond: time, node: neighbour, sequence: 0)
        try await session.insert(Self.account("foreign", foreign))
      }
      let later = try await session.insert((0..<3).map { Self.account("\($0)") })
      #expect(Set((own + later).map(\.id)).count == 6)
      #expect(later.allSatisfy { $0.id > own[2].id && RecordIDLayout.node(of: $0.id.rawValue) == node })
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `that is the last one there could be is refused`(_ kind: StoreKind) async throws {
    try await kind.withSession { _, session in
      let error = try await #require(throws: StoreError.self) {
        try await session.insert(Account { ($0.name, $0.id) = ("x", RecordID(rawValue: .max)) })
      }
      #expect(error.code == "bad_id")
    }
  }
}

/// Decision record 0001: "The source begins behind the highest id in the store's tables, those of records removed for
/// good included, and never gives a smaller one."
@Suite struct `A store whose clock has gone back` {
  @Test func `goes on behind its highest id when it is opened again`() async throws {
    try await StoreKind.sqlite.withSource { source in
      let clock = FixedClock()
      var highest: Int64 = 0
      for round in 0..<3 {
        let workspace = try await Workspace.prepared(on: source, clock: clock) { $0.ids = nil }
        let session = try await workspace.session(as: .owner)
        let stored = try await session.insert([Account { $0.name = "A" }, Account { $0.name = "B" }])
        #expect(stored[0].id.rawValue > highest, "opened \(round) times before")
        highest = stored[1].id.rawValue
        // Nothing in the tables tells of the highest id any more.
        try await session.removePermanently(stored[1].id)
        await workspace.close()
        try clock.advance(by: .days(-1))
      }
    }
  }
}
