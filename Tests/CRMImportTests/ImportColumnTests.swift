import CRMModel
import CRMSales
import CRMSecurity
import CRMTestStores
import Testing

@Suite struct `Columns of a file` {
  @Test(arguments: StoreKind.allCases)
  func `fill the fields that have their name or label`(_ kind: StoreKind) async throws {
    try await ImportBench.run(on: kind) { bench async throws in
      let report = try await bench.take(
        "NAME,Account number,year-established,Billing address city\nAcme,A1,1999,Madrid\n", ImportMap("account"))
      #expect(report.inserted == 1)
      #expect(report.assignments.map(\.field) == ["name", "number", "year_established", "billing_address.city"])
      let rows = try await bench.rows("select name, number, year_established, billing_address.city from account")
      #expect(rows == [["Acme", "A1", 1999, "Madrid"]])
    }
  }

  @Test func `that fit no field are an error which names all of them`() async throws {
    try await ImportBench.run { bench async throws in
      let error = await #expect(throws: StoreError.self) {
        try await bench.take("name,colour,,name\nAcme,red,x,y\n", ImportMap("account"))
      }
      #expect(error?.violations.map(\.code) == [.unmappedColumn, .unmappedColumn, .unmappedColumn, .unmappedColumn])
      #expect(error?.violations.map(\.message).contains("column 2, `colour`, is no field; map it or ignore it") == true)
      #expect(error?.violations.map(\.message).contains { $0.hasPrefix("column 3 has no name") } == true)
      #expect(try await bench.count("account") == 0)
    }
  }

  @Test func `are left out where the map says so`() async throws {
    try await ImportBench.run { bench async throws in
      var map = ImportMap("account")
      map.ignoredColumns = ["colour", "#3"]
      #expect(try await bench.take("name,colour,\nAcme,red,x\n", map).inserted == 1)
      map.ignoredColumns = ["*"]
      #expect(try await bench.take("name,a,b,a\nBravo,1,2,3\n", map).inserted == 1)
    }
  }

  @Test func `of the same name are told apart by their place`() async throws {
    try await ImportBench.run { bench async throws in
      var map = ImportMap.of("account", [ImportRule("name", column: "#1"), ImportRule("industry", column: "#2")])
      #expect(try await bench.take("x,x\nAcme,retail\n", map).inserted == 1)
      map.targets[0].fields[0].source = .column("x")
      let error = await #expect(throws: StoreError.self) { try await bench.take("x,x\nAcme,retail\n", map) }
      #expect(error?.code == .unknownColumn)
      #expect(try await bench.rows("select name, industry from account") == [["Acme", "retail"]])
    }
  }

  @Test func `have numbers for names where there is no header`() async throws {
    try await ImportBench.run { bench async throws in
      var map = ImportMap.of("account", [ImportRule("name", column: "1"), ImportRule("employees", column: "2")])
      map.hasHeader = false
      #expect(try await bench.take("Acme,10\nBravo,20\n", map).inserted == 2)
      #expect(
        try await bench.rows("select name, employees from account order by name") == [["Acme", 10], ["Bravo", 20]])
    }
  }

  @Test func `are named together with every other fault of a map`() async throws {
    try await ImportBench.run { bench async throws in
      let map = ImportMap(targets: [
        ImportTarget(
          "account", upsert: "nothing",
          fields: [ImportRule("colour", column: "name"), ImportRule("name", column: "nix")]),
        ImportTarget("elephant"),
      ])
      let error = await #expect(throws: StoreError.self) { try await bench.take("name\nAcme\n", map) }
      #expect(error?.violations.map(\.code) == [.unknownColumn, .unknownField, .unknownField, .unknownEntity])
    }
  }

  @Test(arguments: [("", ErrorCode.csvNoHeader), ("\n\n", .csvNoHeader), ("\"name", .csvUnclosedQuote)])
  func `cannot be known without a header`(_ text: String, _ code: ErrorCode) async throws {
    try await ImportBench.run { bench async throws in
      let error = await #expect(throws: StoreError.self) { try await bench.take(text, ImportMap("account")) }
      #expect(error?.code == code)
    }
  }

  @Test func `of a header alone make nothing`() async throws {
    try await ImportBench.run { bench async throws in
      let report = try await bench.take("name,industry\n", ImportMap("account"))
      #expect(report.rowsRead == 0)
      #expect(report.outcome == .kept)
    }
  }

  @Test func `make a person's name of its parts`() async throws {
    try await ImportBench.run { bench async throws in
      let map = ImportMap.of(
        "contact", [ImportRule("name.first", column: "given"), ImportRule("name.last", column: "family")])
      #expect(try await bench.take("given,family,email\nAna,López,ana@example.com\n", map).inserted == 1)
      let rows = try await bench.rows("select name.first, name.last, email from contact")
      #expect(rows == [["Ana", "López", "ana@example.com"]])
    }
  }
}
