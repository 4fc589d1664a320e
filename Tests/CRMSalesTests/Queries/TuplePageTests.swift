import CRMModel
import CRMSales
import CRMSecurity
import CRMTestStores
import CRMTesting
import Testing

@Suite struct `A page of tuples` {
  private static let query = Opportunity.query
    .order(by: { $0.amount }, .descending)
    .select { ($0.name, $0.amount, $0.account.name) }

  @Test(arguments: StoreKind.allCases)
  func `goes forwards and backwards`(_ store: StoreKind) async throws {
    try await store.withQueryWorld { world in
      let session = world.session
      let first = try await session.page(Self.query, first: 3)
      #expect(first.items.map(\.0) == ["Desks", "Seats", "Lamps"])
      #expect(first.items.map(\.1) == [.usd(300), .usd(100), .usd(50)])
      #expect(first.items.map(\.2) == ["Acme", "Acme", "Bolt"])
      #expect(first.previous == nil && first.next != nil)
      let second = try await session.page(Self.query, first: 3, at: first.next)
      #expect(second.items.map(\.0) == ["Chairs"])
      #expect(second.items.map(\.2) == [nil])
      #expect(second.next == nil && second.previous != nil)
      let back = try await session.page(Self.query, first: 3, at: second.previous)
      #expect(back.items.map(\.0) == ["Desks", "Seats", "Lamps"])
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `refuses another query's cursor, and groups`(_ store: StoreKind) async throws {
    try await store.withQueryWorld { world in
      let session = world.session
      let cursor = try await session.page(Self.query, first: 1).next
      let other = Opportunity.query.select { $0.name }
      let error = await #expect(throws: StoreError.self) { try await session.page(other, first: 1, at: cursor) }
      #expect(error?.code == .badCursor)
      let groups = Opportunity.query.group { ($0.owner, $0.count) }.rows
      let refusal = await #expect(throws: StoreError.self) { try await session.page(groups, first: 1) }
      #expect(refusal?.violations.first?.code == "grouped")
    }
  }
}
