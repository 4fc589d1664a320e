import CRMModel
import CRMSecurity
import CRMTestStores
import Testing

/// Parts come out of the recycle bin with what they are part of, but only those that went there with it.
@Suite struct `A part in the recycle bin` {
  private static func withRelations(
    _ kind: StoreKind, _ body: (Session, Account.ID, [AccountContactRelation.ID]) async throws -> Void
  ) async throws {
    try await kind.withWorkspace { workspace in
      let session = try await workspace.session(as: .owner)
      let (acme, relations) = try await session.write { tx in
        let acme = try tx.insert(Account { $0.name = "Acme" })
        let people = try tx.insert(["López", "Ruiz"].map { name in Contact { $0.name = PersonName(last: name) } })
        let relations = try tx.insert(
          people.map { person in AccountContactRelation { ($0.account, $0.contact) = (acme.id, person.id) } })
        return (acme.id, relations.map(\.id))
      }
      try await body(session, acme, relations)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `stays there if it was deleted before, in the same moment or transaction`(_ kind: StoreKind) async throws {
    try await Self.withRelations(kind) { session, acme, relations in
      try await session.write { tx in
        try tx.delete(relations[0])
        try tx.delete(acme)
      }
      try await session.restore(acme)
      #expect(try await session.fetch(AccountContactRelation.query).map(\.id) == [relations[1]])
      // A fixed clock stands still between transactions too.
      try await session.delete(relations[1])
      try await session.delete(acme)
      try await session.restore(acme)
      #expect(try await session.count(AccountContactRelation.query) == 0)
      for relation in relations { try await session.restore(relation) }
      #expect(try await session.count(AccountContactRelation.query) == 2)
    }
  }
}
