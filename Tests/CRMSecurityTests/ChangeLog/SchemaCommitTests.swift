import CRMModel
import CRMSecurity
import CRMStorage
import CRMTestStores
import Testing

/// A change of the schema is a commit: the log tells of it, observers hear of it, and what was logged before stays readable.
@Suite struct `A change of the schema` {
  /// A workspace with one account whose custom field `size` is a whole number.
  private static func withSizes(_ kind: StoreKind, _ body: (Session, Account.ID) async throws -> Void) async throws {
    try await kind.withWorkspace { workspace in
      let session = try await workspace.session(as: .owner)
      try await session.alter(cause: "size") { $0[Account.self].add(.integer("size")) }
      let acme = try await session.insert(Account { ($0.name, $0.custom["size"]) = ("Acme", 7) })
      try await body(session, acme.id)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `is a commit with who and why`(_ kind: StoreKind) async throws {
    try await Self.withSizes(kind) { session, _ in
      let before = session.schema.generation
      try await session.alter(cause: "tiers") { $0[Account.self].add(.text("tier")) }
      let commits = try await session.changes(after: 0)
      #expect(commits.map(\.sequence) == [1, 2, 3])
      #expect(commits.map(\.cause) == ["size", "", "tiers"])
      #expect(commits.map(\.actor) == ["owner", "owner", "owner"])
      #expect(commits.map(\.schemaGeneration) == [before, nil, before + 1])
      #expect(commits[2].changes.isEmpty)
      #expect(try await session.check().isEmpty)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `keeps what a new type replaced, and what was logged before`(_ kind: StoreKind) async throws {
    try await Self.withSizes(kind) { session, acme in
      let (whole, half) = (FieldValue.decimal(try ExactDecimal("8")), FieldValue.decimal(try ExactDecimal("8.5")))
      try await session.update(acme) { $0.custom["size"] = 8 }
      try await session.alter { $0[Account.self].retype("size", to: .decimal(scale: 2)) }
      try await session.alter { $0[Account.self].rename("size", to: "extent") }
      try await session.update(acme) { $0.custom["extent"] = half }
      let changes = try await session.changes(after: 2).map(\.changes)
      let extent: [FieldName] = ["custom.extent"]
      #expect(changes.map { $0.map(\.fields) } == [[extent], [extent], [], [extent]])
      #expect(
        changes.map { $0.flatMap(\.oldValues) } == [[[.integer(7)]], [[.integer(8)]], [], [[whole]]])
      let stored = try #require(try await session.fetch(acme))
      #expect(stored.custom["extent"] == half)
      #expect(stored.revision == 3)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `keeps nothing of what is removed from it`(_ kind: StoreKind) async throws {
    try await Self.withSizes(kind) { session, acme in
      try await session.update(acme) { $0.custom["size"] = 8 }
      try await session.alter(losing: true) { $0[Account.self].remove("size") }
      let commits = try await session.changes(after: 2)
      #expect(commits.map { $0.changes.flatMap(\.fields) } == [[], []])
      #expect(commits.map { $0.schemaGeneration == nil } == [true, false])
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `keeps references to an entity that is removed`(_ kind: StoreKind) async throws {
    try await kind.withWorkspace { workspace in
      let session = try await workspace.session(as: .owner)
      try await session.alter { schema in
        schema.addEntity("badge", fields: [.text("colour")])
        schema[FollowUp.self].add(.reference("subject", .any))
      }
      let badge = try await session.insert(Record("custom.badge", ["custom.colour": "red"]))
      let subject = AnyRecordID(entity: "custom.badge", rawValue: badge.id)
      let call = try await session.insert(
        FollowUp { ($0.subject, $0.custom["subject"]) = ("Call", .reference(subject)) })
      try await session.alter(losing: true) { $0.removeEntity("custom.badge") }
      let last = try #require(try await session.changes(after: 0).last)
      #expect(last.changes.map(\.entity) == ["follow_up"])
      #expect(last.changes.map(\.ids) == [[call.id.rawValue]])
      #expect(last.changes.flatMap(\.oldValues) == [[.reference(subject)]])
      #expect(try await session.fetch(call.id)?.custom["subject"] == .null)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `leaves no entry when it is refused, planned or only estimated`(_ kind: StoreKind) async throws {
    try await Self.withSizes(kind) { session, _ in
      await #expect(throws: StoreError.self) {
        try await session.alter { $0[Account.self].remove("size") }
      }
      _ = try await session.plan { $0[Account.self].add(.text("tier")) }
      let estimate = try await session.estimate { $0[Account.self].retype("size", to: .text) }
      #expect(estimate.effects.map(\.records) == [1])
      #expect(try await session.changes(after: 0).count == 2)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `is heard by those who observe its entity, and by nobody else`(_ kind: StoreKind) async throws {
    try await Self.withSizes(kind) { session, acme in
      try await session.insert(Contact { $0.name = PersonName(last: "López") })
      var accounts = session.observe(Account.query).makeAsyncIterator()
      var contacts = session.observe(Contact.query).makeAsyncIterator()
      #expect(try await accounts.next()?.items.count == 1)
      #expect(try await contacts.next()?.items.count == 1)
      try await session.alter { $0[Account.self].add(.text("tier").default("gold")) }
      let change = try #require(try await accounts.next())
      #expect(change.updated.map(\.id) == [acme])
      #expect(change.updated.first?.custom["tier"] == "gold")
      try await session.insert(Contact { $0.name = PersonName(last: "Ruiz") })
      #expect(try await contacts.next()?.inserted.map(\.name.last) == ["Ruiz"])
    }
  }

  @Test func `that modules bring is a commit of the system, but not the making of a store`() async throws {
    try await StoreKind.sqlite.withSource { source in
      let first = try await Workspace.open(source)
      let session = try await first.session(as: .owner)
      #expect(try await session.changes(after: 0).isEmpty)
      let second = try await Workspace.open(source, modules: [Academy()])
      let commits = try await session.changes(after: 0)
      await first.close()
      await second.close()
      #expect(commits.map(\.actor) == ["system"])
      #expect(commits.map(\.cause) == ["modules"])
      #expect(commits.allSatisfy { $0.schemaGeneration != nil && $0.changes.isEmpty })
    }
  }
}
