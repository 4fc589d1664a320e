import CRMModel
import CRMSecurity
import CRMStorage
import CRMTestStores
import Testing

/// Decision record 0005 for a record of which only some fields were read, as a principal will get it who may not see all.
@Suite struct `A record read in part` {
  /// The record as it looks when only some of its fields were read.
  private static func reading(_ fields: Set<FieldName>?, of full: Account) -> Account {
    var part = Account()
    if fields?.contains("name") ?? true { part.name = full.name }
    if fields?.contains("industry") ?? true { part.industry = full.industry }
    if fields?.contains("employees") ?? true { part.employees = full.employees }
    part.record = RecordInfo(readFields: fields, extras: fields == nil ? full.record.extras : ExtraValues())
    part.record.id = full.record.id
    part.record.noteChange(revision: full.record.revision, at: full.record.modifiedAt)
    return part
  }

  private static func withAccounts(_ kind: StoreKind, _ body: (Session, [Account]) async throws -> Void) async throws {
    try await kind.withWorkspace { workspace in
      let session = try await workspace.session(as: .owner)
      try await session.alter { $0[Account.self].add(.text("tier"), label: "Tier") }
      let stored = try await session.insert(
        ["Acme", "Bolt"].map { name in
          Account {
            ($0.name, $0.industry, $0.employees) = (name, "Retail", 10)
            $0.custom["tier"] = "gold"
          }
        })
      try await body(session, stored)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `never writes back what it did not read`(_ kind: StoreKind) async throws {
    try await Self.withAccounts(kind) { session, stored in
      var part = Self.reading(["name"], of: stored[0])
      part.name = "Acme Corp"
      let written = part
      let updated = try await session.update(written)
      #expect(updated.name == "Acme Corp")
      #expect(updated.industry == "Retail")
      #expect(updated.employees == 10)
      #expect(updated.custom["tier"] == "gold")
      let change = try #require(try await session.changes(after: 0).last?.changes.last)
      #expect(change.fields == ["name"])
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `may not be given another field`(_ kind: StoreKind) async throws {
    try await Self.withAccounts(kind) { session, stored in
      var part = Self.reading(["name"], of: stored[0])
      (part.name, part.industry) = ("Acme Corp", "Bank")
      let written = part
      let error = try await #require(throws: StoreError.self) { try await session.update(written) }
      #expect(error.code == .fieldNotRead)
      #expect(error.field == "industry")
      #expect(try await session.find(stored[0].id) == stored[0])
    }
  }

  @Test(arguments: StoreKind.allCases, [true, false])
  func `is judged by its own fields beside records read otherwise`(_ kind: StoreKind, _ isFirst: Bool) async throws {
    try await Self.withAccounts(kind) { session, stored in
      var part = Self.reading(["name"], of: stored[0])
      part.name = "Acme Corp"
      var whole = stored[1]
      (whole.industry, whole.custom["tier"]) = ("Bank", "silver")
      let batch = isFirst ? [part, whole] : [whole, part]
      let updated = try await session.write { try $0.update(batch) }.sorted { $0.id < $1.id }
      #expect(updated.map(\.name) == ["Acme Corp", "Bolt"])
      #expect(updated.map(\.industry) == ["Retail", "Bank"])
      #expect(updated.map(\.employees) == [10, 10])
      #expect(updated.map { $0.custom["tier"] } == ["gold", "silver"])
    }
  }
}
