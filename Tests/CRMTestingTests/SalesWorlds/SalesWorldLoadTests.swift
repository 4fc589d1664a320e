import CRM
import CRMTestStores
import CRMTesting
import Testing

@Suite struct `A sales world of ten thousand rows` {
  /// The rows of a table by a key: how many there are, in how many something is filled in, and what they come to.
  private func tally<Row>(
    _ rows: some Sequence<Row>, by key: (Row) -> FieldValue?, filled: (Row) -> Bool, amount: (Row) -> Int?
  ) throws -> [[FieldValue]] {
    var groups: [FieldValue: (rows: Int64, filled: Int64, amount: Int?)] = [:]
    for row in rows {
      guard let key = key(row) else { continue }
      var group = groups[key] ?? (0, 0, nil)
      group.rows += 1
      if filled(row) { group.filled += 1 }
      if let amount = amount(row) { group.amount = (group.amount ?? 0) + amount }
      groups[key] = group
    }
    return try sorted(
      groups.map { key, group in
        let amount = try group.amount.map { FieldValue.money(try Money("\($0)", .usd)) }
        return [key, .integer(group.rows), .integer(group.filled), amount ?? .null]
      })
  }

  private func sorted(_ rows: [[FieldValue]]) -> [[FieldValue]] { rows.sorted { "\($0[0])" < "\($1[0])" } }

  @Test func `is imported with the counts and sums that were made up`() async throws {
    let world = SalesWorld(opportunities: 6_000, seed: 20_251_122)
    let counts = SalesWorldFile.all.map { world.rowCount(of: $0) }
    #expect((9_900...10_100).contains(counts.reduce(0, +)))
    try await StoreKind.memory.withSession(modules: [.sales]) { _, session in
      for (file, count) in zip(SalesWorldFile.all, counts) {
        let report = try await session.importCSV(.bytes(world.bytes(of: file)), map: file.importMap())
        #expect(report.rejected.isEmpty, "\(file.name): \(report.rejected.first?.summary ?? "")")
        #expect(report.rowsRead == count, "\(file.name)")
      }
      func rows(_ text: String) async throws -> [[FieldValue]] {
        sorted(try await session.table(try Query(text: text)).rows)
      }

      let deals = world.opportunities
      let byStage = try tally(
        deals, by: { .text($0.stage.name) }, filled: { $0.account != nil }, amount: { $0.amount })
      #expect(byStage.count == 6)
      #expect(
        try await rows(
          "select stage.name, count(), count(account), sum(amount) from opportunity group by stage.name") == byStage)
      let byOwner = try tally(
        deals, by: { $0.owner.flatMap { world.users[$0] }.map { .text($0.displayName) } },
        filled: { $0.product != nil }, amount: { $0.amount })
      #expect(byOwner.count > 20)
      #expect(
        try await rows(
          """
          select owner.display_name, count(), count(product), sum(amount) from opportunity where owner is not null \
          group by owner.display_name
          """) == byOwner)
      let byYear = try tally(
        deals, by: { $0.closeDate.flatMap { try? CalendarDate("\($0.year)-01-01") }.map { .date($0) } },
        filled: { $0.contact != nil }, amount: { $0.amount })
      #expect(byYear.count > 3)
      #expect(
        try await rows(
          """
          select year(close_date), count(), count(contact), sum(amount) from opportunity where close_date is not null \
          group by year(close_date)
          """) == byYear)
      let byKind = try tally(
        world.accounts, by: { .text($0.kind) }, filled: { $0.parent != nil }, amount: { _ in nil })
      #expect(
        try await rows("select type, count(), count(parent) from account group by type")
          == byKind.map { Array($0.prefix(3)) })
      let revenue = try tally(
        world.accounts, by: { $0.annualRevenue.map { _ in "USD" } }, filled: { $0.parent != nil },
        amount: { $0.annualRevenue })
      #expect(
        try await rows(
          """
          select annual_revenue.currency, count(), count(parent), sum(annual_revenue) from account \
          where annual_revenue is not null group by annual_revenue.currency
          """) == revenue)
      let bySource = try tally(
        world.contacts, by: { $0.leadSource.map { .text($0) } }, filled: { $0.account != nil }, amount: { _ in nil })
      #expect(
        try await rows(
          "select lead_source, count(), count(account) from contact where lead_source is not null group by lead_source")
          == bySource.map { Array($0.prefix(3)) })
      let byStatus = try tally(
        world.leads, by: { .text($0.status.rawValue) }, filled: { $0.company != nil }, amount: { _ in nil })
      #expect(
        try await rows("select status, count(), count(company) from lead group by status")
          == byStatus.map { Array($0.prefix(3)) })
    }
  }
}
