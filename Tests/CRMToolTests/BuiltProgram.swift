import Foundation

/// A program that the package builds, run as a process of its own.
struct BuiltProgram: Sendable {
  let path: String

  /// The program of a name, beside the tests or in the package's build folder; nil if it is not built.
  static func named(_ name: String) -> BuiltProgram? {
    var folders = [CommandLine.arguments.first, Bundle.main.executablePath].compactMap { $0 }.map {
      URL(fileURLWithPath: $0).deletingLastPathComponent()
    }
    let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    folders.append(package.appendingPathComponent(".build/debug"))
    let paths = folders.map { $0.appendingPathComponent(name).path }
    return paths.first { FileManager.default.isExecutableFile(atPath: $0) }.map(BuiltProgram.init)
  }

  /// Runs it to its end.
  ///
  /// - Parameter folder: Where it runs; nil for here.
  func run(_ arguments: [String], in folder: String? = nil) throws -> Run {
    let scratch = FileManager.default.temporaryDirectory.appendingPathComponent("crm-run-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: scratch) }
    // Files take any amount of output; a pipe that nobody reads would hold the program up.
    let files = ["output", "errors"].map { scratch.appendingPathComponent($0) }
    for file in files { _ = FileManager.default.createFile(atPath: file.path, contents: nil) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    if let folder { process.currentDirectoryURL = URL(fileURLWithPath: folder) }
    process.standardOutput = try FileHandle(forWritingTo: files[0])
    process.standardError = try FileHandle(forWritingTo: files[1])
    try process.run()
    process.waitUntilExit()
    let texts = try files.map { String(decoding: try Data(contentsOf: $0), as: UTF8.self) }
    return Run(code: process.terminationStatus, output: texts[0], errors: texts[1])
  }
}
