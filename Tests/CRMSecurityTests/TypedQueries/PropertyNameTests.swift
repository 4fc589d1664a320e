import CRMModel
import CRMSecurity
import CRMTestStores
import CRMTesting
import Testing

/// A module whose rules and indexes name what every record has, and whose entity has a property of its own called like such a thing.
private struct Ledger: CRMModule {
  static let name: ModuleName = "ledger"
  static let version = 1
  var content: ModuleContent { Entry.self }
}

private struct Entry: Entity {
  static let name: EntityName = "ledger.entry"
  static let schema = Schema<Entry>(label: "Entry", title: \.text) {
    Field(\.text, "text")
    Field(\.revision, "book_revision")
    Index("recent", on: \.createdAt, \.id)
    Index("once_each", on: \.owner, \.text, unique: true)
    Rule("ownerless", on: \.owner, "Somebody owns every entry") { $0.owner.isNotNull || $0.text == "free" }
  }
  var record = RecordInfo()
  var text = ""
  /// Of the book, not of the record.
  var revision: String?
  /// No field line belongs to it.
  var shout: String { text.uppercased() }
}

@Suite struct `The name of a property` {
  @Test(arguments: StoreKind.allCases)
  func `may be one that every record has, in rules and indexes`(_ store: StoreKind) async throws {
    try await store.withWorkspace(modules: [Ledger()]) { workspace in
      let session = try await workspace.session(as: .owner)
      let error = await #expect(throws: StoreError.self) { try await session.insert(Entry { $0.text = "a" }) }
      #expect(error?.code == "ownerless")
      #expect(error?.field == "owner")
      let ann = try await session.insert(User { $0.displayName = "Ann" }).id
      try await session.insert(Entry { ($0.text, $0.owner) = ("a", ann) })
      let twin = await #expect(throws: StoreError.self) {
        try await session.insert(Entry { ($0.text, $0.owner) = ("a", ann) })
      }
      #expect(twin?.code == .notUnique)
      let indexes = session.schema["ledger.entry"]?.indexes.map(\.fields)
      #expect(indexes == [["created_at", "id"], ["owner", "text"]])
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `is the entity's own where both have it`(_ store: StoreKind) async throws {
    try await store.withWorkspace(modules: [Ledger()]) { workspace in
      let session = try await workspace.session(as: .owner)
      let stored = try await session.insert(Entry { ($0.text, $0.revision) = ("free", "2nd") })
      #expect(stored.revision == "2nd")
      #expect(stored.record.revision == 1)
      #expect(try await session.fetch(Entry.query.where { $0.revision == "2nd" }) == [stored])
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `is told when no field belongs to it`(_ store: StoreKind) async throws {
    try await store.withWorkspace(modules: [Ledger()]) { workspace in
      let session = try await workspace.session(as: .owner)
      let error = await #expect(throws: StoreError.self) {
        try await session.count(Entry.query.where { $0.shout == "A" })
      }
      #expect(error?.code == .unknownField)
    }
  }
}
