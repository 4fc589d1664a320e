import CRMModel
import CRMStorage
import Testing

/// The keywords of SQLite (https://sqlite.org/lang_keywords.html), lower case.
enum SQLKeywords {
  static let all = """
    abort action add after all alter always analyze and as asc attach autoincrement before begin between by cascade \
    case cast check collate column commit conflict constraint create cross current current_date current_time \
    current_timestamp database default deferrable deferred delete desc detach distinct do drop each else end escape \
    except exclude exclusive exists explain fail filter first following for foreign from full generated glob group \
    groups having if ignore immediate in index indexed initially inner insert instead intersect into is isnull join \
    key last left like limit match materialized natural no not nothing notnull null nulls of offset on or order \
    others outer over partition plan pragma preceding primary query raise range recursive references regexp reindex \
    release rename replace restrict returning right rollback row rows savepoint select set table temp temporary then \
    ties to transaction trigger unbounded union unique update using vacuum values view virtual when where window \
    with without
    """.split(separator: " ").map(String.init)
}

@Suite struct `A name made at run time` {
  static let refused: [(name: String, reason: String)] = [
    ("", "empty"), ("Tier", "lower case"), ("TIER", "lower case"), ("two words", "blanks"), ("it's", "quotes"),
    ("say\"it\"", "quotes"), ("`tier`", "quotes"), ("tier;drop", "signs"), ("naïve", "accents"), ("名前", "signs"),
    ("🚗", "signs"),
    ("1st", "begins with a letter"), ("_tier", "begins with a letter"), ("tier_", "underscores"),
    ("a__b", "underscores"),
    (String(repeating: "a", count: 41), "at most 40"), ("a.b.c", "one dot"), ("school.tier", "begin with `custom.`"),
    ("custom.", "empty"), (".tier", "empty"), ("id", "already"), ("owner", "already"), ("created_at", "already"),
    ("self", "already"), ("custom", "already"), ("tier\0", "signs"), ("tier\n", "signs"),
  ]

  @Test(arguments: refused)
  func `is refused with the reason`(_ example: (name: String, reason: String)) throws {
    let base = try PlanWorlds.base()
    let plan = SchemaBench.plan(base) { schema in
      schema["account"].add(.text(FieldName(example.name)))
      schema.addEntity(EntityName(example.name), fields: [.text("plate")])
    }
    #expect(plan.steps.count == 2)
    for step in plan.steps {
      #expect(step.verdict.isRefused)
      #expect(step.verdict.reason?.contains(example.reason) == true, "\(step)")
    }
    #expect(plan.catalog[EntityName("account")] == base["account"])
  }

  @Test func `of forty characters is accepted`() throws {
    let name = String(repeating: "a", count: 40)
    let plan = SchemaBench.plan(try PlanWorlds.base()) { $0["account"].add(.text(FieldName(name))) }
    #expect(!plan.isRefused)
    #expect(plan.catalog.field(FieldName("custom." + name), of: "account") != nil)
  }

  @Test(arguments: SchemaBench.Kind.allCases)
  func `may be any keyword of SQL, for fields and entities`(_ kind: SchemaBench.Kind) async throws {
    #expect(SQLKeywords.all.count == 147)
    var bench = try await SchemaBench.withBase(kind)
    try await bench.alter { schema in
      for word in SQLKeywords.all { schema["account"].add(.integer(FieldName(word)).indexed()) }
      for word in SQLKeywords.all.prefix(20) {
        schema.addEntity(EntityName(word), fields: [.text(FieldName(word)).unique()])
      }
    }
    try await bench.insert("account", [["custom.select": 1, "custom.table": 2]])
    #expect(try await bench.values("account", "custom.select") == [.integer(1)])
    #expect(try await bench.values("account", "custom.table") == [.integer(2)])
    #expect(try await bench.layouts() == bench.expectedLayouts())
  }

  @Test func `is taken once for all by a field, its former name and a retired field`() throws {
    let plan = SchemaBench.plan(try PlanWorlds.base()) { schema in
      schema["account"].add(.text("tier"))
      schema["account"].rename("tier", to: "level")
      schema["account"].add(.integer("tier"))
      schema["account"].add(.integer("level"))
      schema["account"].retire("level")
      schema["account"].add(.integer("level"))
    }
    #expect(plan.steps.map(\.verdict.isRefused) == [false, false, true, true, false, true])
    #expect(plan.violations.allSatisfy { $0.code == .nameTaken })
  }

  @Test func `goes back to a name that the same field had`() throws {
    let plan = SchemaBench.plan(try PlanWorlds.base()) { schema in
      schema["account"].add(.text("tier"))
      schema["account"].rename("tier", to: "level")
      schema["account"].rename("level", to: "tier")
    }
    #expect(!plan.isRefused)
    #expect(plan.catalog.field("custom.tier", of: "account")?.formerNames == ["custom.level"])
  }
}

/// Catalogs that planning starts from, without a store.
enum PlanWorlds {
  static func base() throws -> Catalog { try installing([BaseModule()], into: Catalog(currency: .eur)) }

  static func installing(_ modules: [any CRMModule], into catalog: Catalog) throws -> Catalog {
    let plan = SchemaPlan.installing(modules: modules, into: catalog, compile: SchemaBench.compile)
    #expect(!plan.isRefused, "\(plan)")
    return plan.catalog
  }
}
