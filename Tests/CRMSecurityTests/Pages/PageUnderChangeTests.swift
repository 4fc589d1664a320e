import CRMModel
import CRMSecurity
import CRMTestStores
import Testing

/// "A cursor is the place of a row, not a number of rows: what is inserted or deleted before it moves nothing."
@Suite struct `Pages of a list that changes while it is read` {
  private typealias Pages = Page<Account>

  private static func withAccounts(
    _ kind: StoreKind, _ names: [String], _ body: (Session) async throws -> Void
  ) async throws {
    try await kind.withWorkspace { workspace in
      let session = try await workspace.session(as: .owner)
      try await session.insert(names.map { name in Account { $0.name = name } })
      try await body(session)
    }
  }

  private static let query = Account.query.order(by: { $0.name })

  private static func delete(_ names: String..., in session: Session) async throws {
    let found = try await session.fetch(Account.query.where { $0.name.isIn(names) })
    #expect(found.count == names.count)
    try await session.write { tx in try tx.delete(found.map(\.id.erased)) }
  }

  private static func add(_ names: String..., in session: Session) async throws {
    try await session.insert(names.map { name in Account { $0.name = name } })
  }

  @Test(arguments: StoreKind.allCases)
  func `go on behind the place they stopped at`(_ kind: StoreKind) async throws {
    try await Self.withAccounts(kind, ["a", "c", "e", "g", "i", "k"]) { session in
      let first = try await session.page(Self.query, first: 2)
      #expect(first.items.map(\.name) == ["a", "c"])
      #expect(first.previous == nil)
      // Before the place, at it, and behind it.
      try await Self.add("aa", "b", in: session)
      try await Self.delete("a", "c", "e", in: session)
      try await Self.add("d", in: session)
      #expect(first.next != nil)
      let second = try await session.page(Self.query, first: 2, at: first.next)
      #expect(second.items.map(\.name) == ["d", "g"])
      let third = try await session.page(Self.query, first: 2, at: second.next)
      #expect(third.items.map(\.name) == ["i", "k"])
      #expect(third.next == nil)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `go back to the rows right before the place`(_ kind: StoreKind) async throws {
    try await Self.withAccounts(kind, ["a", "c", "e", "g", "i", "k"]) { session in
      let first = try await session.page(Self.query, first: 2)
      let second = try await session.page(Self.query, first: 2, at: first.next)
      let third = try await session.page(Self.query, first: 2, at: second.next)
      #expect(third.items.map(\.name) == ["i", "k"])
      try await Self.delete("g", "i", in: session)
      try await Self.add("f", "h", "j", in: session)
      let back = try await session.page(Self.query, first: 2, at: third.previous)
      #expect(back.items.map(\.name) == ["f", "h"])
      let further = try await session.page(Self.query, first: 2, at: back.previous)
      #expect(further.items.map(\.name) == ["c", "e"])
      let top = try await session.page(Self.query, first: 2, at: further.previous)
      #expect(top.items.map(\.name) == ["a"])
      #expect(top.previous == nil)
      // And forward again from there, with nothing left out or told twice.
      var names = top.items.map(\.name)
      var page = top
      while let next = page.next {
        page = try await session.page(Self.query, first: 2, at: next)
        names += page.items.map(\.name)
      }
      #expect(names == ["a", "c", "e", "f", "h", "j", "k"])
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `stay in place among ties and records without a value`(_ kind: StoreKind) async throws {
    try await kind.withWorkspace { workspace in
      let session = try await workspace.session(as: .owner)
      let stored = try await session.insert(
        ([5, 5, 5, nil, nil, nil] as [Int?]).enumerated().map { index, employees in
          Account { ($0.name, $0.employees) = ("\(index)", employees) }
        })
      let query = Account.query.order(by: { $0.employees }, .descending, nulls: .last)
      let first = try await session.page(query, first: 2)
      #expect(first.items.map(\.name) == ["0", "1"])
      try await session.delete(stored[1].id)
      let second = try await session.page(query, first: 2, at: first.next)
      #expect(second.items.map(\.name) == ["2", "3"])
      try await session.delete(stored[3].id)
      try await session.update(stored[0].id) { $0.employees = nil }
      let third = try await session.page(query, first: 5, at: second.next)
      // The first account has become one without a value, but its id lies before the place.
      #expect(third.items.map(\.name) == ["4", "5"])
      let back = try await session.page(query, first: 5, at: third.previous)
      #expect(back.items.map(\.name) == ["2", "0"])
    }
  }
}
