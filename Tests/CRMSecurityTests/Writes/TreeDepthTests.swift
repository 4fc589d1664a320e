import CRMModel
import CRMSecurity
import CRMStorage
import CRMTestStores
import Testing

@Suite struct `A tree` {
  /// Inserts accounts one below the other and returns their ids, the highest first.
  private func chain(_ length: Int64, from first: Int64, _ session: Session) async throws -> [Account.ID] {
    let ids = (first..<(first + length)).map { Account.ID(rawValue: $0) }
    try await session.insert(
      ids.map { id in
        Account {
          ($0.id, $0.name) = (id, id.description)
          if id != ids[0] { $0.parent = Account.ID(rawValue: id.rawValue - 1) }
        }
      })
    return ids
  }

  @Test(arguments: StoreKind.allCases)
  func `has a record at most a hundred levels below the top`(_ kind: StoreKind) async throws {
    try await kind.withSession { _, session in
      let ids = try await chain(101, from: 1, session)
      let deep = try await #require(throws: StoreError.self) {
        try await session.insert(
          Account {
            $0.name = "deep"
            $0.parent = ids[100]
          })
      }
      #expect(deep.code == .tooDeep)
      #expect(deep.field == "parent")
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `counts what hangs below a record that is moved`(_ kind: StoreKind) async throws {
    try await kind.withSession { _, session in
      let high = try await chain(60, from: 1, session)
      let low = try await chain(60, from: 1_001, session)
      let tooDeep = try await #require(throws: StoreError.self) {
        _ = try await session.update(low[0]) { $0.parent = high[59] }
      }
      #expect(tooDeep.code == .tooDeep)
      #expect(tooDeep.record == low[0].erased)
      #expect(try await session.find(low[0]).parent == nil)
      // 41 records above and 59 below the moved one are the most.
      let refused = try await #require(throws: StoreError.self) {
        _ = try await session.update(low[0]) { $0.parent = high[41] }
      }
      #expect(refused.code == .tooDeep)
      _ = try await session.update(low[0]) { $0.parent = high[40] }
      #expect(try await session.count(Account.query.where { $0.within(high[0]) }) == 120)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `counts what hangs below when several records move at once`(_ kind: StoreKind) async throws {
    try await kind.withSession { _, session in
      let chains = [
        try await chain(40, from: 1, session), try await chain(40, from: 1_001, session),
        try await chain(40, from: 2_001, session),
      ]
      let error = try await #require(throws: StoreError.self) {
        try await session.write { tx in
          var moved = try tx.fetch([chains[1][0], chains[2][0]])
          moved[0].parent = chains[0][39]
          moved[1].parent = chains[1][39]
          try tx.update(moved)
        }
      }
      #expect(error.code == .tooDeep)
      // Two of them fit, and what moves out of a deep tree in the same batch no longer counts.
      try await session.write { tx in
        _ = try tx.update(chains[1][0]) { $0.parent = chains[0][39] }
        var moved = try tx.fetch([chains[0][20], chains[2][0]])
        moved[0].parent = nil
        moved[1].parent = chains[1][39]
        try tx.update(moved)
      }
      #expect(try await session.count(Account.query.where { $0.within(chains[0][20]) }) == 100)
    }
  }
}
