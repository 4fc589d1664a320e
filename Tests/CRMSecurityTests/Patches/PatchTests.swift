import CRMModel
import CRMSecurity
import CRMStorage
import CRMTestStores
import Testing

/// "Absent is untouched, null clears; unknown names and values of the wrong kind are told, all at once, when it is
/// applied."
@Suite struct `A patch` {
  private static func withAccount(
    _ kind: StoreKind, _ body: (Session, Account) async throws -> Void
  ) async throws {
    try await kind.withWorkspace { workspace in
      let session = try await workspace.session(as: .owner)
      try await session.alter { $0[Account.self].add(.picklist("tier", ["gold", "silver"]), label: "Tier") }
      let stored = try await session.insert(
        Account {
          ($0.name, $0.industry, $0.employees, $0.annualRevenue) = ("Acme", "Retail", 10, .eur(5))
          $0.custom["tier"] = "gold"
        })
      try await body(session, stored)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `changes what it names and clears what it names as null`(_ kind: StoreKind) async throws {
    try await Self.withAccount(kind) { session, stored in
      let updated = try await session.update(
        stored.id.erased, ["industry": .null, "employees": 11, "custom.tier": "silver"])
      #expect(updated.id == stored.id.rawValue)
      #expect(updated.revision == 2)
      #expect(updated["name"] == "Acme")
      #expect(updated["industry"] == .null)
      let found = try await session.find(stored.id)
      #expect(found.name == "Acme")
      #expect(found.industry == nil)
      #expect(found.employees == 11)
      #expect(found.annualRevenue == .eur(5))
      #expect(found.custom["tier"] == "silver")
      let change = try #require(try await session.changes(after: 0).last?.changes.last)
      #expect(Set(change.fields) == ["industry", "employees", "custom.tier"])
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `that changes nothing commits nothing`(_ kind: StoreKind) async throws {
    try await Self.withAccount(kind) { session, stored in
      let before = try await session.changes(after: 0)
      for patch in [[:], ["name": "Acme"], ["name": "Acme", "industry": "Retail"]] as [Patch] {
        let updated = try await session.update(stored.id.erased, patch)
        #expect(updated.revision == 1)
        #expect(updated["name"] == "Acme")
        #expect(updated["employees"] == 10)
      }
      #expect(try await session.changes(after: 0) == before)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `tells everything that is wrong with it at once`(_ kind: StoreKind) async throws {
    try await Self.withAccount(kind) { session, stored in
      let error = try await #require(throws: StoreError.self) {
        try await session.update(
          stored.id.erased,
          ["colour": "red", "employees": true, "name": "New", "custom.shoe_size": 42, "annual_revenue": 5])
      }
      #expect(error.kind == .invalid)
      let told = error.violations.map { "\($0.field?.rawValue ?? "-") \($0.code)" }.sorted()
      #expect(
        told == [
          "annual_revenue wrong_type", "colour unknown_field", "custom.shoe_size unknown_field",
          "employees wrong_type",
        ])
      #expect(error.violations.allSatisfy { $0.entity == "account" })
      #expect(try await session.find(stored.id) == stored)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `may give the record another owner but no other system field`(_ kind: StoreKind) async throws {
    try await Self.withAccount(kind) { session, stored in
      let ana = try await session.insert(User { $0.displayName = "Ana" })
      let owned = try await session.update(stored.id.erased, ["owner": .reference(ana.id.erased)])
      #expect(owned["owner"] == .reference(ana.id.erased))
      #expect(try await session.find(stored.id).owner == ana.id)
      #expect(try await session.update(stored.id.erased, ["owner": .null])["owner"] == .null)
      let error = try await #require(throws: StoreError.self) {
        try await session.update(
          stored.id.erased,
          ["id": 9, "revision": 9, "created_at": .null, "modified_at": .null, "deleted_at": .null, "name": "New"])
      }
      #expect(error.violations.map(\.field) == ["created_at", "deleted_at", "id", "modified_at", "revision"])
      #expect(error.violations.allSatisfy { $0.code == "read_only_field" })
      #expect(try await session.find(stored.id).name == "Acme")
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `made against an older revision is a conflict in the fields it names`(_ kind: StoreKind) async throws {
    try await Self.withAccount(kind) { session, stored in
      try await session.update(stored.id.erased, Patch(["employees": 11], revision: 1))
      let error = try await #require(throws: StoreError.self) {
        try await session.update(stored.id.erased, Patch(["employees": 12, "industry": "Retail"], revision: 1))
      }
      #expect(error.code == .staleRevision)
      #expect(error.record == stored.id.erased)
      #expect(error.conflicts == [FieldConflict(field: "employees", current: .integer(11), attempted: .integer(12))])
      // Without a revision, whatever is there is changed.
      #expect(try await session.update(stored.id.erased, ["employees": 12])["employees"] == 12)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `of no field asks for the revision and changes nothing`(_ kind: StoreKind) async throws {
    try await Self.withAccount(kind) { session, stored in
      let before = try await session.changes(after: 0)
      #expect(try await session.update(stored.id.erased, Patch(revision: 1)).revision == 1)
      for revision in [2, -1] as [Int64] {
        let error = try await #require(throws: StoreError.self) {
          try await session.write { tx in
            try tx.update(stored.id.erased, Patch(revision: revision))
            try tx.delete(stored.id)
          }
        }
        #expect(error.code == .staleRevision)
        #expect(error.conflicts == [])
      }
      #expect(try await session.changes(after: 0) == before)
      #expect(try await session.find(stored.id) == stored)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `is judged by the rules that every write is`(_ kind: StoreKind) async throws {
    try await Self.withAccount(kind) { session, stored in
      func code(_ patch: Patch) async throws -> ErrorCode {
        try await #require(throws: StoreError.self) { try await session.update(stored.id.erased, patch) }.code
      }
      #expect(try await code(["name": .null]) == .required)
      #expect(try await code(["name": ""]) == .required)
      #expect(try await code(["custom.tier": "tin"]) == .unknownCode)
      #expect(try await code(["parent": 999]) == .brokenReference)
      #expect(try await code(["parent": .reference(stored.id.erased)]) == .cyclicReference)
      let gone = AnyRecordID(entity: "account", rawValue: 999)
      let missing = try await #require(throws: StoreError.self) { try await session.update(gone, ["name": "x"]) }
      #expect(missing.code == .recordNotFound)
      #expect(missing.kind == .notFound)
      let galaxy = AnyRecordID(entity: "galaxy", rawValue: 1)
      let unknown = try await #require(throws: StoreError.self) { try await session.update(galaxy, ["name": "x"]) }
      #expect(unknown.code == .unknownEntity)
    }
  }
}
