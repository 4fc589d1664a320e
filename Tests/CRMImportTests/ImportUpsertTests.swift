import CRMModel
import CRMSecurity
import CRMStorage
import CRMTestStores
import Testing

@Suite struct `Importing again` {
  static let text = "name,employees,industry\nAcme,10,retail\nBravo,20,\nAcme,11,\n"

  @Test(arguments: StoreKind.allCases)
  func `gives the same records`(_ kind: StoreKind) async throws {
    try await ImportBench.run(on: kind) { bench async throws in
      let map = ImportMap.of("account", upsert: "name")
      let first = try await bench.take(Self.text, map)
      #expect(first.inserted == 2)
      let rows = try await bench.rows("select id, revision, name, employees, industry from account order by name")
      let second = try await bench.take(Self.text, map)
      #expect(second.inserted == 0)
      #expect(second.updated == 0)
      #expect(second.unchanged == 2)
      #expect(try await bench.rows("select id, revision, name, employees, industry from account order by name") == rows)
      #expect(rows.map { $0[3] } == [11, 20])
    }
  }

  @Test func `clears what is empty, unless asked otherwise`() async throws {
    try await ImportBench.run { bench async throws in
      var map = ImportMap.of("account", upsert: "name")
      try await bench.take("name,employees,industry\nAcme,10,retail\n", map)
      map.targets[0].skipsEmpty = true
      #expect(try await bench.take("name,employees,industry\nAcme,12,\n", map).updated == 1)
      #expect(try await bench.rows("select employees, industry from account") == [[12, "retail"]])
      map.targets[0].skipsEmpty = false
      try await bench.take("name,employees,industry\nAcme,12,\n", map)
      #expect(try await bench.rows("select employees, industry from account") == [[12, .null]])
    }
  }

  @Test func `leaves records alone that are only to be found`() async throws {
    try await ImportBench.run { bench async throws in
      var map = ImportMap.of("account", upsert: "name")
      try await bench.take("name,employees\nAcme,10\n", map)
      map.targets[0].keepsExisting = true
      let report = try await bench.take("name,employees\nAcme,99\nBravo,1\n", map)
      #expect(report.unchanged == 1)
      #expect(try await bench.rows("select employees from account order by name") == [[10], [1]])
    }
  }

  @Test(arguments: [
    ("name,number\nAcme,\n", "2 number required"), ("name,number\nAcme,A1\n", "2 number ambiguous_key"),
  ])
  func `refuses rows that cannot be found again`(_ text: String, _ complaint: String) async throws {
    try await ImportBench.run { bench async throws in
      let isAmbiguous = complaint.contains("ambiguous")
      if isAmbiguous { try await bench.take("name\nAcme\nAcme\n", ImportMap("account")) }
      let report = try await bench.take(text, .of("account", upsert: isAmbiguous ? "name" : "number"))
      #expect(report.complaints == [isAmbiguous ? "2 name ambiguous_key" : complaint])
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `finds an email address whatever its case`(_ kind: StoreKind) async throws {
    try await ImportBench.run(on: kind) { bench async throws in
      let map = ImportMap.of("user", upsert: "email")
      try await bench.take("display_name,email\nAna,ana@example.com\n", map)
      let report = try await bench.take("display_name,email\nAna López,ANA@example.com\n", map)
      #expect(report.updated == 1)
      #expect(try await bench.rows("select display_name from user") == [["Ana López"]])
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `for trial leaves no trace`(_ kind: StoreKind) async throws {
    try await ImportBench.run(on: kind) { bench async throws in
      let map = ImportMap.of("account", upsert: "name")
      try await bench.take("name,employees\nAcme,1\n", map)
      let before = try await bench.rows("select id, revision, name, employees from account")
      let trial = try await bench.take("name,employees\nAcme,2\nBravo,3\nCharlie,x\n", map) {
        $0.isDryRun = true
        $0.onError = .skip
      }
      #expect(trial.outcome == .dryRun)
      #expect(try await bench.rows("select id, revision, name, employees from account") == before)
      #expect(try await bench.session.changes(after: 0).last?.cause == "import")
      let real = try await bench.take("name,employees\nAcme,2\nBravo,3\nCharlie,x\n", map) { $0.onError = .skip }
      #expect(real.tallies == trial.tallies)
      #expect(real.rejected == trial.rejected)
      #expect(real.outcome == .kept)
    }
  }
}
