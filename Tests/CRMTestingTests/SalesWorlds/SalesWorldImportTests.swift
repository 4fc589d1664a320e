import CRM
import CRMTestStores
import CRMTesting
import Foundation
import Testing

@Suite struct `A sales world in a workspace` {
  static let world = SalesWorld(opportunities: 300, seed: 7)

  @Test(arguments: StoreKind.allCases)
  func `is imported by its maps without a refused row`(_ store: StoreKind) async throws {
    try await store.withSession(modules: [.sales]) { _, session in
      let world = Self.world
      try await load(world, session)
      try await expectCounts(of: world, session)
      let won = try await session.count(Opportunity.query.where { $0.stage.isWon })
      #expect(won == world.opportunities.filter { $0.stage.isWon }.count)
      #expect(won > 50)
      #expect(try await session.check() == [])
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `is not changed by importing it again`(_ store: StoreKind) async throws {
    try await store.withSession(modules: [.sales]) { _, session in
      for run in 1...2 {
        for file in SalesWorldFile.all {
          let report = try await session.importCSV(.bytes(Self.world.bytes(of: file)), map: file.importMap())
          #expect(report.rejected.isEmpty)
          if run == 2 { #expect((report.inserted, report.updated) == (0, 0), "\(file.name)") }
        }
      }
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `keeps what was typed, dirt included`(_ store: StoreKind) async throws {
    try await store.withSession(modules: [.sales]) { _, session in
      try await load(Self.world, session)
      try await expectRows(of: Self.world, session)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `is a fixture with the same records`(_ store: StoreKind) async throws {
    try await store.withSession(modules: [.sales], fixtures: [Self.world.fixture]) { _, session in
      try await expectCounts(of: Self.world, session)
      try await expectRows(of: Self.world, session)
      let cause = try await session.changes(after: 0).last?.cause
      #expect(cause == "fixture sales world of 300 deals, seed 7")
    }
  }

  @Test func `is a fixture in the workspace's currency, beside a pipeline that is there`() async throws {
    let workspace = try await Workspace.inMemory(
      modules: [.sales], fixtures: [.pipeline, SalesWorld(opportunities: 100, seed: 3).fixture]
    ) { $0.currency = .jpy }
    let session = try await workspace.session(as: .owner)
    #expect(try await session.count(PipelineStage.query) == 6)
    let amounts = try await session.fetch(Opportunity.query).compactMap(\.amount)
    #expect(amounts.count > 80)
    #expect(amounts.allSatisfy { $0.currency == .jpy && $0.isPositive })
    await workspace.close()
  }

  private func load(_ world: SalesWorld, _ session: Session) async throws {
    for file in SalesWorldFile.all {
      let report = try await session.importCSV(.bytes(world.bytes(of: file)), map: file.importMap())
      #expect(report.rejected.isEmpty, "\(file.name): \(report.rejected.first?.summary ?? "")")
      #expect(report.rowsRead == world.rowCount(of: file))
    }
  }

  private func expectCounts(of world: SalesWorld, _ session: Session) async throws {
    #expect(try await session.count(User.query) == world.users.count)
    #expect(try await session.count(PipelineStage.query) == world.stages.count)
    #expect(try await session.count(Product.query) == world.products.count)
    #expect(try await session.count(Account.query) == world.accounts.count)
    #expect(try await session.count(Contact.query) == world.contacts.count)
    #expect(try await session.count(Lead.query) == world.leads.count)
    #expect(try await session.count(Opportunity.query) == world.opportunities.count)
    #expect(try await session.count(StageInterval.query) == world.opportunities.count)
  }

  /// Every deal and account, field by field.
  private func expectRows(of world: SalesWorld, _ session: Session) async throws {
    let emails = Dictionary(
      uniqueKeysWithValues: try await session.fetch(User.query).map { ($0.id, $0.email?.description) })
    let accounts = try await session.fetch(Account.query.order(by: { $0.number }))
    let numbers = Dictionary(uniqueKeysWithValues: accounts.map { ($0.id, $0.number) })
    for (row, account) in zip(world.accounts, accounts) {
      #expect((account.number, account.name) == (row.number, row.name))
      #expect((account.kind, account.industry, account.employees) == (row.kind, row.industry, row.employees))
      #expect(account.parent.flatMap { numbers[$0] ?? nil } == row.parent.flatMap { world.accounts[$0]?.number })
      #expect(account.phone?.description == row.phone)
      #expect(account.website?.description == row.website)
      #expect(account.billingAddress?.city == row.city)
      #expect(account.annualRevenue?.minorAmount == row.annualRevenue.map { Int64($0 * 100) })
      #expect(account.owner.flatMap { emails[$0] ?? nil } == row.owner.flatMap { world.users[$0]?.email })
    }
    let stages = Dictionary(
      uniqueKeysWithValues: try await session.fetch(PipelineStage.query).map { ($0.id, $0.name) })
    for (row, deal) in zip(world.opportunities, try await session.fetch(Opportunity.query.order(by: { $0.number }))) {
      #expect((deal.number, deal.name) == (row.number, row.name))
      #expect(deal.account.flatMap { numbers[$0] ?? nil } == row.account.flatMap { world.accounts[$0]?.number })
      #expect((deal.contact == nil, deal.product == nil) == (row.contact == nil, row.product == nil))
      #expect(deal.owner.flatMap { emails[$0] ?? nil } == row.owner.flatMap { world.users[$0]?.email })
      #expect(deal.stage.flatMap { stages[$0] } == row.stage.name)
      #expect(deal.probability == Percent(integerLiteral: row.probability))
      #expect(deal.amount?.minorAmount == row.amount.map { Int64($0 * 100) })
      #expect((deal.openedOn, deal.closeDate) == (row.openedOn, row.closeDate))
      #expect((deal.kind, deal.leadSource) == (row.kind, row.leadSource))
      #expect((deal.nextStep, deal.lossReason) == (row.nextStep, row.lossReason))
      #expect((deal.closedAt != nil) == row.stage.isClosed)
    }
  }
}
