import CRM
import CRMTestStores
import CRMTesting
import Testing

/// "Modules can be switched off and removed, and each is useful alone."
@Suite struct `Our own modules` {
  private static func fill(_ session: Session) async throws {
    let schema = session.schema
    try await session.write { tx in
      let account = try tx.insert(Account { $0.name = "Acme" })
      if schema["opportunity"] != nil {
        let stage = try SalesModule.standardPipeline(in: tx).stages.first
        try tx.open(
          Opportunity {
            ($0.name, $0.account, $0.amount, $0.stage) = ("200 seats", account.id, .usd(100), stage?.id)
          })
      }
      if schema["case"] != nil {
        try tx.insert(
          Case {
            ($0.subject, $0.account) = ("It stands still", account.id)
          })
      }
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `are useful alone`(_ kind: StoreKind) async throws {
    try await kind.withSession(modules: [.sales]) { workspace, session in
      try await Self.fill(session)
      #expect(try await session.count(Opportunity.query.where { $0.account.name == "Acme" }) == 1)
      let error = await #expect(throws: StoreError.self) { try await session.count(Case.query) }
      #expect(error?.code == .unknownEntity)
      #expect(try await session.check().isEmpty)
    }
    try await kind.withSession(modules: [.service]) { workspace, session in
      try await Self.fill(session)
      #expect(try await session.count(Case.query.where { $0.account.name == "Acme" }) == 1)
      let error = await #expect(throws: StoreError.self) { try await session.count(Opportunity.query) }
      #expect(error?.code == .unknownEntity)
      #expect(try await session.check().isEmpty)
    }
  }

  @Test(arguments: StoreKind.allCases, ["sales", "service"] as [ModuleName])
  func `go on while another is off, and come back with what they had`(_ kind: StoreKind, _ off: ModuleName) async throws
  {
    try await kind.withSession(modules: [.sales, .service]) { workspace, session in
      try await Self.fill(session)
      try await session.alter { $0.switchOff(off) }
      if off == "sales" {
        try await session.update(where: Case.query) { $0.resolution = "New belt" }
        let error = await #expect(throws: StoreError.self) { try await session.count(Opportunity.query) }
        #expect(error?.code == .unknownEntity)
      } else {
        try await session.update(where: Opportunity.query) { $0.nextStep = "Call Ana" }
        let error = await #expect(throws: StoreError.self) { try await session.count(Case.query) }
        #expect(error?.code == .unknownEntity)
      }
      try await session.update(where: Account.query) { $0.industry = "Retail" }
      #expect(try await session.check().isEmpty)
      try await session.alter { $0.switchOn(off) }
      #expect(try await session.count(Opportunity.query.where { $0.account.industry == "Retail" }) == 1)
      #expect(try await session.count(Case.query.where { $0.account.industry == "Retail" }) == 1)
      #expect(try await session.check().isEmpty)
    }
  }

  @Test(arguments: StoreKind.allCases, ["sales", "service"] as [ModuleName])
  func `are removed with all they had, and what is left is whole`(_ kind: StoreKind, _ gone: ModuleName) async throws {
    try await kind.withSession(modules: [.sales, .service]) { workspace, session in
      try await Self.fill(session)
      let estimate = try await session.estimate { $0.removeModule(gone) }
      #expect(estimate.valuesLost > 0)
      try await session.alter(losing: true) { $0.removeModule(gone) }
      #expect(session.schema.modules[gone] == nil)
      #expect(session.schema.entities.allSatisfy { $0.module != gone })
      #expect(try await session.count(Account.query) == 1)
      #expect(try await session.check().isEmpty)
    }
  }
}
