import CRMModel
import CRMSecurity
import CRMStorage
import CRMTestStores
import Testing

@Suite struct `A page beyond the last row` {
  private static let query = Account.query.order(by: { $0.industry }).order(by: { $0.name }, .descending)

  private func withSix(_ kind: StoreKind, _ body: @Sendable (Session) async throws -> Void) async throws {
    try await kind.withSession { _, session in
      try await session.insert(
        zip(["a", "b", "c", "d", "e", "f"], ["x", "x", nil, "x", nil, nil]).map { name, industry in
          Account { ($0.name, $0.industry) = (name, industry) }
        })
      #expect(try await session.fetch(Self.query).map(\.name) == ["d", "b", "a", "f", "e", "c"])
      try await body(session)
    }
  }

  /// A cursor that has to be there.
  private func cursor(_ text: String?) throws -> String { try #require(text) }

  private func delete(_ names: [String], _ session: Session) async throws {
    for account in try await session.fetch(Account.query.where { $0.name.isIn(names) }) {
      try await session.delete(account.id)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `leads back to the rows up to its cursor`(_ kind: StoreKind) async throws {
    try await withSix(kind) { session in
      let first = try await session.page(Self.query, first: 2)
      let second = try await session.page(Self.query, first: 2, at: cursor(first.next))
      let last = try cursor(second.next)
      try await delete(["e", "c"], session)
      let empty = try await session.page(Self.query, first: 2, at: last)
      #expect(empty.items.isEmpty)
      #expect(empty.next == nil)
      let back = try await session.page(Self.query, first: 3, at: cursor(empty.previous))
      #expect(back.items.map(\.name) == ["b", "a", "f"])
      let start = try await session.page(Self.query, first: 3, at: cursor(back.previous))
      #expect(start.items.map(\.name) == ["d"])
      #expect(start.previous == nil)
      #expect(back.next != nil)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `leads on to the rows from its cursor on`(_ kind: StoreKind) async throws {
    try await withSix(kind) { session in
      let first = try await session.page(Self.query, first: 2)
      let second = try await session.page(Self.query, first: 2, at: cursor(first.next))
      let start = try cursor(second.previous)
      try await delete(["d", "b"], session)
      let empty = try await session.page(Self.query, first: 2, at: start)
      #expect(empty.items.isEmpty)
      #expect(empty.previous == nil)
      let on = try await session.page(Self.query, first: 3, at: cursor(empty.next))
      #expect(on.items.map(\.name) == ["a", "f", "e"])
      let end = try await session.page(Self.query, first: 3, at: cursor(on.next))
      #expect(end.items.map(\.name) == ["c"])
      #expect(end.next == nil)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `ends in either direction when no row is left`(_ kind: StoreKind) async throws {
    try await withSix(kind) { session in
      let first = try await session.page(Query("account").order(by: "name"), first: 2)
      try await delete(["a", "b", "c", "d", "e", "f"], session)
      let query = Query("account").order(by: "name")
      let empty = try await session.page(query, first: 2, at: cursor(first.next))
      #expect(empty.next == nil)
      let back = try await session.page(query, first: 2, at: cursor(empty.previous))
      #expect(back.items.isEmpty)
      #expect(back.previous == nil)
      let on = try await session.page(query, first: 2, at: cursor(back.next))
      #expect(on.items.isEmpty)
      #expect(on.next == nil)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `is none however many rows a page may have`(_ kind: StoreKind) async throws {
    try await kind.withSession { _, session in
      try await session.insert(Account { $0.name = "Acme" })
      let page = try await session.page(Account.query, first: .max)
      #expect(page.items.count == 1)
      #expect(page.next == nil)
    }
  }
}
