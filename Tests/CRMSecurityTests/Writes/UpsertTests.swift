import CRMModel
import CRMSecurity
import CRMStorage
import CRMTestStores
import Testing

@Suite struct `An upsert` {
  @Test(arguments: StoreKind.allCases)
  func `updates by a unique field and inserts the rest`(_ kind: StoreKind) async throws {
    try await kind.withSession { _, session in
      let acme = try await session.insert(
        Account {
          $0.name = "Acme"; $0.number = "7"
        })
      let result = try await session.write { tx in
        try tx.upsert(
          [
            Record("account", ["name": "New", "number": "8"]), Record("account", ["name": "Acme Corp", "number": "7"]),
          ],
          by: "number")
      }
      #expect(result.isNew == [true, false])
      #expect(result.records[1].id == acme.id.rawValue)
      #expect(try await session.find(acme.id).name == "Acme Corp")
      let error = try await #require(throws: StoreError.self) {
        try await session.write { try $0.upsert([Record("account", ["name": "x"])], by: "name") }
      }
      #expect(error.code == "not_a_key")
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `leaves fields alone that its records do not name`(_ kind: StoreKind) async throws {
    try await kind.withSession { _, session in
      try await session.insert([
        Account {
          $0.name = "A"; $0.number = "7"; $0.industry = "Retail"
        },
        Account {
          $0.name = "B"; $0.number = "8"; $0.industry = "Bank"
        },
      ])
      try await session.write { tx in
        try tx.upsert(
          [
            Record("account", ["number": "7", "industry": "Shops"]), Record("account", ["number": "8", "name": "BB"]),
          ], by: "number")
        try tx.upsert(
          [
            Account {
              $0.name = "AA"; $0.number = "7"
            }
          ], by: \.number)
      }
      let stored = try await session.fetch(Account.query.order(by: { $0.number }))
      #expect(stored.map(\.name) == ["AA", "BB"])
      #expect(stored.map(\.industry) == ["Shops", "Bank"])
      let id = stored[0].id
      let blank = Account {
        $0.name = "x"; $0.id = id
      }
      let error = try await #require(throws: StoreError.self) { try await session.update(blank) }
      #expect(error.code == .fieldNotRead)
    }
  }
}
