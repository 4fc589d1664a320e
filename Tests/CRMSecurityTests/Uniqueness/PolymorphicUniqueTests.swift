import CRMModel
import CRMSecurity
import CRMStorage
import CRMTestStores
import Testing

/// Ids are unique within an entity only, so a reference to records of several entities is told by id and entity.
@Suite struct `A unique reference to records of several entities` {
  /// An account and a contact of the same id, and badges for holders of both kinds.
  private static func withBadges(_ kind: StoreKind, _ body: (Session) async throws -> Void) async throws {
    try await kind.withWorkspace { workspace in
      let session = try await workspace.session(as: .owner)
      try await session.alter { schema in
        let holder = CustomField("holder", .reference(.several(["account", "contact"])))
        schema.addEntity("badge", fields: [.text("colour"), holder.unique()])
        schema.addEntity("pass", fields: [.text("colour"), holder]) { entity in
          let fields: [FieldPath] = ["custom.colour", "custom.holder"]
          entity.indexes.append(IndexSchema("by_colour", on: fields, isUnique: true))
        }
      }
      try await session.insert(Account { ($0.record.id, $0.name) = (7, "Acme") })
      try await session.insert(Contact { ($0.record.id, $0.name) = (7, PersonName(last: "López")) })
      try await body(session)
    }
  }

  private static func holding(_ entity: EntityName, _ holder: EntityName) -> Record {
    Record(entity, ["custom.colour": "red", "custom.holder": .reference(AnyRecordID(entity: holder, rawValue: 7))])
  }

  @Test(arguments: StoreKind.allCases, ["custom.badge", "custom.pass"] as [EntityName])
  func `lets each of them be referred to once`(_ kind: StoreKind, _ entity: EntityName) async throws {
    try await Self.withBadges(kind) { session in
      try await session.insert(Self.holding(entity, "account"))
      try await session.insert(Self.holding(entity, "contact"))
      for holder in ["account", "contact"] as [EntityName] {
        let error = try await #require(throws: StoreError.self) {
          try await session.insert(Self.holding(entity, holder))
        }
        #expect(error.code == .notUnique)
      }
      #expect(try await session.count(Query(entity)) == 2)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `is no key to find records again by`(_ kind: StoreKind) async throws {
    try await Self.withBadges(kind) { session in
      let error = try await #require(throws: StoreError.self) {
        try await session.write { tx in
          try tx.upsert([Self.holding("custom.badge", "account")], by: "custom.holder")
        }
      }
      #expect(error.code == "not_a_key")
    }
  }
}
