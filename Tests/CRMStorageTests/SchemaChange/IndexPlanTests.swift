import CRMModel
import CRMStorage
import Testing

@Suite struct `The indexes of a table` {
  typealias Kind = SchemaBench.Kind

  /// What each index of visits begins with, where one is declared, and whether the reference is indexed by itself.
  private func firstFields(
    _ kind: Kind, _ index: IndexSchema?, isIndexed: Bool = false
  ) async throws -> [[FieldName]] {
    var bench = try await SchemaBench.withBase(kind)
    try await bench.alter { schema in
      let account = CustomField.reference("account", to: "account")
      schema.addEntity("visit", fields: [isIndexed ? account.indexed() : account, .date("day")]) { entity in
        entity.indexes = index.map { [$0] } ?? []
      }
    }
    #expect(try await bench.layouts() == bench.expectedLayouts())
    let entity = try #require(StoreLayout(bench.catalog).entity("custom.visit"))
    let table = try #require(try await bench.layouts().first { $0.id == entity.table })
    let own = entity.fields.filter { $0.schema.name.rawValue.hasPrefix("custom.") }
    return table.indexes.map { index in
      index.columns.compactMap { column in own.first { $0.indexColumns.contains(column) }?.schema.name }
    }.filter { !$0.isEmpty }
  }

  @Test(arguments: Kind.allCases)
  func `have one for a reference, unless a declared one begins with it`(_ kind: Kind) async throws {
    #expect(try await firstFields(kind, nil) == [["custom.account"]])
    let both = IndexSchema("by_day", on: ["account", "day"])
    #expect(try await firstFields(kind, both) == [["custom.account", "custom.day"]])
  }

  @Test(arguments: Kind.allCases)
  func `have it beside one that has not all records, or begins with something else`(
    _ kind: Kind
  ) async throws {
    let pair: [FieldName] = ["custom.account", "custom.day"]
    let unique = IndexSchema("by_day", on: ["account", "day"], isUnique: true)
    #expect(try await Set(firstFields(kind, unique)) == [["custom.account"], pair])
    let some = IndexSchema("by_day", on: ["account", "day"], where: .isNull(.field("custom.day")))
    #expect(try await Set(firstFields(kind, some)) == [["custom.account"], pair])
    let turned = IndexSchema("by_account", on: ["day", "account"])
    #expect(try await Set(firstFields(kind, turned)) == [["custom.account"], ["custom.day", "custom.account"]])
    let asked = IndexSchema("by_day", on: ["account", "day"])
    #expect(try await Set(firstFields(kind, asked, isIndexed: true)) == [["custom.account"], pair])
  }

  @Test(arguments: Kind.allCases)
  func `of a reference come back when the declared one goes`(_ kind: Kind) async throws {
    var bench = try await SchemaBench.withBase(kind)
    try await bench.alter { schema in
      schema.addEntity("visit", fields: [.reference("account", to: "account"), .date("day")])
    }
    try await bench.insert("custom.visit", [["custom.account": nil], [:]])
    let alone = try await bench.layouts()
    try await bench.alter { $0["visit"].addIndex("by_day", on: ["account", "day"]) }
    let together = try await bench.layouts()
    #expect(together != alone)
    #expect(together == (try bench.expectedLayouts()))
    #expect(together.map(\.indexes.count) == alone.map(\.indexes.count))
    try await bench.alter { $0["visit"].removeIndex("by_day") }
    #expect(try await bench.layouts() == alone)
  }
}
