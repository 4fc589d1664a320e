internal import CRM

/// A field that nobody thought of when the program was built: added while the store is in use, filled, and asked for
/// like any other.
enum DemoTier {
  /// Adds the field, and calls accounts gold that have at least 2 billion in revenue, and silver the others.
  static func add(_ session: Session) async throws {
    try await session.alter { schema in
      schema[Account.self].add(.picklist("tier", ["gold", "silver"]).indexed(), label: "Tier")
    }
    try await session.write(cause: "tiers") { tx in
      let revenue = try tx.table(try Query(text: "select id, annual_revenue from account"))
      for row in revenue.rows where row.count == 2 {
        guard case .reference(let id) = row[0], case .money(let amount) = row[1] else { continue }
        let isGold = amount.amount >= ExactDecimal(2_000_000_000)
        try tx.update(id, ["custom.tier": isGold ? "gold" : "silver"])
      }
    }
  }
}
