import CRM
import CRMTesting
import DrivingSchool
import Foundation
import Testing

/// The school's own tool, run as its users run it.
private struct SchoolTool {
  let folder: URL

  struct Run {
    let code: Int32
    let output: String
    let errors: String
    var lines: [String] { output.split(separator: "\n").map(String.init) }
  }

  /// Runs it to its end, in the folder.
  func run(_ arguments: String...) throws -> Run {
    let places = [CommandLine.arguments.first, Bundle.main.executablePath].compactMap { $0 }.map {
      URL(fileURLWithPath: $0).deletingLastPathComponent().appendingPathComponent("school")
    }
    let tool = try #require(
      places.first { FileManager.default.isExecutableFile(atPath: $0.path) }, "school is not built")
    let files = ["output", "errors"].map { folder.appendingPathComponent("\($0)-\(UUID().uuidString)") }
    // Files take any amount of output; a pipe that nobody reads would hold the tool up.
    for file in files { _ = FileManager.default.createFile(atPath: file.path, contents: nil) }
    let process = Process()
    process.executableURL = tool
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.standardOutput = try FileHandle(forWritingTo: files[0])
    process.standardError = try FileHandle(forWritingTo: files[1])
    try process.run()
    process.waitUntilExit()
    let texts = try files.map { String(decoding: try Data(contentsOf: $0), as: UTF8.self) }
    return Run(code: process.terminationStatus, output: texts[0], errors: texts[1])
  }
}

@Suite struct `The school's tool` {
  private func withTool(_ body: (SchoolTool) async throws -> Void) async throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("school-tool-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try await body(SchoolTool(folder: folder))
  }

  @Test func `makes a store with the school in it, fills it and tells its forecast`() async throws {
    try await withTool { tool in
      let made = try tool.run("init", "a.crm")
      #expect(made.code == 0, "\(made.errors)")
      let kinds = try tool.run("query", "a.crm", "select name, price from school.lesson_kind order by price desc")
      #expect(kinds.lines.dropFirst(2).first?.hasPrefix("Motorway lesson") == true, "\(kinds.output)")
      #expect(kinds.lines.last == "2 rows")

      try """
      student,teacher,topic,slot
      Ana,Marta,Parking,2025-06-06T10:00:00+02:00/2025-06-06T11:30:00+02:00[Europe/Madrid]

      """.write(to: tool.folder.appendingPathComponent("lessons.csv"), atomically: true, encoding: .utf8)
      try #"""
      {"targets": [
        {"entity": "contact", "as": "student", "fields": [{"field": "name.last", "column": "student"}]},
        {"entity": "user", "as": "teacher", "upsert": "display_name",
         "fields": [{"field": "display_name", "column": "teacher"}]},
        {"entity": "school.lesson", "fields": [
          {"field": "topic", "column": "topic"}, {"field": "slot", "column": "slot"},
          {"field": "student", "target": "student"}, {"field": "instructor", "target": "teacher"},
          {"field": "kind", "constant": "Single lesson", "find": {"by": "name"}}, {"field": "price", "constant": "45"}]}
      ]}
      """#.write(to: tool.folder.appendingPathComponent("map.json"), atomically: true, encoding: .utf8)
      let imported = try tool.run("import", "a.crm", "school.lesson", "lessons.csv", "--map", "map.json")
      #expect(imported.code == 0, "\(imported.errors)")

      let forecast = try tool.run("forecast", "a.crm", "--period", "2025-06", "--entity", "school.lesson")
      #expect(forecast.code == 0, "\(forecast.errors)")
      let marta = forecast.lines.first { $0.hasPrefix("Marta") }?.split(separator: " ").map(String.init)
      #expect(marta?.prefix(3) == ["Marta", "0", "45"], "\(forecast.output)")
      let wrong = try tool.run("query", "a.crm", "select colour from school.lesson")
      #expect(wrong.code == 1)
      #expect(wrong.output == "")
      #expect(wrong.errors.contains("colour"))
      #expect(wrong.errors.split(separator: "\n").count == 1)
    }
  }

  @Test func `brings a school of the first version along`() async throws {
    try await withTool { tool in
      let before = try await Workspace.before(on: .sqlite(tool.folder.appendingPathComponent("old.crm").path))
      await before.close()
      let trial = try tool.run("upgrade", "old.crm", "--dry-run")
      #expect(trial.code == 0, "\(trial.errors)")
      #expect(trial.output.contains("school 1 -> 2"), "\(trial.output)")
      #expect(
        trial.output.contains("run upgrade of module school to version 2: lessons without a kind"), "\(trial.output)")
      #expect(
        trial.lines.contains("  convert field school.lesson.kilometres to type integer; 2 records, 1 value lost"),
        "\(trial.output)")
      let done = try tool.run("upgrade", "old.crm")
      #expect(done.code == 0, "\(done.errors)")
      let lessons = try tool.run("query", "old.crm", "select topic, kind.name, custom.car from school.lesson")
      let line = lessons.lines.first { $0.hasPrefix("Parking") }
      #expect(line?.contains("Single lesson") == true, "\(lessons.output)")
      #expect(line?.hasSuffix("Seat") == true, "\(lessons.output)")
      let check = try tool.run("check", "old.crm")
      #expect(check.code == 0, "\(check.output)\(check.errors)")
    }
  }
}
