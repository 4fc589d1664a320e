import CRM
import Foundation
import Testing

/// What each command does with a store whose modules are not those of the tool.
@Suite struct `A store of another version` {
  /// A store whose school has its first version, with a lesson.
  private func bench(_ modules: [any CRMModule] = [SchoolBefore()]) async throws -> ToolBench {
    let bench = try ToolBench()
    #expect(await bench.run("init", "@a.crm", modules: modules).code == 0)
    try bench.file("lessons.csv", "topic\nParking\n")
    try bench.file("label.json", #"{"changes": [{"relabel_entity": {"entity": "account", "label": "Firm"}}]}"#)
    let added = await bench.run("import", "@a.crm", "school.lesson", "@lessons.csv", modules: modules)
    #expect(added.code == 0, "\(added.errors)")
    return bench
  }

  /// The school's version in a store, and whether its lessons have the second version's field.
  private func state(_ bench: ToolBench) async throws -> (version: Int?, hasRoom: Bool) {
    let schema = try JSONValue(parsing: await bench.run("schema", "@a.crm", "--json").output)
    let lesson = await bench.run("schema", "@a.crm", "school.lesson").output
    guard case .number(let version) = schema["modules"]?["school"] else { return (nil, false) }
    return (Int(version.text), lesson.contains("\nroom "))
  }

  @Test(arguments: [
    ["query", "@a.crm", "select topic from school.lesson"], ["schema", "@a.crm"], ["check", "@a.crm"],
    ["backup", "@a.crm", "@b.crm"],
  ])
  func `is only looked at by commands that read`(_ words: [String]) async throws {
    let bench = try await bench()
    let before = try Data(contentsOf: URL(fileURLWithPath: bench.path("a.crm")))
    let run = await bench.run(words, modules: [SchoolNow(), Canteen()])
    #expect(run.code == 0, "\(run.errors)")
    #expect(run.errors == "")
    #expect(try Data(contentsOf: URL(fileURLWithPath: bench.path("a.crm"))) == before)
    #expect(try await state(bench) == (1, false))
  }

  @Test(arguments: [
    ["import", "@a.crm", "school.lesson", "@lessons.csv"], ["schema", "apply", "@a.crm", "@label.json"],
  ])
  func `is upgraded by commands that write, which say so`(_ words: [String]) async throws {
    let bench = try await bench()
    let run = await bench.run(words, modules: [SchoolNow(), Canteen()])
    #expect(run.code == 0, "\(run.errors)")
    #expect(run.errors == "upgraded module school of \(bench.path("a.crm")) from version 1 to 2\n")
    #expect(try await state(bench) == (2, true))
    #expect(await bench.run("schema", "@a.crm", "canteen.meal").errors.contains("unknown_entity"))
    #expect(await bench.run(words, modules: [SchoolNow(), Canteen()]).errors == "")
  }

  @Test(arguments: [
    ["import", "@a.crm", "school.lesson", "@lessons.csv", "--dry-run"],
    ["schema", "apply", "@a.crm", "@label.json", "--dry-run"],
  ])
  func `is not tried out before it is upgraded`(_ words: [String]) async throws {
    let bench = try await bench()
    let run = await bench.run(words, modules: [SchoolNow()])
    #expect(run.code == 1)
    let path = bench.path("a.crm")
    #expect(
      run.errors
        == "crm: \(path): older_module: it has module school in version 1, this tool knows version 2; "
        + "`crm upgrade \(path)` brings it up to date\n")
    #expect(try await state(bench) == (1, false))
  }

  @Test(arguments: [
    ["import", "@a.crm", "school.lesson", "@lessons.csv"], ["schema", "apply", "@a.crm", "@label.json"],
    ["import", "@a.crm", "school.lesson", "@lessons.csv", "--dry-run"],
    ["schema", "apply", "@a.crm", "@label.json", "--dry-run"],
  ])
  func `is not changed by an older tool`(_ words: [String]) async throws {
    let bench = try await bench([SchoolNow()])
    let run = await bench.run(words, modules: [SchoolBefore()])
    #expect(run.code == 1)
    #expect(run.errors.hasPrefix("crm: \(bench.path("a.crm")): newer_module: "))
    #expect(run.errors.contains("version 2"))
    #expect(run.errors.split(separator: "\n").count == 1)
    #expect(run.output == "")
    #expect(try await state(bench) == (2, true))
    let count = await bench.run("query", "@a.crm", "select topic, room from school.lesson", modules: [SchoolBefore()])
    #expect(count.lines.last == "1 row")
  }

  @Test func `has no figures of selling for a tool that knows another version of it`() async throws {
    let bench = try ToolBench()
    await bench.run("init", "@a.crm", modules: [SalesTomorrow()])
    let run = await bench.run("metrics", "@a.crm")
    #expect(run.code == 1)
    #expect(run.errors.hasPrefix("crm: \(bench.path("a.crm")): newer_module: it has module sales in version "))
  }

  @Test func `says in its help which commands upgrade it`() async throws {
    let bench = try ToolBench()
    let help = await bench.run("upgrade", "--help").output
    #expect(help.contains("leave a store as it is"))
  }
}

private struct SchoolBefore: CRMModule {
  static let name: ModuleName = "school"
  static let version = 1
  var content: ModuleContent { EntitySchema("school.lesson", title: ["topic"], fields: [FieldSchema("topic", .text)]) }
}

private struct SchoolNow: CRMModule {
  static let name: ModuleName = "school"
  static let version = 2
  var content: ModuleContent {
    EntitySchema("school.lesson", title: ["topic"], fields: [FieldSchema("topic", .text), FieldSchema("room", .text)])
  }
}

/// A module of the tool that no store has.
private struct Canteen: CRMModule {
  static let name: ModuleName = "canteen"
  static let version = 1
  var content: ModuleContent { EntitySchema("canteen.meal", title: ["name"], fields: [FieldSchema("name", .text)]) }
}

/// Selling as a later version may have it.
private struct SalesTomorrow: CRMModule {
  static let name = SalesModule.name
  static let version = SalesModule.version + 1
  var content: ModuleContent { return SalesModule().content }
}
