import CRMModel
import CRMSecurity
import CRMTestStores
import Testing

@Suite struct `A page's cursor` {
  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
  private static let query = Account.query.order(by: { $0.name }).order(by: { $0.employees }, .descending)

  private static func withAccounts(_ kind: StoreKind, _ body: (Session) async throws -> Void) async throws {
    try await kind.withWorkspace { workspace in
      let session = try await workspace.session(as: .owner)
      let names = ["Zoë?>>~~~", "日本語の会社", "ÿÿÿ", "Ωμέγα", "a+b/c=d", "🦊🦊🦊🦊", "x", "-", "Straße & Söhne"]
      try await session.insert(
        names.enumerated().map { index, name in
          Account { ($0.name, $0.employees) = (name, index % 2 == 0 ? nil : -index * 1_000_003) }
        })
      try await body(session)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `fits into a URL as it is`(_ kind: StoreKind) async throws {
    try await Self.withAccounts(kind) { session in
      var cursors: [String] = []
      var page = try await session.page(Self.query, first: 1)
      while let next = page.next {
        page = try await session.page(Self.query, first: 1, at: next)
        cursors += [page.next, page.previous].compactMap { $0 }
      }
      #expect(cursors.count == 15)
      for cursor in cursors {
        #expect(cursor.allSatisfy { Self.alphabet.contains($0) }, "\(cursor)")
      }
      // All lengths modulo 3 were there, so padding would have shown.
      #expect(Set(cursors.map { $0.utf8.count % 4 }).isSuperset(of: [0, 2, 3]))
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `serves pages of any size`(_ kind: StoreKind) async throws {
    try await Self.withAccounts(kind) { session in
      let all = try await session.fetch(Self.query)
      let next = try #require(try await session.page(Self.query, first: 3).next)
      for size in [1, 2, 6, 100] {
        let page = try await session.page(Self.query, first: size, at: next)
        #expect(page.items == Array(all[3...].prefix(size)))
      }
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `of another query is refused as such`(_ kind: StoreKind) async throws {
    try await Self.withAccounts(kind) { session in
      let cursor = try #require(try await session.page(Self.query, first: 2).next)
      let others = [
        Account.query.order(by: { $0.name }), Account.query.order(by: { $0.name }, .descending),
        Self.query.where { $0.name != "x" }, Self.query.scope(.all),
        Account.query.order(by: { $0.employees }, .descending).order(by: { $0.name }),
      ]
      for other in others {
        let error = try await #require(throws: StoreError.self) {
          try await session.page(other, first: 2, at: cursor)
        }
        #expect(error.code == .badCursor)
        #expect(error.kind == .invalid)
      }
      let contacts = try await #require(throws: StoreError.self) {
        try await session.page(Contact.query, first: 2, at: cursor)
      }
      #expect(contacts.code == .badCursor)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `with one wrong character anywhere is refused`(_ kind: StoreKind) async throws {
    try await Self.withAccounts(kind) { session in
      let cursor = Array(try #require(try await session.page(Self.query, first: 4).next))
      let codes = try await session.read { snapshot in
        var codes: Set<String> = []
        for position in cursor.indices {
          let place = Self.alphabet.firstIndex(of: cursor[position]) ?? 0
          // Each of the six bits of a digit, and what is no digit.
          let wrong = [1, 2, 4, 8, 16, 32].map { Self.alphabet[place ^ $0] } + ["=", "+", "/", " ", "ä", "\0"]
          for character in wrong {
            var text = cursor
            text[position] = character
            codes.insert(Self.code(snapshot, String(text)))
          }
        }
        return codes
      }
      #expect(codes == ["bad_cursor"])
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `cut short, lengthened or made up is refused`(_ kind: StoreKind) async throws {
    try await Self.withAccounts(kind) { session in
      let cursor = try #require(try await session.page(Self.query, first: 4).next)
      var texts = cursor.indices.map { String(cursor[..<$0]) }
      texts += ["A", "AA", "AAA", "AAAA"].map { cursor + $0 }
      texts += ["A" + cursor, cursor + cursor]
      texts += [100, 3 << 20].map { String(repeating: "A", count: $0) }
      let wrong = texts
      let codes = try await session.read { snapshot in Set(wrong.map { Self.code(snapshot, $0) }) }
      #expect(codes == ["bad_cursor"])
    }
  }

  private static func code(_ snapshot: Snapshot, _ cursor: String) -> String {
    do {
      return "\(try snapshot.page(query, first: 4, at: cursor).items.count) items"
    } catch {
      return error.code.rawValue
    }
  }
}
