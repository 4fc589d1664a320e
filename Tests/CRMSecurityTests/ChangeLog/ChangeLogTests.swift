import CRMModel
import CRMSecurity
import CRMStorage
import CRMTestStores
import Testing

@Suite struct `The change log` {
  @Test(arguments: StoreKind.allCases)
  func `tells what was committed, by whom, and what it was before`(_ kind: StoreKind) async throws {
    try await kind.withSession { _, session in
      let acme = try await session.insert(Account { $0.name = "Acme" })
      _ = try await session.update(acme.id) { $0.name = "Acme Corp" }
      let commits = try await session.changes(after: 0)
      #expect(commits.map(\.sequence) == [1, 2])
      #expect(commits.map(\.actor) == ["owner", "owner"])
      #expect(commits[0].changes.map(\.operation) == [.insert])
      #expect(commits[1].changes[0].fields == ["name"])
      #expect(commits[1].changes[0].oldValues == [["Acme"]])
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `holds a composite field whole when one part changes`(_ kind: StoreKind) async throws {
    try await kind.withSession { _, session in
      let ana = try await session.insert(Contact { $0.name = PersonName(first: "Ana", last: "López") })
      _ = try await session.update(ana.id) { $0.name.first = "Anna" }
      let change = try #require(try await session.changes(after: 1).first?.changes.first)
      #expect(change.fields == ["name"])
      #expect(change.oldValues == [[.personName(PersonName(first: "Ana", last: "López"))]])
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `tells who asks for forgotten changes`(_ kind: StoreKind) async throws {
    try await kind.withSession { workspace, session in
      for name in ["A", "B", "C"] { try await session.insert(Account { $0.name = name }) }
      try await session.forgetChanges(through: 2)
      #expect(try await session.changes(after: 2).map(\.sequence) == [3])
      let error = try await #require(throws: StoreError.self) { try await session.changes(after: 0) }
      #expect(error.code == .changesExpired)
      #expect(try await session.check() == [])
    }
  }
}
