import CRM
import Foundation
import Testing

/// Each failure is one line that names what and where, with nothing done by halves.
@Suite struct `The tool given something wrong` {
  @Test(arguments: [
    (["query", "@text", "select name from account"], "@text: not_a_workspace: the file is not a workspace"),
    (["query", "@folder", "select name from account"], "@folder: not_a_workspace: the file is not a workspace"),
    (["check", "@empty"], "@empty: not_a_workspace: the file is not a workspace"),
    (["import", "@empty", "account", "@a.csv"], "@empty: not_a_workspace: the file is empty"),
    (["upgrade", "@nothing"], "there is nothing at @nothing"),
    (["init", "@none/a.crm"], "@none/a.crm: io_error: the folder of the store's file is not there"),
    (["backup", "@a.crm", "@none/b.crm"], "@none/b.crm: io_error: the folder of the store's file is not there"),
    (["backup", "@a.crm", "@folder"], "@folder: io_error: there is a file at the path of the copy already"),
    (["import", "@a.crm", "account", "@none.csv"], "@none.csv: io_error: the file cannot be read: "),
    (["import", "@a.crm", "account", "@folder"], "@folder: io_error: a file expected, not a folder"),
    (["import", "@a.crm", "account", "@a.csv", "--map", "@text"], "@text: json_syntax: the map is no JSON: "),
    (["import", "@a.crm", "account", "@a.csv", "--map", "@none"], "the file @none cannot be read"),
    (["metrics", "@a.crm", "--from", "2025-13-01"], "--from 2025-13-01: no_such_date: "),
    (["metrics", "@a.crm", "--to", "tomorrow"], "--to tomorrow: unreadable_time: "),
    (
      ["metrics", "@a.crm", "--from", "2025-03-01", "--to", "2025-01-01"],
      "--from 2025-03-01 --to 2025-01-01: ends_before_start: "
    ),
    (["schema", "apply", "@a.crm", "@text"], "@text: the file is no JSON: "),
    (["schema", "apply", "@a.crm", "@folder"], "the file @folder cannot be read"),
    (
      ["import", "@a.crm", "account", "@bad.csv", "--on-error", "skip", "--errors", "@none/e.csv"],
      "the errors file @none/e.csv cannot be written: "
    ),
    (
      ["import", "@a.crm", "account", "@bad.csv", "--on-error", "skip", "--errors", "@folder"],
      "the errors file @folder cannot be written: it is a folder"
    ),
    (
      ["import", "@a.crm", "account", "@bad.csv", "--on-error", "skip", "--errors", "@a.crm"],
      "the errors file @a.crm is one that the import reads or writes"
    ),
    (
      ["import", "@a.crm", "account", "@bad.csv", "--on-error", "skip", "--errors", "@bad.csv"],
      "the errors file @bad.csv is one that the import reads or writes"
    ),
  ])
  func `names it in one line, and does nothing`(_ words: [String], _ message: String) async throws {
    let bench = try ToolBench()
    await bench.run("init", "@a.crm")
    try FileManager.default.createDirectory(atPath: bench.path("folder"), withIntermediateDirectories: true)
    try bench.file("text", "no store")
    try bench.file("empty", "")
    try bench.file("a.csv", "name\nAcme\n")
    try bench.file("bad.csv", "name,employees\nAcme,1\nBøvar,x\n")
    let run = await bench.run(words)
    #expect(run.code == 1)
    #expect(run.output == "")
    #expect(run.errors.hasPrefix("crm: " + message.replacing("@", with: bench.path(""))), "\(run.errors)")
    #expect(run.errors.split(separator: "\n").count == 1)
    #expect(try bench.text("empty") == "")
    #expect(await bench.run("query", "@a.crm", "select name from account").lines.last == "0 rows")
    #expect(!FileManager.default.fileExists(atPath: bench.path("none")))
  }

  private static let program = BuiltProgram.named("crm")
  private static let canFill = FileManager.default.fileExists(atPath: "/dev/full")

  /// Runs a line of the shell's, in which `$0` is the tool and `$1` a store with an account.
  private func shell(_ line: String) async throws -> Run {
    let bench = try ToolBench()
    await bench.run("init", "@a.crm")
    try bench.file("a.csv", "name\n" + (0..<20_000).map { "Account \($0)\n" }.joined())
    #expect(await bench.run("import", "@a.crm", "account", "@a.csv").code == 0)
    return try BuiltProgram(path: "/bin/sh").run(["-c", line, try #require(Self.program).path, bench.path("a.crm")])
  }

  @Test(.enabled(if: canFill, "there is no /dev/full"))
  func `says that its output cannot be written`() async throws {
    let run = try await shell(#""$0" query "$1" "select name from account" > /dev/full"#)
    #expect(run.code == 1)
    #expect(run.errors == "crm: the output cannot be written: No space left on device\n")
  }

  @Test
  func `is quiet when nobody reads on`() async throws {
    let run = try await shell(#""$0" query "$1" "select name from account order by name" --format csv | head -1"#)
    #expect(run.code == 0)
    #expect(run.output == "name\r\n")
    #expect(run.errors == "")
  }
}
