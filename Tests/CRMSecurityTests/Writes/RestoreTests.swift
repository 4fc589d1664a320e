import CRMModel
import CRMSecurity
import CRMStorage
import CRMTestStores
import Testing

@Suite struct `A restored record` {
  @Test(arguments: StoreKind.allCases)
  func `comes back with the parts that were deleted with it`(_ kind: StoreKind) async throws {
    try await kind.withSession { _, session in
      let (acme, ana) = try await session.write { tx in
        let acme = try tx.insert(Account { $0.name = "Acme" })
        let ana = try tx.insert(Contact { $0.name = PersonName(last: "López") })
        try tx.insert(AccountContactRelation { ($0.account, $0.contact, $0.role) = (acme.id, ana.id, "buyer") })
        return (acme, ana)
      }
      try await session.delete(acme.id)
      #expect(try await session.count(AccountContactRelation.query) == 0)
      try await session.restore(acme.id)
      let relations = try await session.fetch(AccountContactRelation.query)
      #expect(relations.map(\.contact) == [ana.id])
      let schema = session.schema.generation
      try await session.alter { $0[Account.self].add(.text("plate"), label: "Plate") }
      #expect(session.schema.generation == schema + 1)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `may be one of several entities at once`(_ kind: StoreKind) async throws {
    try await kind.withSession { _, session in
      let (acme, tie) = try await session.write { tx in
        let acme = try tx.insert(Account { $0.name = "Acme" })
        let ana = try tx.insert(Contact { $0.name = PersonName(last: "López") })
        return (acme, try tx.insert(AccountContactRelation { ($0.account, $0.contact) = (acme.id, ana.id) }))
      }
      try await session.write { try $0.delete([acme.id.erased, tie.id.erased]) }
      #expect(try await session.count(AccountContactRelation.query) == 0)
      try await session.write { try $0.restore([tie.id.erased, acme.id.erased]) }
      #expect(try await session.count(AccountContactRelation.query) == 1)
    }
  }
}
