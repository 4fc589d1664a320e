import CRMModel
import CRMSecurity
import Testing

@Suite struct `How a file is written` {
  static let text = "name;annual_revenue;employees\r\nMüller & Söhne;1.234,56;12\r\nÅkerström;99,00;3\r\n"

  static func windows1252(_ text: String) -> [UInt8] {
    text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
  }

  static func utf16(_ text: String, mark: Bool) -> [UInt8] {
    (mark ? [0xFF, 0xFE] : [])
      + text.utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] }
  }

  @Test(arguments: [
    (Array(text.utf8), "utf-8"), ([0xEF, 0xBB, 0xBF] + Array(text.utf8), "utf-8"), (windows1252(text), "windows-1252"),
    (utf16(text, mark: true), "utf-16le"), (utf16(text, mark: false), "utf-16le"),
  ])
  func `is found out and reported`(_ bytes: [UInt8], _ encoding: String) async throws {
    try await ImportBench.run { bench async throws in
      let report = try await bench.take(bytes, ImportMap("account"))
      #expect(report.findings.map(\.value) == [encoding, ";", ",", ".", "ymd"])
      let rows = try await bench.rows("select name, annual_revenue from account order by employees")
      let expected: [[FieldValue]] = [
        ["Åkerström", .money(try Money("99.00", .usd))], ["Müller & Söhne", .money(try Money("1234.56", .usd))],
      ]
      #expect(rows == expected)
    }
  }

  @Test func `is taken from the map where that states it`() async throws {
    try await ImportBench.run { bench async throws in
      var map = ImportMap("follow_up")
      map.dialect.dateOrder = .mdy
      let report = try await bench.take("subject,due_date\nCall,03/04/2025\n", map)
      #expect(report.findings.last == ImportFinding.stated("date_order", "mdy", report))
      #expect(try await bench.rows("select due_date from follow_up") == [[.date(try CalendarDate("2025-03-04"))]])
    }
  }

  @Test func `is asked for where dates can be read in two ways`() async throws {
    try await ImportBench.run { bench async throws in
      let error = await #expect(throws: StoreError.self) {
        try await bench.take("subject,due_date\nCall,03/04/2025\nWrite,05/06/2025\n", .of("follow_up"))
      }
      #expect(error?.code == .ambiguousDates)
      #expect(error?.message.contains("date_order: dmy or mdy") == true)
    }
  }

  @Test func `is asked for where numbers can be read in two ways`() async throws {
    try await ImportBench.run { bench async throws in
      let error = await #expect(throws: StoreError.self) {
        try await bench.take("name;employees\nAcme;1.234\n", ImportMap("account"))
      }
      #expect(error?.code == .ambiguousNumbers)
    }
  }

  @Test func `does not matter for what is not read`() async throws {
    try await ImportBench.run { bench async throws in
      #expect(try await bench.take("name,description\nAcme,03/04/2025\n", ImportMap("account")).inserted == 1)
    }
  }

  @Test func `is not changed by a later date of another order`() async throws {
    try await ImportBench.run { bench async throws in
      var map = ImportMap("follow_up")
      map.dialect.dateOrder = .dmy
      let text = "subject,due_date\nA,31/12/2025\nB,02/03/2025\nC,12/31/2025\n"
      let report = try await bench.take(text, map) { $0.onError = .skip }
      #expect(report.complaints == ["4 due_date no_such_date"])
      let rows = try await bench.rows("select due_date from follow_up where subject = \"B\"")
      #expect(rows == [[.date(try CalendarDate("2025-03-02"))]])
    }
  }
}

extension ImportFinding {
  /// The finding of a report about an aspect that was stated as a value.
  static func stated(_ aspect: String, _ value: String, _ report: ImportReport) -> ImportFinding? {
    report.findings.first { $0.aspect == aspect && $0.value == value && $0.certainty == "stated" }
  }
}
