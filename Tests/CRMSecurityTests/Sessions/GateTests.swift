import CRMModel
import CRMStorage
import CRMTestStores
import CRMTesting
import Testing

@testable import CRMSecurity

/// A gate that shows accounts of one industry only.
private struct NarrowGate: RecordAccess {
  func permit(_ request: AccessRequest) throws(StoreError) {}

  func visible(_ entity: EntityName) -> Formula? {
    entity == "account" ? .compare(.equal, .field("industry"), .literal("Retail")) : nil
  }

  func admit(_ catalog: Catalog) -> Catalog { catalog }
}

@Suite struct `A gate` {
  @Test(arguments: StoreKind.allCases)
  func `narrows every way to records to those that may be seen`(_ kind: StoreKind) async throws {
    try await kind.withSession { workspace, owner in
      let shop = try await owner.insert(Account { ($0.name, $0.industry) = ("Shop", "Retail") })
      let mine = try await owner.insert(Account { ($0.name, $0.industry) = ("Mine", "Mining") })
      try await owner.update(mine.id) { $0.parent = shop.id }
      let session = Session(workspace, .system, gate: NarrowGate())
      #expect(try await session.fetch(Account.query) == [shop])
      #expect(try await session.fetch(mine.id) == nil)
      #expect(try await session.find(shop.id) == shop)
      #expect(try await session.count(Account.query) == 1)
      #expect(try await session.page(Account.query, first: 5).items == [shop])
      let groups = try await session.table(Query("account").group(by: "industry").measure(.count))
      #expect(groups.rows == [["Retail", 1]])
      let parents = Account.query.where { $0.children(\Account.parent).count >= 1 }
      #expect(try await owner.count(parents) == 1)
      #expect(try await session.count(parents) == 0)
      for change in [
        { @Sendable session in _ = try await session.update(mine.id.erased, ["name": "x"]) },
        { @Sendable session in try await session.delete(mine.id) },
        { @Sendable session in try await session.removePermanently(mine.id) },
      ] as [@Sendable (Session) async throws -> Void] {
        let error = try await #require(throws: StoreError.self) { try await change(session) }
        #expect(error.code == .recordNotFound)
      }
      #expect(try await session.update(where: Account.query) { $0.website = nil } == 1)
      let path = try Query(text: #"select id from contact where account.name = "Mine""#)
      let hidden = try await #require(throws: StoreError.self) { try await session.count(path) }
      #expect(hidden.code == .unsupported)
      #expect(try await owner.find(mine.id).name == "Mine")
    }
  }
}
