import CRM
import CRMCommandLine
import Foundation
import Testing

@Suite struct `Importing with the tool` {
  @Test func `keeps nothing when a row is refused, and writes every refused row to a file`() async throws {
    let bench = try ToolBench()
    await bench.run("init", "@a.crm")
    try bench.file("a.csv", "name,employees\nAcme,10\nBravo,ten\nCharlie\n")
    let stopped = await bench.run("import", "@a.crm", "account", "@a.csv", "--errors", "@bad.csv")
    #expect(stopped.code == 1)
    #expect(stopped.errors.hasPrefix("crm: 2 rows were refused, the first on line 3: employees: "))
    #expect(stopped.errors.hasSuffix("; nothing was kept\n"))
    #expect(
      await bench.run("query", "@a.crm", "select count() from account", "--format", "csv").output == "count()\r\n0\r\n")
    let lines = try bench.text("bad.csv").split(separator: "\r\n").map(String.init)
    #expect(lines.first == "line,field,code,reason,name,employees")
    #expect(lines.count == 3)
    #expect(lines[1].hasPrefix("3,employees,not_a_number,"))
    #expect(lines[1].hasSuffix(",Bravo,ten"))

    let kept = await bench.run("import", "@a.crm", "account", "@a.csv", "--on-error", "skip")
    #expect(kept.code == 0)
    #expect(kept.errors.split(separator: "\n").count == 1)
    #expect(kept.lines.first == "read 3 rows")
    #expect(kept.lines[3] == "account         1                       0        0          0")
    let rows = await bench.run("query", "@a.crm", "select name, employees from account", "--format", "csv")
    #expect(rows.output == "name,employees\r\nAcme,10\r\n")
  }

  @Test func `can be tried, and repeated by a field`() async throws {
    let bench = try ToolBench()
    await bench.run("init", "@a.crm")
    try bench.file("a.csv", "name,employees\nAcme,10\n")
    let trial = await bench.run("import", "@a.crm", "account", "@a.csv", "--dry-run")
    #expect(trial.code == 0)
    #expect(trial.lines.first == "read 1 rows; a trial, nothing was kept")
    #expect(await bench.run("query", "@a.crm", "select name from account").lines.last == "0 rows")
    for _ in 0..<2 { #expect(await bench.run("import", "@a.crm", "account", "@a.csv", "--upsert", "name").code == 0) }
    #expect(await bench.run("query", "@a.crm", "select name from account").lines.last == "1 row")
  }

  @Test func `follows a map, and shows how the file was read`() async throws {
    let bench = try ToolBench()
    await bench.run("init", "@a.crm")
    try bench.file("a.csv", "Firma;Umsatz;Seit\nMüller;1.234,56;31.12.1999\n")
    try bench.file(
      "map.json",
      """
      {"targets": [{"entity": "account", "fields": [
        {"field": "name", "column": "Firma"}, {"field": "annual_revenue", "column": "Umsatz", "currency": "EUR"},
        {"field": "description", "column": "Seit"}]}]}
      """
    )
    let run = await bench.run("import", "@a.crm", "account", "@a.csv", "--map", "@map.json")
    #expect(run.code == 0)
    #expect(run.lines.contains { $0.hasPrefix("decimal_sign   , (certain)") })
    let rows = await bench.run("query", "@a.crm", "select name, annual_revenue from account")
    #expect(rows.lines[2] == "Müller    1,234.56 EUR")
    try bench.file("map.json", #"{"targets": [{"entity": "contact"}]}"#)
    let wrong = await bench.run("import", "@a.crm", "account", "@a.csv", "--map", "@map.json")
    #expect(wrong.errors == "crm: the map fills contact, not account\n")
  }

  @Test func `shows how far it is on a terminal, and only there`() async throws {
    let bench = try ToolBench()
    await bench.run("init", "@a.crm")
    try bench.file("a.csv", "name\n" + String(repeating: "Acme\n", count: 3_000))
    let run = await bench.run("import", "@a.crm", "account", "@a.csv", isTerminal: true)
    #expect(run.errors.contains("[##############################] 100 %  3,000 rows, 0 refused"))
    #expect(await bench.run("import", "@a.crm", "account", "@a.csv").errors == "")
  }
}
