import CRM
import CRMTesting
import Foundation
import Testing

@Suite struct `The tool's generated files` {
  @Test func `are loaded by the commands that it prints`() async throws {
    let bench = try ToolBench()
    let run = await bench.run("generate", "@a world", "--opportunities", "300", "--seed", "7")
    #expect(run.code == 0, "\(run.errors)")
    #expect(run.errors == "")
    #expect(run.lines.first?.split(separator: " ") == ["file", "rows", "bytes"])
    #expect(run.lines.contains { $0.hasPrefix("opportunities.csv   300  ") }, "\(run.output)")
    let commands = run.lines.filter { $0.hasPrefix("  crm ") }
    #expect(commands.count == 8)
    for command in commands {
      let marked = command.dropFirst(6).replacing("world.crm", with: "@w.crm").replacing("a world", with: "a%world")
      let words = marked.split(separator: " ").map {
        String($0).replacing("'", with: "").replacing("%", with: " ")
      }
      let step = await bench.run(words)
      #expect(step.code == 0, "\(command): \(step.errors)")
      #expect(step.errors == "")
    }
    let counts = await bench.run(
      "query", "@w.crm", "select count(), count(account), sum(amount) from opportunity", "--format", "csv")
    let world = SalesWorld(opportunities: 300, seed: 7)
    let accounts = world.opportunities.filter { $0.account != nil }.count
    let sum = world.opportunities.reduce(0) { $0 + ($1.amount ?? 0) }
    #expect(counts.lines.last?.contains("300,\(accounts),\(sum)") == true, "\(counts.output)")
  }

  @Test(arguments: [
    (["--opportunities", "99"], "--opportunities 99: 100 to 10,000,000 expected"),
    (["--opportunities", "10000001"], "--opportunities 10000001: 100 to 10,000,000 expected"),
    (["--opportunities", "many"], "The value 'many' is invalid for '--opportunities <opportunities>'"),
    (["--seed=-1"], "The value '-1' is invalid for '--seed <seed>'"),
  ])
  func `are not made of wrong numbers`(_ words: [String], _ message: String) async throws {
    let bench = try ToolBench()
    let run = await bench.run(["generate", "@world"] + words)
    #expect(run.code != 0)
    #expect(run.output == "")
    #expect(run.errors.contains(message), "\(run.errors)")
    #expect(run.errors.split(separator: "\n").count == 1)
    #expect(!FileManager.default.fileExists(atPath: bench.path("world")))
  }

  @Test func `are never written over`() async throws {
    let bench = try ToolBench()
    try FileManager.default.createDirectory(atPath: bench.path("world"), withIntermediateDirectories: true)
    try bench.file("world/leads.csv", "mine")
    let run = await bench.run("generate", "@world", "--opportunities", "100")
    #expect(run.code == 1)
    #expect(run.errors == "crm: io_error: there is a file at \(bench.path("world/leads.csv")) already\n")
    #expect(try FileManager.default.contentsOfDirectory(atPath: bench.path("world")) == ["leads.csv"])
    #expect(try bench.text("world/leads.csv") == "mine")
    let taken = await bench.run("generate", "@world/leads.csv", "--opportunities", "100")
    #expect(taken.errors == "crm: io_error: the folder \(bench.path("world/leads.csv")) cannot be made\n")
  }

  @Test func `show how far they are on a terminal, and only there`() async throws {
    let bench = try ToolBench()
    let run = await bench.run("generate", "@a", "--opportunities", "1000", isTerminal: true)
    #expect(
      run.errors.contains("[##############################] 100 %  1,700 rows, opportunities.csv"), "\(run.errors)")
    #expect(run.errors.hasSuffix("\r\u{1B}[K"))
  }

  @Test
  func `have the same bytes in two processes, and others for another seed`() throws {
    let program = try #require(BuiltProgram.named("crm"))
    let bench = try ToolBench()
    for (folder, seed) in [("a", "7"), ("b", "7"), ("c", "8")] {
      let run = try program.run(["generate", folder, "--opportunities", "500", "--seed", seed], in: bench.folder)
      #expect(run.code == 0, "\(run.errors)")
    }
    for file in SalesWorldFile.all {
      let texts = try ["a", "b", "c"].map { try bench.text("\($0)/\(file.name)") }
      #expect(texts[0] == texts[1])
      #expect((texts[0] == texts[2]) == (file.name == "stages.csv"), "\(file.name)")
    }
  }
}
