import CRMModel
import CRMSecurity
import CRMTestStores
import Testing

@Suite struct `References in a file` {
  static func accounts(_ find: ImportFind) -> ImportMap {
    .of("account", [ImportRule("name", column: "name"), ImportRule("parent", column: "parent", find: find)])
  }

  @Test(arguments: StoreKind.allCases, [1, 2, 500])
  func `find records above and below in the same file`(_ kind: StoreKind, _ batchSize: Int) async throws {
    try await ImportBench.run(on: kind) { bench async throws in
      let text = "name,parent\nAcme,\nBluth,Acme\nCheers,Massive\nGamma,Cheers\nMassive,\n"
      let report = try await bench.take(text, Self.accounts(ImportFind(by: "name"))) { $0.batchSize = batchSize }
      #expect(report.rejected.isEmpty)
      #expect(report.inserted == 5)
      let rows = try await bench.rows("select name, parent.name from account where parent is not null order by name")
      #expect(rows == [["Bluth", "Acme"], ["Cheers", "Massive"], ["Gamma", "Cheers"]])
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `to rows that are refused are refused too`(_ kind: StoreKind) async throws {
    try await ImportBench.run(on: kind) { bench async throws in
      var map = Self.accounts(ImportFind(by: "name"))
      map.targets[0].fields.append(ImportRule("employees", column: "employees"))
      let text = "name,parent,employees\nA,,1\nB,C,2\nC,D,3\nD,,many\nE,A,5\n"
      let report = try await bench.take(text, map) { $0.onError = .skip }
      #expect(
        report.complaints == [
          "3 parent reference_not_found", "4 parent reference_not_found", "5 employees not_a_number",
        ])
      #expect(
        try await bench.rows("select name, parent.name from account order by name") == [["A", .null], ["E", "A"]])
      #expect(report.inserted == 2)
    }
  }

  @Test func `that go round in a circle are refused`() async throws {
    try await ImportBench.run { bench async throws in
      let report = try await bench.take("name,parent\nA,B\nB,A\n", Self.accounts(ImportFind(by: "name")))
      #expect(report.outcome == .nothingKept)
      #expect(report.complaints.contains { $0.hasSuffix("parent cyclic_reference") })
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `make what is not there when asked to`(_ kind: StoreKind) async throws {
    try await ImportBench.run(on: kind) { bench async throws in
      let find = ImportFind(by: "name", create: true, set: ["industry": "retail", "employees": "7"])
      let map = ImportMap.of(
        "contact", [ImportRule("name.last", column: "name"), ImportRule("account", column: "company", find: find)])
      let text = "name,company\nLópez,Acme\nSmith,Acme\nDoe,\nRoe,Bravo\n"
      let report = try await bench.take(text, map)
      #expect(report.tallies.map(\.created) == [2, 0])
      #expect(report.tallies.map(\.inserted) == [0, 4])
      let rows = try await bench.rows("select name, industry, employees from account order by name")
      #expect(rows == [["Acme", "retail", 7], ["Bravo", "retail", 7]])
      #expect(try await bench.take("name,company\nNew,Acme\n", map).tallies.map(\.entity) == ["contact"])
      #expect(try await bench.count("account") == 2)
    }
  }

  @Test func `do not guess between two records of the same name`() async throws {
    try await ImportBench.run { bench async throws in
      try await bench.take("name\nAcme\nAcme\n", ImportMap("account"))
      let map = ImportMap.of(
        "contact",
        [
          ImportRule("name.last", column: "name"),
          ImportRule("account", column: "company", find: ImportFind(by: "name")),
        ])
      #expect(try await bench.take("name,company\nLópez,Acme\n", map).complaints == ["2 account ambiguous_key"])
    }
  }

  @Test func `follow another system's keys`() async throws {
    try await ImportBench.run { bench async throws in
      var accounts = ImportMap.of("account", [ImportRule("name", column: "name")])
      accounts.targets[0].externalID = ImportExternalID(system: "erp", column: "id")
      #expect(try await bench.take("id,name\n7,Acme\n8,Bravo\n", accounts).inserted == 2)
      #expect(try await bench.take("id,name\n7,Acme Inc\n8,Bravo\n9,Charlie\n", accounts).tallies.first?.updated == 1)
      let map = ImportMap.of(
        "contact",
        [
          ImportRule("name.last", column: "name"),
          ImportRule("account", column: "erp", find: ImportFind(system: "erp")),
        ])
      let report = try await bench.take("name,erp\nLópez,7\nNobody,70\n", map) { $0.onError = .skip }
      #expect(report.complaints == ["3 account reference_not_found"])
      #expect(try await bench.rows("select account.name from contact") == [["Acme Inc"]])
      #expect(try await bench.count("account") == 3)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `lead from one record of a row to another`(_ kind: StoreKind) async throws {
    try await ImportBench.run(on: kind) { bench async throws in
      var company = ImportTarget("account", upsert: "name", fields: [ImportRule("name", column: "company")])
      company.unlessEmpty = ["company"]
      var person = ImportTarget(
        "contact", fields: [ImportRule("name.last", column: "name"), ImportRule("account", target: "account")])
      person.name = "person"
      let relation = ImportTarget(
        "account_contact_relation",
        fields: [
          ImportRule("account", target: "account"), ImportRule("contact", target: "person"),
          ImportRule("role", constant: "buyer"),
        ])
      var map = ImportMap(targets: [company, person, relation])
      map.targets[2].unlessEmpty = ["company"]
      map.ignoredColumns = ["*"]
      let report = try await bench.take("name,company,x\nLópez,Acme,1\nSmith,Acme,2\nDoe,,3\n", map)
      #expect(report.tallies.map(\.entity) == ["account", "account_contact_relation", "contact"])
      #expect(report.tallies.map(\.inserted) == [1, 2, 3])
      let rows = try await bench.rows(
        "select contact.name.last, account.name, role from account_contact_relation order by contact.name")
      #expect(rows == [["López", "Acme", "buyer"], ["Smith", "Acme", "buyer"]])
    }
  }

  @Test func `of a refused row leave nothing behind`() async throws {
    try await ImportBench.run { bench async throws in
      let map = ImportMap(targets: [
        ImportTarget("account", fields: [ImportRule("name", column: "company")]),
        ImportTarget(
          "contact",
          fields: [
            ImportRule("name.last", column: "name"), ImportRule("email", column: "email"),
            ImportRule("account", target: "account"),
          ]),
      ])
      let report = try await bench.take("name,company,email\n,Acme,\nSmith,Bravo,s@example.com\n", map) {
        $0.onError = .skip
      }
      #expect(report.complaints == ["2 name required"])
      #expect(try await bench.rows("select name from account") == [["Bravo"]])
    }
  }
}
