import CRMModel
import CRMSecurity
import CRMTestStores
import Testing

/// A look-up by id and a query whose condition is the id are kept apart: one finds the row as it is, the other live records.
@Suite struct `A query for an id` {
  private static func query(_ id: Account.ID, _ fields: [FieldPath]) -> Query {
    let query = Query(Account.name).where(.compare(.equal, .field("id"), .literal(id.fieldValue)))
    return fields.reduce(query) { $0.select($1) }
  }

  private static func names(_ id: Account.ID, _ snapshot: Snapshot) throws -> [FieldValue?] {
    // Of every field, and of none but one, so that it may have the columns of another look-up.
    let all = try snapshot.records(query(id, [])).map { $0["name"] }
    #expect(try snapshot.records(query(id, ["name"])).map { $0["name"] } == all)
    return all
  }

  @Test(arguments: StoreKind.allCases)
  func `finds the record that the look-up finds, and no other`(_ kind: StoreKind) async throws {
    try await kind.withSession { _, session in
      let accounts = try await session.insert(["One", "Two"].map { name in Account { $0.name = name } })
      for isFirst in [true, false] {
        let found = try await session.read { snapshot in
          let id = accounts[isFirst ? 0 : 1].id
          let before = isFirst ? try snapshot.fetch(id)?.name : nil
          let names = try Self.names(id, snapshot)
          return (before ?? "Two", names, try snapshot.fetch(id)?.name)
        }
        #expect(found.1 == [.text(found.0)])
        #expect(found.2 == found.0)
      }
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `does not find what was deleted, before and after it was looked up`(_ kind: StoreKind) async throws {
    try await kind.withSession { _, session in
      let accounts = try await session.insert(["One", "Two"].map { name in Account { $0.name = name } })
      try await session.delete(accounts[0].id)
      let found = try await session.read { snapshot in
        var found: [[FieldValue?]] = []
        for _ in 0..<2 {
          found.append(try Self.names(accounts[0].id, snapshot))
          #expect(try snapshot.fetch(accounts[0].id) == nil)
          #expect(try snapshot.fetch(accounts[1].id)?.name == "Two")
          found.append(try Self.names(accounts[1].id, snapshot))
        }
        return found
      }
      #expect(found == [[], [.text("Two")], [], [.text("Two")]])
    }
  }
}
