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
    #expect(lines.first == "crm:line,crm:field,crm:code,crm:reason,name,employees")
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

  @Test func `takes its own errors file when it is corrected`() async throws {
    let bench = try ToolBench()
    await bench.run("init", "@a.crm")
    try bench.file("a.csv", "name,employees,description\nAcme,10,x\nBravo,ten,=1+1\nCharlie\n")
    await bench.run("import", "@a.crm", "account", "@a.csv", "--errors", "@bad.csv", "--on-error", "skip")
    let text = try bench.text("bad.csv").replacing(",ten,", with: ",10,").replacing(",Charlie", with: ",Charlie,,")
    try bench.file("bad.csv", text)
    let second = await bench.run("import", "@a.crm", "account", "@bad.csv", "--errors", "@worse.csv")
    #expect(second.code == 0, "\(second.errors)")
    let rows = await bench.run(
      "query", "@a.crm", "select name, employees, description from account order by name", "--format", "json")
    #expect(rows.output.contains("=1+1") && !rows.output.contains("'="))
    #expect(
      await bench.run("query", "@a.crm", "select count() from account", "--format", "csv").output == "count()\r\n3\r\n")
    #expect(try bench.text("worse.csv").split(separator: "\r\n").count == 1)
  }

  /// Places where no file can be written, also not by an administrator.
  @Test(
    arguments: ["@missing/bad.csv", "@folder", "/proc/bad.csv", "/dev/full", "@a.csv", "@a.crm", "@folder/../a.csv"],
    ["stop", "skip"])
  func `keeps nothing when the refused rows cannot be written`(_ errors: String, _ onError: String) async throws {
    if errors.hasPrefix("/"), !FileManager.default.fileExists(atPath: "/dev/full") { return }
    let bench = try ToolBench()
    await bench.run("init", "@a.crm")
    try FileManager.default.createDirectory(atPath: bench.path("folder"), withIntermediateDirectories: true)
    let file = "name,employees\nAcme,10\nBravo,ten\n"
    try bench.file("a.csv", file)
    let run = await bench.run("import", "@a.crm", "account", "@a.csv", "--errors", errors, "--on-error", onError)
    #expect(run.code == 1)
    #expect(run.errors.hasPrefix("crm: "))
    #expect(run.errors.split(separator: "\n").count == 1)
    #expect(
      run.errors.contains(errors.hasPrefix("@") ? bench.path(String(errors.dropFirst())) : errors), "\(run.errors)")
    #expect(run.output == "")
    #expect(
      await bench.run("query", "@a.crm", "select count() from account", "--format", "csv").output == "count()\r\n0\r\n")
    #expect(try bench.text("a.csv") == file)
    // Nothing half written lies about.
    let names = try FileManager.default.contentsOfDirectory(atPath: bench.folder).filter { !$0.hasPrefix("a.") }
    #expect(names == ["folder"])
    #expect(try FileManager.default.contentsOfDirectory(atPath: bench.path("folder")) == [])
  }

  @Test func `leaves an errors file alone when the import itself fails`() async throws {
    let bench = try ToolBench()
    await bench.run("init", "@a.crm")
    try bench.file("a.csv", "name,colour\nAcme,red\n")
    try bench.file("bad.csv", "mine")
    let run = await bench.run("import", "@a.crm", "account", "@a.csv", "--errors", "@bad.csv")
    #expect(run.errors.contains("unmapped_column"))
    #expect(try bench.text("bad.csv") == "mine")
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: bench.folder).filter { $0.contains("bad") } == ["bad.csv"])
  }

  @Test func `clears the bar before it says what went wrong`() async throws {
    let bench = try ToolBench()
    await bench.run("init", "@a.crm")
    try bench.file("a.csv", "name\n" + String(repeating: "Acme\n", count: 3_000))
    let run = await bench.run(
      "import", "@a.crm", "account", "@a.csv", "--errors", "/dev/full", "--on-error", "skip", isTerminal: true)
    #expect(run.code == 1)
    #expect(run.errors.contains("3,000 rows, 0 refused\u{1B}[K\r\u{1B}[Kcrm: "))
  }
}
