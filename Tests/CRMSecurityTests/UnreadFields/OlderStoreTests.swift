import CRMModel
import CRMSecurity
import CRMTestStores
import CRMTesting
import Testing

/// Decision record 0005: "A field that was not read shows its property's initial value, is left out when the record is
/// written back, and throws `fieldNotRead` when it was set."
@Suite struct `A record of a store that lacks some of its fields` {
  private static func withRooms(
    _ kind: StoreKind, _ body: (Session, RecordID<Room>) async throws -> Void
  ) async throws {
    try await kind.withWorkspace(modules: [RoomsBefore()]) { workspace in
      let session = try await workspace.session(as: .owner)
      let stored = try await session.insert(RoomBefore { ($0.title, $0.floor) = ("Aula", 2) })
      try await body(session, RecordID(rawValue: stored.id.rawValue))
    }
  }

  @Test func `can be read from an older store that is opened read-only`() async throws {
    try await StoreKind.sqlite.withSource { source in
      let writing = try await Workspace.prepared(on: source, modules: [RoomsBefore()])
      let stored = try await writing.session(as: .owner).insert(RoomBefore { $0.title = "Aula" })
      await writing.close()
      let workspace = try await Workspace.prepared(on: source, modules: [RoomsNow()]) { $0.isReadOnly = true }
      #expect(workspace.modules["house"] == 1)
      let session = try await workspace.session(as: .owner)
      let room = try await session.find(RecordID<Room>(rawValue: stored.id.rawValue))
      #expect(room.title == "Aula")
      #expect(room.record.readFields == ["title", "floor"])
      let error = try await #require(throws: StoreError.self) { try await session.update(room) }
      #expect(error.code == .readOnly)
      await workspace.close()
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `shows their initial values and says that they were not read`(_ kind: StoreKind) async throws {
    try await Self.withRooms(kind) { session, id in
      let room = try await session.find(id)
      #expect(room.title == "Aula")
      #expect(room.floor == 2)
      #expect(room.seats == 4)
      #expect(room.note == nil)
      #expect(room.record.readFields == ["title", "floor"])
      #expect(["title", "floor", "seats", "note"].map { room.record.wasRead($0) } == [true, true, false, false])
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `holds nothing of them by name or in JSON`(_ kind: StoreKind) async throws {
    try await Self.withRooms(kind) { session, _ in
      let record = try #require(try await session.records(Query("house.room")).first)
      #expect(!record.contains("seats"))
      #expect(record["seats"] == .null)
      let json = try session.json(record)
      #expect(json["title"]?.stringValue == "Aula")
      #expect(json["seats"] == nil)
      let error = try await #require(throws: StoreError.self) {
        try await session.fetch(Room.query.where { $0.seats > 3 })
      }
      #expect(error.code == .unknownField)
      #expect(error.field == "seats")
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `is updated within the fields that were read`(_ kind: StoreKind) async throws {
    try await Self.withRooms(kind) { session, id in
      let updated = try await session.update(id) { $0.title = "Sala" }
      #expect(updated.title == "Sala")
      #expect(updated.floor == 2)
      #expect(updated.record.revision == 2)
      #expect(updated.record.readFields == ["title", "floor"])
      let count = try await session.update(where: Room.query) { $0.floor = 3 }
      #expect(count == 1)
      #expect(try await session.find(RecordID<RoomBefore>(rawValue: id.rawValue)).floor == 3)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `may not be given one of them`(_ kind: StoreKind) async throws {
    try await Self.withRooms(kind) { session, id in
      let error = try await #require(throws: StoreError.self) {
        try await session.update(id) { ($0.title, $0.seats) = ("Sala", 9) }
      }
      #expect(error.code == .fieldNotRead)
      #expect(error.entity == "house.room")
      #expect(error.field == "seats")
      let bulk = try await #require(throws: StoreError.self) {
        try await session.update(where: Room.query) { $0.note = "new" }
      }
      #expect(bulk.code == .fieldNotRead)
      #expect(bulk.field == "note")
      #expect(try await session.find(id).title == "Aula")
      #expect(try await session.find(id).record.revision == 1)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `that is new may not be given one either, and is stored without them`(_ kind: StoreKind) async throws {
    try await Self.withRooms(kind) { session, _ in
      let error = try await #require(throws: StoreError.self) {
        try await session.insert([Room { $0.title = "Sala" }, Room { ($0.title, $0.seats) = ("Patio", 9) }])
      }
      #expect(error.code == .unknownField)
      #expect(error.field == "seats")
      #expect(error.violations.map(\.index) == [1])
      let stored = try await session.insert(Room { $0.title = "Sala" })
      #expect(stored.record.readFields == ["title", "floor"])
      #expect(try await session.count(Room.query) == 2)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `conflicts in the fields that were read only`(_ kind: StoreKind) async throws {
    try await Self.withRooms(kind) { session, id in
      var mine = try await session.find(id)
      try await session.update(id) { $0.floor = 3 }
      mine.floor = 5
      let attempt = mine
      let error = try await #require(throws: StoreError.self) { try await session.update(attempt) }
      #expect(error.code == .staleRevision)
      #expect(error.conflicts == [FieldConflict(field: "floor", current: .integer(3), attempted: .integer(5))])
    }
  }
}
