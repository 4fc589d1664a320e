import CRMModel
import CRMSecurity
import CRMStorage
import CRMTestStores
import CRMTesting
import Testing

/// Rows that refer to rows that refer to rows, of which one is refused.
@Suite struct `A chain of rows whose head is refused` {
  /// Nodes that refer to nodes without being a tree, so that a chain may be of any length.
  private static func withNodes(_ kind: StoreKind, _ body: (ImportBench) async throws -> Void) async throws {
    try await ImportBench.run(on: kind) { bench async throws in
      try await bench.session.alter { schema in
        schema.addEntity(
          "node", title: ["key"],
          fields: [
            CustomField.text("key").unique(), .integer("weight"),
            .reference("next", .several(["custom.node", "account"])),
          ])
      }
      try await body(bench)
    }
  }

  private static func nodes(upsert: Bool) -> ImportMap {
    .of(
      "custom.node", upsert: upsert ? "custom.key" : nil,
      [
        ImportRule("custom.key", column: "key"), ImportRule("custom.weight", column: "weight"),
        ImportRule("custom.next", column: "next", find: ImportFind("custom.node", by: "custom.key")),
      ])
  }

  /// A chain whose first link is bad, with a good row beside every tenth link.
  private static func chain(_ length: Int, fromTheEnd: Bool) -> (text: String, lines: [Int], good: Int) {
    var rows = ["head,many,"]
    for link in 1..<length { rows.append("link \(link),\(link),\(link == 1 ? "head" : "link \(link - 1)")") }
    var bad = Array(rows.indices)
    var all = rows
    if fromTheEnd { all.reverse() }
    var good = 0
    var index = 0
    while index < all.count {
      all.insert("good \(good),1,\(good == 0 ? "" : "good \(good - 1)")", at: index)
      good += 1
      index += 11
    }
    bad = all.indices.filter { !all[$0].hasPrefix("good") }
    return ("key,weight,next\n" + all.joined(separator: "\n") + "\n", bad.map { $0 + 2 }, good)
  }

  @Test(arguments: StoreKind.allCases, [20, 2_000])
  func `is refused to its end, and only it`(_ kind: StoreKind, _ length: Int) async throws {
    try await Self.withNodes(kind) { bench in
      for (round, fromTheEnd) in [false, true].enumerated() {
        let (text, lines, good) = Self.chain(length, fromTheEnd: fromTheEnd)
        let report = try await bench.take(text, Self.nodes(upsert: round == 1)) { $0.onError = .skip }
        #expect(report.outcome == .kept)
        #expect(report.rejected.map(\.line) == lines)
        #expect(report.rejected.allSatisfy { !$0.cells.isEmpty && $0.reasons.count == 1 })
        #expect(report.rejected.filter { $0.reasons[0].code == .referenceNotFound }.count == length - 1)
        #expect(try await bench.count("custom.node") == good)
        let file = String(decoding: report.errorFile(), as: UTF8.self)
        #expect(file.split(separator: "\r\n").count == length + 1)
      }
    }
  }

  @Test(arguments: StoreKind.allCases, ImportOptions.OnError.allCases)
  func `is told link by link, each with the line it depends on`(
    _ kind: StoreKind, _ onError: ImportOptions.OnError
  ) async throws {
    try await Self.withNodes(kind) { bench in
      let text = "key,weight,next\nC,1,B\nA,many,\nB,1,A\nD,1,nobody\nE,1,D\nF,1,\n"
      let report = try await bench.take(text, Self.nodes(upsert: false)) { $0.onError = onError }
      #expect(report.rejected.map(\.line) == [2, 3, 4, 5, 6])
      #expect(report.rejected.map { $0.reasons.map(\.column) } == [["next"], ["weight"], ["next"], ["next"], ["next"]])
      #expect(report.rejected[0].summary.contains("line 4"))
      #expect(report.rejected[2].summary.contains("line 3"))
      #expect(!report.rejected[3].summary.contains("line"))
      #expect(report.rejected[4].summary.contains("line 5"))
      #expect(report.rejected.map { $0.cells.first } == ["C", "A", "B", "D", "E"])
      #expect(try await bench.count("custom.node") == (onError == .skip ? 1 : 0))
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `does not take along what was there before, or what another row makes`(_ kind: StoreKind) async throws {
    try await Self.withNodes(kind) { bench in
      let map = Self.nodes(upsert: true)
      try await bench.take("key,weight\nOld,1\n", .of("custom.node"))
      // Old is there although its row is refused; twice is made by its second row.
      let text = "key,weight,next\nOld,2,nobody\nX,1,Old\nTwice,1,nobody\nY,1,Twice\nTwice,2,\n"
      let report = try await bench.take(text, map) {
        $0.onError = .skip
        $0.batchSize = 1
      }
      #expect(report.rejected.map(\.line) == [2, 4])
      let rows = try await bench.rows("select custom.key, custom.weight from custom.node order by custom.key")
      #expect(rows == [["Old", 1], ["Twice", 2], ["X", 1], ["Y", 1]])
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `may be a tree that is too deep as well`(_ kind: StoreKind) async throws {
    try await ImportBench.run(on: kind) { bench async throws in
      var text = "name,parent,employees\nA0,,many\n"
      for index in 1..<2_000 { text += "A\(index),A\(index - 1),1\n" }
      let map = ImportMap.of(
        "account",
        [ImportRule("name", column: "name"), ImportRule("parent", column: "parent", find: ImportFind(by: "name"))])
      let report = try await bench.take(text + "Other,,1\n", map) { $0.onError = .skip }
      #expect(report.rejected.map(\.line) == Array(2...2_001))
      #expect(try await bench.rows("select name from account") == [["Other"]])
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `takes along the records of other targets, found by another system's key`(_ kind: StoreKind) async throws {
    try await ImportBench.run(on: kind) { bench async throws in
      var company = ImportTarget("account", fields: [ImportRule("name", column: "company")])
      company.externalID = ImportExternalID(system: "erp", column: "company_id")
      company.unlessEmpty = ["company_id"]
      company.fields.append(ImportRule("parent", column: "parent_id", find: ImportFind(system: "erp")))
      var person = ImportTarget("contact", fields: [ImportRule("name.last", column: "last")])
      person.unlessEmpty = ["last"]
      person.fields.append(ImportRule("account", column: "works_at", find: ImportFind(system: "erp")))
      let text = """
        company,company_id,parent_id,last,works_at
        ,,,Early,1
        Acme,1,99,,
        Bravo,2,1,,
        ,,,Doe,2
        Charlie,3,,,
        ,,,Roe,3

        """
      let report = try await bench.take(text, ImportMap(targets: [company, person])) {
        $0.onError = .skip
        $0.batchSize = 1
      }
      #expect(report.rejected.map(\.line) == [2, 3, 4, 5])
      #expect(try await bench.rows("select name.last, account.name from contact") == [["Roe", "Charlie"]])
    }
  }

  @Test func `that is longer than an import holds ends it`() async throws {
    try await Self.withNodes(.memory) { bench in
      let (text, _, _) = Self.chain(200, fromTheEnd: false)
      for onError in ImportOptions.OnError.allCases {
        let report = try await bench.take(text, Self.nodes(upsert: false)) {
          $0.onError = onError
          $0.mostRejected = 50
        }
        #expect(report.outcome == .nothingKept)
        #expect(report.rejected.count == 51)
        #expect(report.rejected.filter { $0.reasons.contains { $0.code == .tooManyRejected } }.count == 1)
        #expect(!report.isComplete)
      }
      #expect(try await bench.count("custom.node") == 0)
    }
  }
}
