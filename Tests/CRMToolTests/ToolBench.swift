import CRM
import CRMCommandLine
import CRMTesting
import Foundation
import Synchronization

/// A folder of its own, and the tool with its output caught.
final class ToolBench: Sendable {
  let folder: String
  private let output = Mutex("")
  private let errors = Mutex("")

  init() throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("crm-tool-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  /// Runs a command; words may name files of the folder with `@` in front.
  @discardableResult
  func run(_ words: String..., isTerminal: Bool = false, modules: [any CRMModule] = CRMTool.standardModules) async
    -> Run
  {
    await run(words, isTerminal: isTerminal, modules: modules)
  }

  /// The same with words that a test was given.
  func run(_ words: [String], isTerminal: Bool = false, modules: [any CRMModule] = CRMTool.standardModules) async
    -> Run
  {
    output.withLock { $0 = "" }
    errors.withLock { $0 = "" }
    let context = ToolContext(
      modules: modules, output: { text in self.output.withLock { $0 += text } },
      errorOutput: { text in self.errors.withLock { $0 += text } }, isTerminal: isTerminal, clock: FixedClock(),
      temporaryFolder: folder)
    let code = await CRMTool.run(words.map { $0.hasPrefix("@") ? path(String($0.dropFirst())) : $0 }, context)
    return Run(code: code, output: output.withLock { $0 }, errors: errors.withLock { $0 })
  }

  func path(_ name: String) -> String { "\(folder)/\(name)" }

  /// Writes a file of the folder.
  func file(_ name: String, _ text: String) throws {
    try text.write(toFile: path(name), atomically: true, encoding: .utf8)
  }

  /// Reads a file of the folder.
  func text(_ name: String) throws -> String { try String(contentsOfFile: path(name), encoding: .utf8) }
}

/// What a command did.
struct Run: Sendable {
  let code: Int32
  let output: String
  let errors: String

  /// The lines of the output.
  var lines: [String] { output.split(separator: "\n").map(String.init) }
}
