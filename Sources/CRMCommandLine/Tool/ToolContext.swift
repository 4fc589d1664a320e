public import CRM

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// What surrounds a command: the modules there are, the clock, and where output goes. Tests put their own here.
public struct ToolContext: Sendable {
  /// What `init` can install.
  public var modules: [any CRMModule]
  /// Where results go.
  public var output: @Sendable (String) -> Void
  /// Where complaints and progress go.
  public var errorOutput: @Sendable (String) -> Void
  /// Whether complaints and progress go to a terminal, on which a line can be written over.
  public var isTerminal: Bool
  /// Tells the moment.
  public var clock: any WorkspaceClock
  /// The folder for files that nobody named.
  public var temporaryFolder: String

  @TaskLocal static var current = ToolContext(modules: [], output: { _ in }, errorOutput: { _ in })

  /// Surroundings of a command.
  public init(
    modules: [any CRMModule] = CRMTool.standardModules, output: @escaping @Sendable (String) -> Void,
    errorOutput: @escaping @Sendable (String) -> Void, isTerminal: Bool = false,
    clock: any WorkspaceClock = SystemClock(),
    temporaryFolder: String = "."
  ) {
    self.modules = modules
    self.output = output
    self.errorOutput = errorOutput
    self.isTerminal = isTerminal
    self.clock = clock
    self.temporaryFolder = temporaryFolder
  }

  /// The surroundings of this process.
  static func process(modules: [any CRMModule], output: StandardStream, errors: StandardStream) -> ToolContext {
    ToolContext(
      modules: modules, output: { output.write($0) }, errorOutput: { errors.write($0) }, isTerminal: errors.isTerminal,
      temporaryFolder: FileManager.default.temporaryDirectory.path)
  }

  func complain(_ message: String) { errorOutput("crm: \(message)\n") }
}
