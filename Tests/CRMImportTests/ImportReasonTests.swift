import CRMModel
import CRMSecurity
import CRMStorage
import CRMTestStores
import CRMTesting
import Testing

/// "Every rejected row goes to the errors file with line, field and reason", whatever refused it.
@Suite struct `A refused row` {
  /// A file, how it is read, and what is told of it as `line field code`.
  struct Example: Sendable, CustomTestStringConvertible {
    let name: String
    let text: String
    let map: ImportMap
    let told: [String]
    var testDescription: String { name }

    init(_ name: String, _ text: String, _ map: ImportMap, _ told: String...) {
      (self.name, self.text, self.map, self.told) = (name, text, map, told)
    }
  }

  private static let booking = ImportMap("custom.booking")

  private static func contacts(_ find: ImportFind) -> ImportMap {
    .of(
      "contact",
      [ImportRule("name.last", column: "last"), ImportRule("account", column: "company", find: find)])
  }

  static let examples: [Example] = [
    Example(
      "two cells that cannot be read", "name,employees,email\nAcme,many,nobody\n", ImportMap("account"),
      "2 employees not_a_number", "2 email \(`Rows that are refused`.badEmail)"),
    Example(
      "a cell that cannot be read and a value that is missing", "name,employees\n,many\n", ImportMap("account"),
      "2 employees not_a_number", "2 name required"),
    Example(
      "a value that is missing, told before rules are asked", "name,sales_start,sales_end\n,2025-02-01,2025-01-01\n",
      ImportMap("product"),
      "2 name required"),
    Example("too few cells", "name,employees\nAcme\n", ImportMap("account"), "2 - csv_row_too_short"),
    Example("too many cells", "name,employees\nAcme,1,2\n", ImportMap("account"), "2 - csv_row_too_long"),
    Example(
      "a rule", "name,sales_start,sales_end\nA,2025-02-01,2025-01-01\nB,2025-01-01,2025-02-01\n", ImportMap("product"),
      "2 sales_end sales_end_before_start"),
    Example(
      "a unique value twice in the file", "name,number\nAcme,1\nBravo,2\nCharlie,1\n", ImportMap("account"),
      "4 number not_unique"),
    Example(
      "a unique value of a record that is there", "name,number\nAcme,THERE\n", ImportMap("account"),
      "2 number not_unique"),
    Example(
      "a time taken in the same file",
      "room,slot\nA,2025-01-01/2025-01-04\nB,2025-01-02/2025-01-03\nA,2025-01-03/2025-01-06\n",
      booking, "4 custom.slot custom.double_booking"),
    Example(
      "a time taken before", "room,slot\nT,2025-01-02/2025-01-03\n", booking, "2 custom.slot custom.double_booking"),
    Example("a code that is not in the list", "name,type\nAcme,rival\n", ImportMap("account"), "2 type unknown_code"),
    Example(
      "a reference to nobody", "last,company\nDoe,Nobody\n", contacts(ImportFind(by: "name")),
      "2 account reference_not_found"),
    Example(
      "a record made for a reference that is refused", "last,company\nDoe,Fresh\nRoe,Fresh\nPoe,There\n",
      contacts(ImportFind(by: "name", create: true, set: ["number": "THERE"])),
      "2 account.number not_unique", "3 account.number not_unique"),
    Example(
      "an id of nobody", "last,account\nDoe,4711\n",
      .of("contact", [ImportRule("name.last", column: "last"), ImportRule("account", column: "account")]),
      "2 account broken_reference"),
    Example(
      "two references to nobody", "last,company,boss\nDoe,Nobody,Nobody\n",
      .of(
        "contact",
        [
          ImportRule("name.last", column: "last"),
          ImportRule("account", column: "company", find: ImportFind(by: "name")),
          ImportRule("owner", column: "boss", find: ImportFind(by: "display_name")),
        ]),
      "2 account reference_not_found", "2 owner reference_not_found"),
    Example(
      "a key that two records have", "name,email\nA,twin@x.example\n", .of("account", upsert: "email"),
      "2 email ambiguous_key"),
    Example("no key", "name,number\nAcme,\n", .of("account", upsert: "number"), "2 number required"),
  ]

  @Test(arguments: StoreKind.allCases, examples)
  func `is told with line, field and reason, whatever refused it`(_ kind: StoreKind, _ example: Example) async throws {
    try await ImportBench.run(on: kind) { bench async throws in
      try await bench.session.alter { schema in
        schema.addEntity("booking", title: ["room"], fields: [.text("room"), .dateRange("slot")])
        schema["custom.booking"].addOverlap(
          "double_booking", of: "custom.slot", per: ["custom.room"], message: "The room is taken")
      }
      try await bench.take(
        "name,number,email\nThere,THERE,twin@x.example\nTwin,,twin@x.example\n", ImportMap("account"))
      try await bench.take("room,slot\nT,2025-01-01/2025-01-05\n", Self.booking)
      for batchSize in [1, 500] {
        let report = try await bench.take(example.text, example.map) {
          $0.isDryRun = true
          $0.onError = .skip
          $0.batchSize = batchSize
        }
        #expect(report.complaints == example.told)
        let lines = String(decoding: report.errorFile(), as: UTF8.self).split(separator: "\r\n").dropFirst()
        #expect(lines.count == Set(report.rejected.map(\.line)).count)
        for (line, row) in zip(lines, report.rejected) {
          #expect(line.hasPrefix("\(row.line),\(row.reasons[0].field ?? ""),\(row.reasons[0].code),"))
          for reason in row.reasons { #expect(row.summary.contains(reason.message)) }
        }
      }
    }
  }
}
