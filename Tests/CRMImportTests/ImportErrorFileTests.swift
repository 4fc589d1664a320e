import CRMModel
import CRMSecurity
import CRMTestStores
import Testing

/// The promise of an errors file: rows that were refused are corrected in it, and it is imported as it is.
@Suite struct `An errors file` {
  static let dirty = #"""
    company,staff,type,note
    Acme,10,customer,fine
    Bravo,ten,customer,=1+1
    Charlie,12
    Delta,14,no such,-x
    Echo,15,,"two, and ""three"""

    """#

  static func map(upsert: FieldName?) -> ImportMap {
    .of(
      "account", upsert: upsert,
      [
        ImportRule("name", column: "company"), ImportRule("employees", column: "staff"),
        ImportRule("description", column: "note"),
      ])
  }

  /// The text of the errors file of a report.
  static func text(_ report: ImportReport) -> String { String(decoding: report.errorFile(), as: UTF8.self) }

  @Test(arguments: StoreKind.allCases, [nil, "name"] as [FieldName?])
  func `is imported when its rows are corrected, and everything is there once`(
    _ kind: StoreKind, _ upsert: FieldName?
  ) async throws {
    try await ImportBench.run(on: kind) { bench async throws in
      let map = Self.map(upsert: upsert)
      let first = try await bench.take(Self.dirty, map) { $0.onError = .skip }
      #expect(first.rejected.map(\.line) == [3, 4, 5])
      let file = Self.text(first)
      let mended = file.replacing(",ten,", with: ",10,").replacing(",Charlie,12", with: ",Charlie,12,,ragged")
        .replacing("no such", with: "partner")
      let second = try await bench.take(mended, map)
      #expect(second.complaints == [])
      #expect(second.inserted == 3)
      #expect(second.columns == ["company", "staff", "type", "note"])
      let rows = try await bench.rows("select name, employees, type, description from account order by name")
      #expect(
        rows == [
          ["Acme", 10, "customer", "fine"], ["Bravo", 10, "customer", "=1+1"], ["Charlie", 12, .null, "ragged"],
          ["Delta", 14, "partner", "-x"], ["Echo", 15, .null, "two, and \"three\""],
        ])
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `that nobody corrected is refused again in the same way`(_ kind: StoreKind) async throws {
    try await ImportBench.run(on: kind) { bench async throws in
      let map = Self.map(upsert: nil)
      let first = try await bench.take(Self.dirty, map) { $0.onError = .skip }
      let second = try await bench.take(first.errorFile(), map) { $0.onError = .skip }
      #expect(second.inserted == 0)
      #expect(second.rejected.map(\.cells) == first.rejected.map(\.cells))
      #expect(second.rejected.map { $0.reasons.map(\.code) } == first.rejected.map { $0.reasons.map(\.code) })
      #expect(second.rejected.map(\.line) == [2, 3, 4])
      #expect(try await bench.count("account") == 2)
    }
  }

  @Test func `has columns that no field can be meant by, whatever the entity calls its own`() async throws {
    try await ImportBench.run { bench async throws in
      let report = try await bench.take("name,code,unit_price\nHammer,H1,many\n", ImportMap("product")) {
        $0.onError = .skip
      }
      let file = Self.text(report)
      #expect(file.hasPrefix("crm:line,crm:field,crm:code,crm:reason,"))
      let second = try await bench.take(file.replacing(",many", with: ",5"), ImportMap("product"))
      #expect(second.outcome == .kept)
      #expect(try await bench.rows("select name, code from product") == [["Hammer", "H1"]])
    }
  }

  @Test(arguments: [
    "=1+1", "'=1+1", "''-x", "-5", "'-5", "-5.5", "+1 555", " @x", "\tTab", "'90s", "'", "''", "plain", "\u{2212}2",
    "'\u{FF1D}x",
  ])
  func `gives every cell back as it was, guarded or not`(_ cell: String) async throws {
    try await ImportBench.run { bench async throws in
      var writer = CSVWriter(CSVWriter.Options.unguarded)
      writer.append(record: ["name", "employees", "description"])
      writer.append(record: ["Acme", "x", cell])
      let report = try await bench.take(writer.takeBytes(), ImportMap("account")) { $0.onError = .skip }
      for options in [CSVWriter.Options(), .unguarded] {
        let text = String(decoding: report.errorFile(options), as: UTF8.self)
        let second = try await bench.take(text.replacing(",x,", with: ",7,"), ImportMap("account"))
        #expect(second.complaints == [])
      }
      let rows = try await bench.rows("select description from account")
      #expect(rows == [[.text(cell)], [.text(cell)]])
    }
  }

  @Test func `is told by its columns, so that other files keep an apostrophe`() async throws {
    try await ImportBench.run { bench async throws in
      try await bench.take("name,description\nAcme,'=1+1\n", ImportMap("account"))
      #expect(try await bench.rows("select description from account") == [["'=1+1"]])
      // A column that is none of them is dropped by nobody.
      let error = await #expect(throws: StoreError.self) {
        try await bench.take("name,crm:colour\nAcme,red\n", ImportMap("account"))
      }
      #expect(error?.violations.map(\.code) == [.unmappedColumn])
    }
  }

  @Test func `may have its columns in another order after a spreadsheet, and rows added`() async throws {
    try await ImportBench.run { bench async throws in
      let text = "name;crm:reason;description;crm:line;crm:code;crm:field\nAcme;bad, bad;'=1;2;x;y\nBravo;;'+1;;;\n"
      #expect(try await bench.take(text, ImportMap("account")).inserted == 2)
      let rows = try await bench.rows("select name, description from account order by name")
      #expect(rows == [["Acme", "=1"], ["Bravo", "+1"]])
    }
  }

  /// A file that a German spreadsheet wrote; what its numbers and dates mean is told by rows that are not refused.
  static let german = """
    name;annual_revenue;year_established;employees
    Acme;1.234.567,50;1999;1.200
    Bravo;1.234;2001;many

    """

  @Test(arguments: StoreKind.allCases)
  func `remembers how the file was read that it comes from`(_ kind: StoreKind) async throws {
    try await ImportBench.run(on: kind) { bench async throws in
      let map = ImportMap.of("account", [ImportRule("annual_revenue", column: "annual_revenue", currency: .eur)])
      let first = try await bench.take(Self.german, map) { $0.onError = .skip }
      #expect(first.complaints == ["3 employees not_a_number"])
      // Alone, `1.5` would be read in another way than the file's numbers, and `1.234` in two ways.
      let mended = Self.text(first).replacing("many", with: "7")
      let second = try await bench.take(mended.replacing("1.234", with: "1.5"), map) { $0.onError = .skip }
      #expect(second.complaints == ["2 annual_revenue wrong_grouping"])
      let third = try await bench.take(Self.text(second).replacing("1.5", with: "1,5"), map)
      #expect(third.complaints == [])
      #expect(try await bench.take(mended.replacing("Bravo", with: "Charlie"), map).complaints == [])
      let rows = try await bench.rows("select name, annual_revenue from account order by name")
      #expect(
        rows == [
          ["Acme", .money(Money(minor: 123_456_750, .eur))], ["Bravo", .money(Money(minor: 150, .eur))],
          ["Charlie", .money(Money(minor: 123_400, .eur))],
        ])
    }
  }

  @Test func `is read as it is written, also where the map says how the first file was written`() async throws {
    try await ImportBench.run { bench async throws in
      var map = ImportMap.of(
        "account", [ImportRule("name", column: "1"), ImportRule("employees", column: "#2")])
      map.hasHeader = false
      map.dialect.encoding = .windows1252
      map.dialect.delimiter = .semicolon
      let first = try await bench.take(Array("M".utf8) + [0xFC] + Array("ller;ten\nAcme;5\n".utf8), map) {
        $0.onError = .skip
      }
      #expect(first.complaints == ["1 employees not_a_number"])
      for options in [CSVWriter.Options(), .unguarded, .marked] {
        let text = String(decoding: first.errorFile(options), as: UTF8.self)
        let second = try await bench.take(text.replacing(",ten", with: ",10"), map)
        #expect(second.complaints == [])
      }
      let rows = try await bench.rows("select name, employees from account order by name")
      #expect(rows == [["Acme", 5], ["Müller", 10], ["Müller", 10], ["Müller", 10]])
    }
  }

  @Test func `has references and several records of a row put right`() async throws {
    try await ImportBench.run { bench async throws in
      var company = ImportTarget("account", upsert: "name", fields: [ImportRule("name", column: "company")])
      company.name = "employer"
      let person = ImportTarget(
        "contact",
        fields: [
          ImportRule("name.last", column: "last", translate: ["N/A": "Nobody"]),
          ImportRule("account", target: "employer"),
          ImportRule("reports_to", column: "boss", find: ImportFind(by: "email")),
          ImportRule("email", column: "email"),
        ])
      let map = ImportMap(targets: [company, person])
      let text =
        "last,company,email,boss\nN/A,Acme,a@x.example,\nSmith,Acme,s@x.example,b@x.example\nDoe,Bravo,nobody,\n"
      let first = try await bench.take(text, map) { $0.onError = .skip }
      #expect(first.complaints == ["3 reports_to reference_not_found", "4 email \(`Rows that are refused`.badEmail)"])
      let mended = Self.text(first).replacing("b@x.example", with: "a@x.example").replacing(
        ",nobody,", with: ",d@x.example,")
      let second = try await bench.take(mended, map)
      #expect(second.complaints == [])
      #expect(try await bench.count("account") == 2)
      let rows = try await bench.rows(
        "select name.last, account.name, reports_to.email from contact order by name.last")
      #expect(rows == [["Doe", "Bravo", .null], ["Nobody", "Acme", .null], ["Smith", "Acme", "a@x.example"]])
    }
  }
}

extension CSVWriter.Options {
  /// For programs, not for people.
  static var unguarded: CSVWriter.Options {
    var options = CSVWriter.Options()
    options.guardsFormulas = false
    return options
  }

  /// With the mark by which spreadsheets know UTF-8.
  static var marked: CSVWriter.Options {
    var options = CSVWriter.Options()
    options.byteOrderMark = true
    return options
  }
}
