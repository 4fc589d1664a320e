import CRMModel
import CRMSecurity
import CRMStorage
import CRMTestStores
import Testing

@Suite struct `A retired field` {
  private static let queries: [Query] = [
    Query("account").where(.compare(.equal, .field("custom.tier"), .literal("gold"))),
    Query("account").where(.compare(.equal, .field("name"), .field("custom.tier"))),
    Query("account").where(.isIn(.field("custom.tier"), ["gold"])),
    Query("account").where(.isNull(.field("custom.tier"))),
    Query("account").where(.textMatch(.contains, .field("custom.tier"), "g")),
    Query("account").where(.within("custom.dealer", root: AnyRecordID(entity: "account", rawValue: 1))),
    Query("account").where(.isNull(.field("custom.dealer.name"))),
    Query("account").where(.related(.any, RelatedPath("account", "custom.dealer"), nil)),
    Query("account").where(.compare(.equal, .count(RelatedPath("account", "custom.dealer"), nil), .literal(0))),
    Query("contact").where(.isNull(.field("account.custom.tier"))),
    Query("account").select("custom.tier"), Query("account").order(by: "custom.tier"),
    Query("account").group(by: "custom.tier"), Query("account").measure(.distinct, "custom.tier"),
    Query("account").where(.isNull(.field("custom.level"))),
  ]

  /// An account with a tier, which was called level once, and a dealer, both retired.
  private func withRetired(
    _ kind: StoreKind, _ body: @Sendable (Session, Account) async throws -> Void
  ) async throws {
    try await kind.withSession { _, session in
      try await session.alter { schema in
        schema[Account.self].add(.text("level").unique())
        schema[Account.self].add(.reference("dealer", to: "account", inverse: "dealt"))
        schema[Account.self].rename("level", to: "tier")
      }
      let acme = try await session.insert(Account { $0.name = "Acme" })
      let bolt = try await session.insert(
        Account {
          $0.name = "Bolt"
          $0.custom["tier"] = "gold"
          $0.custom["dealer"] = acme.id.fieldValue
        })
      try await session.alter { schema in
        schema[Account.self].retire("tier")
        schema[Account.self].retire("dealer")
      }
      try await body(session, bolt)
    }
  }

  private func isRefused(_ error: StoreError, sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(error.code == .unknownField, sourceLocation: sourceLocation)
    #expect(error.message.contains("retired"), sourceLocation: sourceLocation)
  }

  @Test(arguments: StoreKind.allCases)
  func `is unknown to queries`(_ kind: StoreKind) async throws {
    try await withRetired(kind) { session, _ in
      for query in Self.queries {
        let error = try await #require(throws: StoreError.self, "\(query)") { try await session.table(query) }
        isRefused(error)
      }
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `is unknown to writes`(_ kind: StoreKind) async throws {
    try await withRetired(kind) { session, bolt in
      isRefused(
        try await #require(throws: StoreError.self) {
          try await session.insert(Record("account", ["name": "x", "custom.tier": "tin"]))
        })
      isRefused(
        try await #require(throws: StoreError.self) {
          try await session.update(bolt.id.erased, Patch(["custom.tier": "tin"]))
        })
      isRefused(
        try await #require(throws: StoreError.self) {
          _ = try await session.update(bolt.id) { $0.custom["tier"] = "tin" }
        })
      isRefused(
        try await #require(throws: StoreError.self) {
          try await session.write { try $0.upsert([Record("account", ["name": "x"])], by: "custom.tier") }
        })
      let catalog = session.schema
      let schema = try #require(catalog["account"])
      for bytes in [#"{"custom.tier": "tin"}"#, #"{"custom.level": "tin"}"#] {
        isRefused(
          try #require(throws: StoreError.self) {
            _ = try Patch(jsonBytes: Array(bytes.utf8), schema: schema, catalog: catalog)
          })
      }
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `is unknown to imports`(_ kind: StoreKind) async throws {
    try await withRetired(kind) { session, _ in
      let maps = [
        ImportMap(targets: [ImportTarget("account", fields: [ImportRule("custom.tier", column: "a")])]),
        ImportMap(targets: [ImportTarget("account", upsert: "custom.tier", fields: [ImportRule("name", column: "a")])]),
        ImportMap(targets: [
          ImportTarget(
            "account",
            fields: [
              ImportRule("parent", column: "a", find: ImportFind(by: "custom.tier"))
            ])
        ]),
        ImportMap(targets: [
          ImportTarget(
            "account",
            fields: [
              ImportRule("parent", column: "a", find: ImportFind(by: "number", create: true, set: ["custom.tier": "x"]))
            ])
        ]),
      ]
      for map in maps {
        isRefused(
          try await #require(throws: StoreError.self) {
            try await session.importCSV(.bytes(Array("a\nx\n".utf8)), map: map)
          })
      }
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `is not shown, keeps its values and comes back with them`(_ kind: StoreKind) async throws {
    try await withRetired(kind) { session, bolt in
      let hidden = try await session.update(bolt.id) { $0.name = "Bolt Ltd" }
      #expect(hidden.custom["tier"] == .null)
      let record = try #require(try await session.records(Query("account").order(by: "name", .descending)).first)
      #expect(!record.contains("custom.tier"))
      try await session.alter { schema in
        schema[Account.self].restore("tier")
        schema[Account.self].restore("dealer")
      }
      let back = try await session.find(bolt.id)
      #expect(back.custom["tier"] == "gold")
      #expect(back.name == "Bolt Ltd")
      #expect(try await session.count(Query("account").where(.isNull(.field("custom.dealer.name")))) == 1)
      #expect(try await session.count(Query("account").where(.isNull(.field("custom.level")))) == 1)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `cannot be one that a rule, an index or a booking still needs`(_ kind: StoreKind) async throws {
    try await kind.withSession { _, session in
      let low = try Formula(text: "custom.a < 10")
      try await session.alter { schema in
        schema[Account.self].add(.integer("a"))
        schema[Account.self].add(.integer("b"))
        schema[Account.self].add(.dateRange("c"))
        schema[Account.self].add(.integer("d"))
        schema[Account.self].addRule("a_high", "too high", condition: low)
        schema[Account.self].addIndex("by_b", on: ["custom.b", "name"])
        schema[Account.self].addOverlap("once", of: "c", per: ["d"], message: "once only")
      }
      for name in ["a", "b", "c", "d"] {
        let error = try await #require(throws: StoreError.self, "\(name)") {
          try await session.alter { $0[Account.self].retire(FieldName(name)) }
        }
        #expect(error.code == .schemaRefused)
        #expect(error.message.contains("retired"))
      }
    }
  }
}
