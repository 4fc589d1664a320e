import CRMModel
import CRMSecurity
import CRMTestStores
import Testing

@Suite struct `Rows that are refused` {
  static let text = """
    name,employees,annual_revenue,email
    Acme,10,5.25,info@acme.example
    Bravo,ten,1.00,
    Charlie,12
    ,13,1.00,
    Delta,14,1.005,nobody
    Echo,15,2.00,
    """

  @Test(arguments: StoreKind.allCases)
  func `are all told and nothing is kept, unless asked otherwise`(_ kind: StoreKind) async throws {
    try await ImportBench.run(on: kind) { bench async throws in
      let report = try await bench.take(Self.text, ImportMap("account"))
      #expect(report.outcome == .nothingKept)
      #expect(report.rowsRead == 6)
      #expect(
        report.complaints == [
          "3 employees not_a_number", "4 - csv_row_too_short", "5 name required", "6 annual_revenue too_many_decimals",
          "6 email \(Self.badEmail)",
        ])
      #expect(try await bench.count("account") == 0)
    }
  }

  static var badEmail: ErrorCode {
    do throws(ValueError) {
      _ = try EmailAddress("nobody")
      return "none"
    } catch {
      return error.code
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `are left out and the good ones kept when that is asked for`(_ kind: StoreKind) async throws {
    try await ImportBench.run(on: kind) { bench async throws in
      let report = try await bench.take(Self.text, ImportMap("account")) { $0.onError = .skip }
      #expect(report.outcome == .kept)
      #expect(report.inserted == 2)
      #expect(report.rejected.map(\.line) == [3, 4, 5, 6])
      #expect(try await bench.rows("select name from account order by name") == [["Acme"], ["Echo"]])
    }
  }

  @Test func `come as a file with line, field, reason and the original cells`() async throws {
    try await ImportBench.run { bench async throws in
      let report = try await bench.take(
        "name,employees,description\nAcme,-x,=1+1\nBravo,7\n", ImportMap("account")
      ) { $0.onError = .skip }
      let file = String(decoding: report.errorFile(), as: UTF8.self)
      let lines = file.split(separator: "\r\n").map(String.init)
      #expect(lines[0] == "crm:line,crm:field,crm:code,crm:reason,name,employees,description")
      #expect(lines[1].hasPrefix("2,employees,not_a_number,"))
      #expect(lines[1].hasSuffix(",Acme,'-x,'=1+1"))
      #expect(lines[2].hasPrefix("3,,csv_row_too_short,"))
      #expect(lines[2].hasSuffix(",Bravo,7"))
    }
  }

  @Test(arguments: [
    ("2025-02-29", "due_date", "no_such_date"), ("2025-13-01", "due_date", "no_such_date"),
    ("31.4.2025", "due_date", "not_a_date"),
    ("yesterday", "due_date", "not_a_date"),
  ])
  func `include those with a date that does not exist`(_ cell: String, _ field: String, _ code: String) async throws {
    try await ImportBench.run { bench async throws in
      var map = ImportMap("follow_up")
      map.dialect.dateOrder = .ymd
      let report = try await bench.take("subject,due_date\nCall,\(cell)\n", map)
      #expect(report.complaints == ["2 \(field) \(code)"])
    }
  }

  @Test(arguments: [
    ("92233720368547758.08", "amount_out_of_range"), ("1.005", "too_many_decimals"), ("1.000", "too_many_decimals"),
    ("€5.00", "currency_mismatch"), ("1e3", "not_a_number"),
  ])
  func `include those with an amount that the currency cannot hold`(_ cell: String, _ code: String) async throws {
    try await ImportBench.run { bench async throws in
      var map = ImportMap("product")
      map.dialect.decimalSign = .point
      let report = try await bench.take("name,unit_price\nA,92233720368547758.07\nB,\(cell)\n", map) {
        $0.onError = .skip
      }
      #expect(report.complaints == ["3 unit_price \(code)"])
      #expect(try await bench.rows("select unit_price from product") == [[.money(Money(minor: .max, .usd))]])
    }
  }

  @Test func `include those with a whole number beyond 64 bits`() async throws {
    try await ImportBench.run { bench async throws in
      let report = try await bench.take(
        "name,employees\nA,9223372036854775808\nB,9223372036854775807\n", ImportMap("account")
      ) {
        $0.onError = .skip
      }
      #expect(report.rejected.map(\.line) == [2])
      #expect(try await bench.rows("select employees from account") == [[.integer(.max)]])
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `are found among many by what only the store knows`(_ kind: StoreKind) async throws {
    try await ImportBench.run(on: kind) { bench async throws in
      var text = "name,number\n"
      for index in 0..<1_200 { text += "Account \(index),N\(index % 1_000)\n" }
      let report = try await bench.take(text, ImportMap("account")) { $0.onError = .skip }
      #expect(report.rejected.map(\.line) == Array(1_002...1_201))
      #expect(Set(report.rejected.flatMap(\.reasons).map(\.code)) == [.notUnique])
      #expect(try await bench.count("account") == 1_000)
    }
  }

  @Test func `may be as many as are held`() async throws {
    try await ImportBench.run { bench async throws in
      let text = "name,employees\nAcme,1\n" + String(repeating: "Bravo,x\n", count: 10)
      let report = try await bench.take(text, ImportMap("account")) {
        $0.onError = .skip
        $0.mostRejected = 10
      }
      #expect(report.outcome == .kept)
      #expect(report.isComplete)
      #expect(report.rejected.count == 10)
    }
  }

  @Test(arguments: [11, 50])
  func `end the import when they are too many`(_ count: Int) async throws {
    try await ImportBench.run { bench async throws in
      let text = "name,employees\nAcme,1\n" + String(repeating: "Bravo,x\n", count: count)
      let report = try await bench.take(text, ImportMap("account")) {
        $0.onError = .skip
        $0.mostRejected = 10
      }
      #expect(report.outcome == .nothingKept)
      #expect(!report.isComplete)
      #expect(report.rejected.count == 11)
      #expect(report.rejected.last?.reasons.first?.code == .tooManyRejected)
      #expect(try await bench.count("account") == 0)
    }
  }

  @Test(arguments: [("\"Bravo\nCharlie", ErrorCode.csvUnclosedQuote), ("\"a\"b\nCharlie\n", .csvTextAfterQuote)])
  func `stand for the rest of a file that cannot be read on`(_ rest: String, _ code: ErrorCode) async throws {
    try await ImportBench.run { bench async throws in
      let report = try await bench.take("name\nAcme\n\(rest)", ImportMap("account")) { $0.onError = .skip }
      #expect(!report.isComplete)
      #expect(report.rejected.map(\.line) == [3])
      #expect(report.rejected.first?.reasons.first?.code == code)
      #expect(try await bench.rows("select name from account") == [["Acme"]])
      #expect(try await bench.take("name\nAcme\n\(rest)", ImportMap("account")).outcome == .nothingKept)
    }
  }

  @Test func `stand for bytes that are not of the encoding`() async throws {
    try await ImportBench.run { bench async throws in
      var map = ImportMap("account")
      map.dialect.encoding = .utf8
      let report = try await bench.take(Array("name\nAcme\nB".utf8) + [0xFF] + Array("ravo\n".utf8), map) {
        $0.onError = .skip
      }
      #expect(report.rejected.map(\.line) == [3])
      #expect(report.rejected.first?.reasons.first?.code == .textInvalidBytes)
      #expect(report.inserted == 1)
    }
  }
}
