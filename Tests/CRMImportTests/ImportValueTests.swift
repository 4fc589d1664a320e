import CRMModel
import CRMSecurity
import Testing

@Suite struct `Cells of a file` {
  @Test func `are translated, multiplied and given a currency as the map says`() async throws {
    try await ImportBench.run { bench async throws in
      let map = ImportMap.of(
        "account",
        [
          ImportRule("name", column: "name"),
          ImportRule("industry", column: "sector", translate: ["technolgy": "technology", "-": ""]),
          ImportRule("annual_revenue", column: "revenue", scale: 1_000_000, currency: .eur),
          ImportRule("type", constant: "customer"),
        ])
      try await bench.take("name,sector,revenue\nAcme,technolgy,1100.04\nBravo,-,0.5\n", map)
      let rows = try await bench.rows("select industry, annual_revenue, type from account order by name")
      let expected: [[FieldValue]] = [
        ["technology", .money(try Money("1100040000", .eur)), "customer"],
        [.null, .money(try Money("500000", .eur)), "customer"],
      ]
      #expect(rows == expected)
    }
  }

  @Test(arguments: [("yes", true), ("TRUE", true), ("1", true), ("n", false), ("0", false)])
  func `say yes and no in several ways`(_ cell: String, _ isActive: Bool) async throws {
    try await ImportBench.run { bench async throws in
      try await bench.take("display_name,is_active\nAna,\(cell)\n", ImportMap("user"))
      #expect(try await bench.rows("select is_active from user") == [[.boolean(isActive)]])
    }
  }

  @Test(arguments: [("customer", "customer"), ("Customer", "customer"), ("PROSPECT", "prospect")])
  func `name a picklist's options by code or label`(_ cell: String, _ code: String) async throws {
    try await ImportBench.run { bench async throws in
      try await bench.take("name,type\nAcme,\(cell)\n", ImportMap("account"))
      #expect(try await bench.rows("select type from account") == [[.text(code)]])
      #expect(
        try await bench.take("name,type\nAcme,friend\n", ImportMap("account")).complaints == ["2 type unknown_code"])
    }
  }

  @Test(arguments: [
    ("2025-03-01T09:30:00Z", "2025-03-01T09:30:00Z"), ("2025-03-01 09:30", "2025-03-01T08:30:00Z"),
    ("31/12/2025 14:30:15", "2025-12-31T13:30:15Z"), ("2025-06-01", "2025-05-31T22:00:00Z"),
  ])
  func `without zone are moments on the workspace's clocks`(_ cell: String, _ moment: String) async throws {
    try await ImportBench.run { options in
      options.zone = (try? ZoneID("Europe/Madrid")) ?? .utc
    } _: { bench async throws in
      var map = ImportMap("follow_up")
      map.dialect.dateOrder = .dmy
      let report = try await bench.take("subject,completed_at\nCall,\(cell)\n", map)
      #expect(report.complaints == [])
      #expect(try await bench.rows("select completed_at from follow_up") == [[.instant(try Instant(moment))]])
    }
  }

  @Test func `keep their blanks in texts, unless asked otherwise`() async throws {
    try await ImportBench.run { bench async throws in
      var map = ImportMap("account")
      try await bench.take("name,employees\n Acme , 12 \n", map)
      map.trimsText = true
      try await bench.take("name,employees\n Bravo ,13\n", map)
      #expect(try await bench.rows("select name from account where employees = 12") == [[" Acme "]])
      #expect(try await bench.rows("select name from account where employees = 13") == [["Bravo"]])
    }
  }
}
