import CRMModel
import CRMSales
import CRMSecurity
import CRMTestStores
import Testing

@Suite struct `A row as a tuple` {
  private func withDeals(_ kind: StoreKind, _ body: @Sendable (Session) async throws -> Void) async throws {
    try await kind.withSession(modules: [.sales]) { _, session in
      let account = try await session.insert(Account { $0.name = "Acme" })
      try await session.insert(
        (0..<5_000).map { (number: Int) in
          Opportunity {
            $0.name = number % 3 == 0 ? "A" : "The deal of number \(number)"
            $0.account = number % 4 == 0 ? account.id : nil
            $0.amount = number % 5 == 0 ? nil : Money(minor: Int64(number), .usd)
            $0.kind = number % 2 == 0 ? .existingBusiness : nil
            $0.closeDate = number % 7 == 0 ? nil : CalendarDate(daysSinceEpoch: 20_000 + number)
            $0.closedAt = number % 6 == 0 ? Instant(microsecondsSinceEpoch: Int64(number)) : nil
            $0.probability = number % 3 == 0 ? nil : .hundred
          }
        })
      try await body(session)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `has the values of the record`(_ kind: StoreKind) async throws {
    try await withDeals(kind) { session in
      let deals = try await session.fetch(Opportunity.query)
      let rows = try await session.fetch(
        Opportunity.query.select { ($0.kind, $0.name, $0.account, $0.amount, $0.closeDate, $0.closedAt) })
      #expect(rows.count == 5_000)
      let mixed = try await session.fetch(Opportunity.query.select { ($0.probability, $0.nextStep, $0.number) })
      let single = try await session.fetch(Opportunity.query.select { $0.name })
      for (index, deal) in deals.enumerated() {
        let row = rows[index]
        try #require(row.0 == deal.kind && row.1 == deal.name && row.2 == deal.account && row.3 == deal.amount)
        try #require(row.4 == deal.closeDate && row.5 == deal.closedAt)
        try #require(mixed[index] == (deal.probability, deal.nextStep, deal.number))
        try #require(single[index] == deal.name)
      }
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `is the same in a page`(_ kind: StoreKind) async throws {
    try await withDeals(kind) { session in
      let query = Opportunity.query.select { ($0.name, $0.kind, $0.amount, $0.closeDate) }
      let all = try await session.fetch(query)
      let page = try await session.page(query, first: 200)
      #expect(zip(all, page.items).allSatisfy { $0 == $1 })
      #expect(page.items.count == 200)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `is refused where a value is missing that it has to have`(_ kind: StoreKind) async throws {
    try await kind.withSession(modules: [Clinic()]) { _, session in
      try await session.insert(Record("clinic.visit", ["topic": "A visit with a topic of some length"]))
      let error = await #expect(throws: StoreError.self) {
        try await session.fetch(Visit.query.select { ($0.topic, $0.day, $0.length) })
      }
      #expect(error?.code == .wrongType)
      #expect(try await session.fetch(Visit.query.select { ($0.topic, $0.length) }).first?.1 == 0)
    }
  }
}

private struct Clinic: CRMModule {
  static let name: ModuleName = "clinic"
  static let version = 1
  var content: ModuleContent { Visit.self }
}

private struct Visit: Entity {
  static let name: EntityName = "clinic.visit"
  static let schema = Schema<Visit>(label: "Visit", title: \.topic) {
    Field(\.topic, "topic")
    Field(\.day, "day", required: false)
    Field(\.length, "length", required: false)
  }
  var record = RecordInfo()
  var topic = ""
  var day = CalendarDate.minimum
  var length = 0
  init() {}
}
