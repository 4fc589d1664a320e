import CRMModel
import CRMSecurity
import CRMTestStores
import Testing

@Suite struct `The having of a grouped query` {
  @Test(arguments: StoreKind.allCases)
  func `keeps groups by measures and names what it cannot compare`(_ kind: StoreKind) async throws {
    try await kind.withSession { _, session in
      try await session.insert(
        ["Retail", "Retail", "Bank"].map { industry in
          Account { ($0.name, $0.industry, $0.employees) = ("x", industry, 10) }
        })
      let kept = try await session.table(
        Query(text: "select industry, sum(employees) from account group by industry having 15 < sum(employees)"))
      #expect(kept.rows == [["Retail", 20]])
      for text in ["shoe_size > 1", "name = \"x\"", "max(employees) > 1 and today > 2025-01-01"] {
        let query = try Query(text: "select industry from account group by industry having \(text)")
        await #expect(throws: StoreError.self, "\(text)") { try await session.table(query) }
      }
    }
  }
}
