import CRM
import CRMCommandLine
import Foundation
import Testing

@Suite struct `The tool` {
  @Test func `makes a store with the modules asked for`() async throws {
    let bench = try ToolBench()
    let made = await bench.run("init", "@a.crm", "--modules", "sales")
    #expect(made.code == 0)
    #expect(made.output.hasSuffix("(base, sales)\n"))
    let again = await bench.run("init", "@a.crm")
    #expect(again.code == 1)
    #expect(again.errors == "crm: there is a file at \(bench.path("a.crm")) already\n")
    #expect(
      await bench.run("init", "@b.crm", "--modules", "rocket").errors
        == "crm: no module `rocket`; there are sales, service\n")
    #expect(!FileManager.default.fileExists(atPath: bench.path("b.crm")))
    #expect(await bench.run("init", "@c.crm", "--modules", "none").output.hasSuffix("(base)\n"))
  }

  @Test func `makes a store in the currency asked for`() async throws {
    let bench = try ToolBench()
    #expect(await bench.run("init", "@a.crm", "--currency", "EUR").code == 0)
    try bench.file("a.csv", "name;annual_revenue\nAcme;1.234,56 €\n")
    #expect(await bench.run("import", "@a.crm", "account", "@a.csv").code == 0)
    let run = await bench.run("query", "@a.crm", "select annual_revenue from account", "--format", "json")
    #expect(run.output.filter { !$0.isWhitespace }.contains(#"{"amount":"1234.56","currency":"EUR"}"#), "\(run.output)")
    let wrong = await bench.run("init", "@b.crm", "--currency", "euro")
    #expect(wrong.errors.hasPrefix("crm: --currency euro: "))
    #expect(!FileManager.default.fileExists(atPath: bench.path("b.crm")))
  }

  @Test func `installs the modules of whoever builds it`() async throws {
    let bench = try ToolBench()
    #expect(await bench.run("init", "@a.crm", modules: [School()]).code == 0)
    #expect(await bench.run("schema", "@a.crm", "school.lesson").output.contains("school.topic") == false)
    #expect(await bench.run("schema", "@a.crm").lines.contains { $0.hasPrefix("school.lesson") })
  }

  @Test(arguments: [
    (["query", "@none.crm", "select name from account"], "there is no store"), (["frob"], "frob"),
    (["query", "@a.crm"], "query"),
    (["init"], "store"), (["import", "@a.crm", "account", "@none.csv"], "the file cannot be read"),
    (["import", "@a.crm", "account", "@a.csv", "--on-error", "perhaps"], "perhaps"),
    (["query", "@a.crm", "select nothing from account"], "unknown_field"),
    (["query", "@a.crm", "select x from y"], "unknown_entity"),
    (["schema", "@a.crm", "y"], "unknown_entity"), (["check", "@a.csv"], "not_a_workspace"),
    (["metrics", "@a.crm", "--from", "2025-02-30"], "no_such_date"), (["metrics", "@bare.crm"], "no sales module"),
    (["demo", "@"], "there is no accounts.csv"), (["schema", "apply", "@a.crm", "@a.csv"], "no JSON"),
    (["import", "@a.crm", "account", "@a.csv"], "unmapped_column"),
    (["import", "@a.crm", "elephant", "@a.csv"], "unknown_entity"),
  ])
  func `says in one line what went wrong`(_ words: [String], _ part: String) async throws {
    let bench = try ToolBench()
    await bench.run("init", "@a.crm")
    await bench.run("init", "@bare.crm", "--modules", "none")
    try bench.file("a.csv", "name,colour\nAcme,red\n")
    let run = await bench.run(words)
    #expect(run.code != 0)
    #expect(run.errors.hasPrefix("crm: "))
    #expect(run.errors.split(separator: "\n").count == 1)
    #expect(run.errors.contains(part), "\(run.errors)")
    #expect(run.output == "")
  }

  @Test func `points at the place where a question is wrong`() async throws {
    let bench = try ToolBench()
    await bench.run("init", "@a.crm")
    let run = await bench.run("query", "@a.crm", "select name, from account")
    #expect(run.code == 1)
    #expect(
      run.errors
        == "crm: syntax_error: line 1, column 14: expected a field; the keyword `from` as a name is written in backquotes; there is from account\n"
    )
    let short = await bench.run("query", "@a.crm", "select name from account where")
    #expect(short.errors == "crm: syntax_error: line 1, column 31: expected a value or a field; there is the end\n")
  }

  @Test func `explains itself`() async throws {
    let bench = try ToolBench()
    let help = await bench.run("--help")
    #expect(help.code == 0)
    #expect(help.errors == "")
    for command in ["init", "schema", "import", "query", "metrics", "backup", "check", "demo"] {
      #expect(help.output.contains("\n  \(command) "))
    }
  }

  @Test func `tells how a question is answered`() async throws {
    let bench = try ToolBench()
    await bench.run("init", "@a.crm")
    try bench.file("a.csv", "name\nAcme\n")
    await bench.run("import", "@a.crm", "account", "@a.csv")
    let named = await bench.run("explain", "@a.crm", "select name from account order by name", "--first", "50")
    #expect(named.code == 0)
    #expect(named.output == "account: follows the index name, about 1 row, in order\n")
    let sorted = await bench.run("explain", "@a.crm", "select name from account order by employees", "--first", "50")
    #expect(sorted.output.hasPrefix("account: reads the whole table, about 1 row, and sorts what it finds; no index"))
    let wrong = await bench.run("explain", "@a.crm", "select nothing from account")
    #expect(wrong.code == 1)
    #expect(wrong.errors.contains("unknown_field"))
  }

  @Test func `copies and checks a store`() async throws {
    let bench = try ToolBench()
    await bench.run("init", "@a.crm")
    try bench.file("a.csv", "name\nAcme\n")
    #expect(await bench.run("import", "@a.crm", "account", "@a.csv").code == 0)
    #expect(await bench.run("backup", "@a.crm", "@b.crm").code == 0)
    #expect(await bench.run("backup", "@a.crm", "@b.crm").code == 1)
    #expect(await bench.run("check", "@b.crm").code == 0)
    #expect(
      await bench.run("query", "@b.crm", "select name from account", "--format", "csv").output == "name\r\nAcme\r\n")
  }
}

/// A stranger's module.
private struct School: CRMModule {
  static let name: ModuleName = "school"
  static let version = 1
  var content: ModuleContent { Lesson.self }
}

private struct Lesson: Entity {
  static let name: EntityName = "school.lesson"
  static let schema = Schema<Lesson>(label: "Lesson", title: \.topic) { Field(\.topic, "topic") }
  var record = RecordInfo()
  var topic = ""
  init() {}
}
