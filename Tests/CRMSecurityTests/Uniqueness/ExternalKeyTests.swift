import CRMModel
import CRMSecurity
import CRMTestStores
import Testing

/// "A record may have any number of them; in one system a key means one record of an entity."
@Suite struct `A key of another system` {
  private static func send(
    _ session: Session, _ names: [String], _ keys: [String], in system: String = "erp"
  ) async throws -> [Int64] {
    let records = names.map { Record("account", ["name": .text($0)]) }
    return try await session.write { tx in try tx.upsert(records, externalIDs: keys, in: system) }.map(\.id)
  }

  private static func tie(_ key: String, _ system: String, _ id: AnyRecordID, _ session: Session) async throws {
    try await session.write { tx in try tx.setExternalID(key, in: system, for: id) }
  }

  @Test(arguments: StoreKind.allCases)
  func `finds the record it was tied to by hand`(_ kind: StoreKind) async throws {
    try await kind.withSession { _, session in
      let acme = try await session.insert(Account { ($0.name, $0.industry) = ("Acme", "Retail") })
      try await Self.tie("k1", "erp", acme.id.erased, session)
      let ids = try await Self.send(session, ["New", "Acme Corp"], ["k2", "k1"])
      #expect(ids[1] == acme.id.rawValue)
      let stored = try await session.find(acme.id)
      #expect(stored.name == "Acme Corp")
      #expect(stored.industry == "Retail")
      #expect(try await session.count(Account.query) == 2)
      #expect(try await session.count(ExternalID.query) == 2)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `moves when it is tied to another record`(_ kind: StoreKind) async throws {
    try await kind.withSession { _, session in
      let stored = try await session.insert(["Acme", "Bolt"].map { name in Account { $0.name = name } })
      try await Self.tie("k1", "erp", stored[0].id.erased, session)
      try await Self.tie("k1", "erp", stored[1].id.erased, session)
      // Tied to the same once more, nothing changes.
      try await Self.tie("k1", "erp", stored[1].id.erased, session)
      #expect(try await session.fetch(ExternalID.query).map(\.target) == [stored[1].id.erased])
      #expect(try await Self.send(session, ["Bolt Corp"], ["k1"]) == [stored[1].id.rawValue])
      #expect(try await session.fetch(Account.query).map(\.name) == ["Acme", "Bolt Corp"])
      #expect(try await session.changes(after: 3).count == 1)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `means another record in another system and of another entity`(_ kind: StoreKind) async throws {
    try await kind.withSession { _, session in
      let first = try await Self.send(session, ["Acme"], ["k1"], in: "erp")
      let second = try await Self.send(session, ["Bolt"], ["k1"], in: "shop")
      #expect(first != second)
      let person = Record("contact", ["name": .personName(PersonName(last: "López"))])
      let contact = try await session.write { tx in try tx.upsert([person], externalIDs: ["k1"], in: "erp") }
      // Even where the two have the same id.
      let twin = Contact.ID(rawValue: first[0])
      try await session.insert(Contact { ($0.record.id, $0.name) = (twin.rawValue, PersonName(last: "Twin")) })
      try await Self.tie("k1", "erp", twin.erased, session)
      #expect(try await Self.send(session, ["Acme 2"], ["k1"], in: "erp") == first)
      #expect(try await Self.send(session, ["Bolt 2"], ["k1"], in: "shop") == second)
      #expect(try await session.fetch(Account.query).map(\.name) == ["Acme 2", "Bolt 2"])
      let ties = try await session.fetch(ExternalID.query.where { $0.system == "erp" }).map(\.target)
      #expect(Set(ties) == [AnyRecordID(entity: "account", rawValue: first[0]), twin.erased])
      #expect(contact.count == 1)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `given twice in a batch means one record, with the last values`(_ kind: StoreKind) async throws {
    try await kind.withSession { _, session in
      let ids = try await Self.send(session, ["A", "B", "C"], ["k1", "k2", "k1"])
      #expect(ids[0] == ids[2])
      #expect(Set(ids).count == 2)
      #expect(Set(try await session.fetch(Account.query).map(\.name)) == ["B", "C"])
      #expect(try await session.count(ExternalID.query) == 2)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `is free again when its record is deleted, and then bars the way back`(_ kind: StoreKind) async throws {
    try await kind.withSession { _, session in
      let old = try await Self.send(session, ["Acme"], ["k1"])
      try await session.delete(Account.ID(rawValue: old[0]))
      #expect(try await session.count(ExternalID.query) == 0)
      let new = try await Self.send(session, ["Acme"], ["k1"])
      #expect(new != old)
      let error = try await #require(throws: StoreError.self) {
        try await session.restore(Account.ID(rawValue: old[0]))
      }
      #expect(error.code == .notUnique)
      #expect(error.entity == "external_id")
      #expect(try await session.count(Account.query) == 1)
      try await session.delete(Account.ID(rawValue: new[0]))
      try await session.restore(Account.ID(rawValue: old[0]))
      #expect(try await Self.send(session, ["Acme"], ["k1"]) == old)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `is refused beside a record that is wrong, and nothing is tied`(_ kind: StoreKind) async throws {
    try await kind.withSession { _, session in
      let error = try await #require(throws: StoreError.self) {
        _ = try await Self.send(session, ["Acme", ""], ["k1", "k2"])
      }
      #expect(error.code == .required)
      let uneven = try await #require(throws: StoreError.self) {
        _ = try await Self.send(session, ["Acme"], ["k1", "k2"])
      }
      #expect(uneven.code == "keys_do_not_match")
      #expect(try await Self.send(session, [], []) == [])
      #expect(try await session.count(Account.query) == 0)
      #expect(try await session.count(ExternalID.query) == 0)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `finds again what it brought itself`(_ kind: StoreKind) async throws {
    try await kind.withSession { _, session in
      func send(_ names: [String]) async throws -> [Record] {
        try await session.write { tx in
          try tx.upsert(
            names.map { Record("account", ["name": .text($0)]) }, externalIDs: ["k1", "k2"], in: "erp")
        }
      }
      let first = try await send(["Acme", "Bolt"])
      let second = try await send(["Acme Corp", "Bolt"])
      #expect(first.map(\.id) == second.map(\.id))
      #expect(try await session.fetch(Account.query.order(by: { $0.name })).map(\.name) == ["Acme Corp", "Bolt"])
      #expect(try await session.count(ExternalID.query) == 2)
    }
  }
}
