import CRMModel
import CRMSecurity
import CRMTestStores
import Testing

/// Of many records, entities are made on another core than the one that reads; batches are read the other way.
@Suite struct `A fetch of many records` {
  private static func withAccounts(
    _ kind: StoreKind, _ count: Int, _ body: (Session) async throws -> Void
  ) async throws {
    try await kind.withWorkspace { workspace in
      let session = try await workspace.session(as: .owner)
      let accounts = (0..<count).map { index in
        Account {
          $0.name = index % 7 == 0 ? "The account of the long name, number \(index % 30)" : "Nº \(index)"
          $0.employees = index % 5 == 0 ? nil : index % 1_000
          $0.notes = index % 3 == 0 ? "The description of the account of number \(index)" : nil
        }
      }
      let ids = try await session.insert(accounts).map(\.id)
      try await session.write { tx in for index in stride(from: 0, to: count, by: 11) { try tx.delete(ids[index]) } }
      try await body(session)
    }
  }

  private static func inBatches(_ query: EntityQuery<Account>, _ snapshot: Snapshot) throws -> [Account] {
    var accounts: [Account] = []
    try snapshot.forEachBatch(of: query) { batch in
      accounts += batch
      return true
    }
    return accounts
  }

  @Test(arguments: StoreKind.allCases)
  func `gives what batches give, in their order`(_ kind: StoreKind) async throws {
    let few = Account.query.where { $0.employees < 100 }
    let queries = [
      Account.query, Account.query.where { $0.employees != nil }, Account.query.order { $0.name }, few,
      Account.query.limit(1_500), Account.query.order(by: { $0.employees }, .descending).limit(3_000),
      Account.query.scope(.all),
    ]
    try await Self.withAccounts(kind, 5_000) { session in
      for query in queries {
        let (found, expected) = try await session.read { (try $0.fetch(query), try Self.inBatches(query, $0)) }
        #expect(found == expected)
        #expect(found.count > 300)
      }
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `sees what its transaction wrote`(_ kind: StoreKind) async throws {
    try await Self.withAccounts(kind, 2_500) { session in
      let names = try await session.write { tx in
        var accounts = try tx.fetch(Account.query)
        for index in accounts.indices { accounts[index].name = "Changed \(index)" }
        try tx.update(accounts)
        return try tx.fetch(Account.query).map(\.name)
      }
      #expect(names == names.indices.map { "Changed \($0)" })
      #expect(names.count > 2_000)
    }
  }
}
