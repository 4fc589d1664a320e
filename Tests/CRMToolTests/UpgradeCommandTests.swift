import CRM
import CRMTestStores
import CRMTesting
import Foundation
import Testing

@Suite struct `The tool's upgrade` {
  private let now: [any CRMModule] = [Workshop()]

  /// A folder with two old stores, one below it, and one that is up to date.
  private func fleet() async throws -> ToolBench {
    let bench = try ToolBench()
    try FileManager.default.createDirectory(atPath: bench.path("fleet/east"), withIntermediateDirectories: true)
    for name in ["fleet/a.crm", "fleet/east/b.crm"] {
      let workspace = try await Workspace.prepared(on: .sqlite(bench.path(name)), modules: [WorkshopBefore()])
      try await workspace.fillWorkshop()
      await workspace.close()
    }
    await (try await Workspace.prepared(on: .sqlite(bench.path("fleet/c.crm")), modules: now)).close()
    try bench.file("fleet/notes.txt", "no store")
    return bench
  }

  @Test func `walks a fleet, tells in a dry run each step and what would be lost, and changes nothing`() async throws {
    let bench = try await fleet()
    let before = try Data(contentsOf: URL(fileURLWithPath: bench.path("fleet/a.crm")))
    let run = await bench.run("upgrade", "@fleet", "--dry-run", modules: now)
    #expect(run.code == 0, "\(run.errors)")
    let folder = bench.path("fleet")
    #expect(run.lines.first == "\(folder)/a.crm: workshop 1 -> 3: 15 steps, 12 records written, 2 values lost")
    #expect(run.lines.contains("  convert field workshop.repair.minutes to type integer; 2 records, 1 value lost"))
    #expect(run.lines.contains("\(folder)/c.crm: up to date (base 1, workshop 3)"))
    #expect(run.lines.contains { $0.hasPrefix("\(folder)/east/b.crm: workshop 1 -> 3") })
    #expect(run.lines.last == "3 stores: 2 would be upgraded, 1 up to date, 0 refused")
    #expect(try Data(contentsOf: URL(fileURLWithPath: bench.path("fleet/a.crm"))) == before)
  }

  @Test func `upgrades each store, and finds them up to date afterwards`() async throws {
    let bench = try await fleet()
    let run = await bench.run("upgrade", "@fleet", modules: now)
    #expect(run.code == 0, "\(run.errors)")
    #expect(run.lines.last == "3 stores: 2 upgraded, 1 up to date, 0 refused")
    #expect(run.lines.count == 4)
    let again = await bench.run("upgrade", "@fleet", modules: now)
    #expect(again.lines.last == "3 stores: 0 upgraded, 3 up to date, 0 refused")
    let one = await bench.run("upgrade", "@fleet/a.crm", modules: now)
    #expect(one.output == "\(bench.path("fleet/a.crm")): up to date (base 1, workshop 3)\n")
    #expect(await bench.run("check", "@fleet/east/b.crm", modules: now).code == 0)
  }

  @Test func `tells the stores that cannot be upgraded, and goes on with the others`() async throws {
    struct Refusal: Error {}
    let bench = try await fleet()
    try bench.file("fleet/broken.crm", "this is no store")
    let run = await bench.run("upgrade", "@fleet", modules: [Workshop { throw Refusal() }])
    #expect(run.code == 1)
    #expect(run.lines.filter { $0.contains("upgrade_failed") }.count == 2)
    #expect(run.lines.contains { $0.contains("broken.crm: not_a_workspace") })
    #expect(run.errors == "crm: 0 upgraded, 1 up to date, 3 refused, of 4 stores\n")
  }

  @Test(
    arguments: [
      ["@fleet", "@fleet/a.crm", "@fleet/./a.crm", "@link.crm"], ["@link.crm", "@fleet/a.crm", "@fleet/../fleet"],
      ["@fleet", "@fleet"],
    ], [["--dry-run"], []])
  func `counts a store to which several paths lead once`(_ paths: [String], _ options: [String]) async throws {
    let bench = try await fleet()
    try FileManager.default.createSymbolicLink(
      atPath: bench.path("link.crm"), withDestinationPath: bench.path("fleet/a.crm"))
    let run = await bench.run(["upgrade"] + paths + options, modules: now)
    #expect(run.code == 0, "\(run.errors)")
    let done = options.isEmpty ? "upgraded" : "would be upgraded"
    #expect(run.lines.last == "3 stores: 2 \(done), 1 up to date, 0 refused")
    #expect(run.lines.count { $0.contains("workshop 1 -> 3") } == 2)
  }

  @Test func `tells one store that was named twice as one`() async throws {
    let bench = try await fleet()
    let run = await bench.run("upgrade", "@fleet/c.crm", "@fleet/c.crm", modules: now)
    #expect(run.code == 0, "\(run.errors)")
    #expect(run.output == "\(bench.path("fleet/c.crm")): up to date (base 1, workshop 3)\n")
  }

  @Test func `looks into a folder that is called like a store, and takes it for none`() async throws {
    let bench = try await fleet()
    let files = FileManager.default
    try files.createDirectory(atPath: bench.path("fleet/west.crm"), withIntermediateDirectories: true)
    try files.moveItem(atPath: bench.path("fleet/c.crm"), toPath: bench.path("fleet/west.crm/c.crm"))
    try files.createSymbolicLink(
      atPath: bench.path("fleet/north.crm"), withDestinationPath: bench.path("fleet/west.crm"))
    let run = await bench.run("upgrade", "@fleet", modules: now)
    #expect(run.code == 0, "\(run.errors)")
    #expect(run.lines.contains("\(bench.path("fleet"))/west.crm/c.crm: up to date (base 1, workshop 3)"))
    #expect(run.lines.last == "3 stores: 2 upgraded, 1 up to date, 0 refused")
  }

  @Test func `tells a link that leads nowhere as a store that is missing`() async throws {
    let bench = try await fleet()
    try FileManager.default.createSymbolicLink(
      atPath: bench.path("fleet/gone.crm"), withDestinationPath: bench.path("nowhere.crm"))
    let run = await bench.run("upgrade", "@fleet", modules: now)
    #expect(run.code == 1)
    #expect(run.lines.contains { $0.hasPrefix("there is no store at \(bench.path("fleet"))/gone.crm") })
    #expect(run.errors == "crm: 2 upgraded, 1 up to date, 1 refused, of 4 stores\n")
  }

  @Test func `writes a store whose module needs its code only where that is said`() async throws {
    let bench = try ToolBench()
    await (try await Workspace.prepared(on: .sqlite(bench.path("v.crm")), modules: [Vault()])).close()
    try bench.file("accounts.csv", "name\nAcme\n")
    let words = ["import", "@v.crm", "account", "@accounts.csv"]
    let refused = await bench.run(words)
    #expect(refused.code == 1)
    #expect(refused.errors.contains("module_code_missing"))
    #expect(await bench.run(words + ["--without-code", "vault"]).code == 0)
    #expect(await bench.run(words, modules: [Vault()]).code == 0)
    #expect(await bench.run(words + ["--dry-run"], modules: [Vault()]).code == 0)
  }
}

/// A module that keeps what its schema cannot say.
private struct Vault: CRMModule {
  static let name: ModuleName = "vault"
  static let version = 1
  static let requiresCode = true
  var content: ModuleContent { EntitySchema("vault.box", title: ["mark"], fields: [FieldSchema("mark", .text)]) }
}
