import CRMModel
import CRMSecurity
import CRMTestStores
import Testing

/// `forEachBatch` "gives what a query finds in batches, in order and in constant memory, until `body` returns false".
@Suite struct `Reading in batches` {
  private static let query = Account.query.order(by: { $0.employees }, .descending)

  private static func withAccounts(
    _ kind: StoreKind, _ count: Int, _ body: (Session) async throws -> Void
  ) async throws {
    try await kind.withWorkspace { workspace in
      let session = try await workspace.session(as: .owner)
      try await session.insert(
        (0..<count).map { index in Account { ($0.name, $0.employees) = ("Account \(index)", index) } })
      try await body(session)
    }
  }

  @Test(
    arguments: StoreKind.allCases,
    [
      (10, 3, [3, 3, 3, 1]), (9, 3, [3, 3, 3]), (3, 1, [1, 1, 1]), (3, 100, [3]), (0, 3, []),
    ] as [(Int, Int, [Int])])
  func `gives full batches and then the rest, in order`(
    _ kind: StoreKind, _ example: (Int, Int, [Int])
  ) async throws {
    let (count, size, sizes) = example
    try await Self.withAccounts(kind, count) { session in
      let batches = try await session.read { snapshot in
        var batches: [[Int?]] = []
        try snapshot.forEachBatch(of: Self.query, size: size) { batch in
          batches.append(batch.map(\.employees))
          return true
        }
        return batches
      }
      #expect(batches.map(\.count) == sizes)
      #expect(batches.flatMap { $0 } == (0..<count).reversed().map { $0 })
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `gives a thousand and twenty-four at a time unless told otherwise`(_ kind: StoreKind) async throws {
    try await Self.withAccounts(kind, 2_500) { session in
      let (sizes, limited) = try await session.read { snapshot in
        var sizes: [Int] = []
        var limited: [Int] = []
        try snapshot.forEachBatch(of: Account.query) { batch in
          sizes.append(batch.count)
          return true
        }
        try snapshot.forEachBatch(of: Account.query.limit(1_500)) { batch in
          limited.append(batch.count)
          return true
        }
        return (sizes, limited)
      }
      #expect(sizes == [1_024, 1_024, 452])
      #expect(limited == [1_024, 476])
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `stops where it is told to`(_ kind: StoreKind) async throws {
    try await Self.withAccounts(kind, 10) { session in
      let (seen, later) = try await session.read { snapshot in
        var seen: [Int?] = []
        try snapshot.forEachBatch(of: Self.query, size: 3) { batch in
          seen += batch.map(\.employees)
          return seen.count < 6
        }
        return (seen, try snapshot.count(Self.query))
      }
      #expect(seen == [9, 8, 7, 6, 5, 4])
      #expect(later == 10)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `passes on what its body throws, and the snapshot goes on`(_ kind: StoreKind) async throws {
    try await Self.withAccounts(kind, 10) { session in
      let (codes, batches, later) = try await session.read { snapshot in
        var codes: [ErrorCode] = []
        var batches = 0
        for error in [StoreError(.invalid, "enough", "enough"), Refusal()] as [any Error] {
          do throws(StoreError) {
            try snapshot.forEachBatch(of: Self.query, size: 3) { _ in
              batches += 1
              throw error
            }
          } catch {
            codes.append(error.code)
          }
        }
        return (codes, batches, try snapshot.fetch(Self.query).count)
      }
      #expect(codes == ["enough", .unexpected])
      #expect(batches == 2)
      #expect(later == 10)
    }
  }

  private struct Refusal: Error {}

  @Test(arguments: StoreKind.allCases)
  func `may read other records in between`(_ kind: StoreKind) async throws {
    try await Self.withAccounts(kind, 7) { session in
      let names = try await session.read { snapshot in
        var names: [String] = []
        try snapshot.forEachBatch(of: Self.query, size: 2) { batch in
          for account in batch { names.append(try snapshot.find(account.id).name) }
          names.append("\(try snapshot.fetch(Self.query.limit(2)).count)")
          return true
        }
        return names
      }
      #expect(
        names == [
          "Account 6", "Account 5", "2", "Account 4", "Account 3", "2", "Account 2", "Account 1", "2", "Account 0", "2",
        ])
    }
  }
}
