public import ArgumentParser
public import CRM

#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#endif

/// The command-line tool, with the modules of whoever builds it.
///
///     import CRMCommandLine
///     import SchoolModule
///
///     await CRMTool.main(modules: CRMTool.standardModules + [DrivingSchool()])
///
/// Every command is a thin layer over calls that any program can make.
public enum CRMTool {
  /// The modules of this library.
  public static var standardModules: [any CRMModule] { [.sales, .service] }

  /// Runs the command that the process was started with, and ends the process with its exit code.
  ///
  /// - Parameter modules: What `init` can install.
  public static func main(modules: [any CRMModule]) async {
    let output = StandardStream(descriptor: 1)
    let context = ToolContext.process(modules: modules, output: output, errors: StandardStream(descriptor: 2))
    var code = await run(Array(CommandLine.arguments.dropFirst()), context)
    if let reason = output.failure {
      context.complain("the output cannot be written: \(reason)")
      if code == 0 { code = 1 }
    }
    exit(code)
  }

  /// Runs a command.
  ///
  /// - Parameters:
  ///   - arguments: The words after the tool's name.
  ///   - context: Modules, clock, and where output goes.
  /// - Returns: The exit code: 0, or another after one line about what went wrong on the error output.
  public static func run(_ arguments: [String], _ context: ToolContext) async -> Int32 {
    await ToolContext.$current.withValue(context) {
      do {
        var command = try ToolCommand.parseAsRoot(arguments)
        if var command = command as? any AsyncParsableCommand { try await command.run() } else { try command.run() }
        return 0
      } catch {
        return report(error, context)
      }
    }
  }

  private static func report(_ error: any Error, _ context: ToolContext) -> Int32 {
    switch error {
    case let error as ToolFailure:
      context.complain(error.message)
      return 1
    case let error as QueryTextError:
      context.complain("\(error.description); there is \(error.found.isEmpty ? "the end" : error.found)")
      return 1
    case let error as any CRMError:
      context.complain(ToolFailure(error).message)
      return 1
    default:
      let code = ToolCommand.exitCode(for: error)
      if code.isSuccess {
        context.output(ToolCommand.fullMessage(for: error) + "\n")
      } else {
        let message = ToolCommand.message(for: error)
        context.complain(
          message.isEmpty ? "unexpected: \(error)" : message.split(separator: "\n").joined(separator: "; "))
      }
      return code.rawValue
    }
  }
}

/// The commands of the tool.
public struct ToolCommand: AsyncParsableCommand {
  /// Name and commands.
  public static let configuration = CommandConfiguration(
    commandName: "crm", abstract: "A CRM in a file.",
    discussion:
      """
      Commands take the store, a file; `generate` takes a folder. Exit code 0, or another and one line on the error \
      output.
      """,
    subcommands: [
      InitCommand.self, SchemaCommand.self, ImportCommand.self, QueryCommand.self, ExplainCommand.self,
      MetricsCommand.self,
      ForecastCommand.self,
      UpgradeCommand.self, BackupCommand.self,
      CheckCommand.self, DemoCommand.self, GenerateCommand.self,
    ])

  /// The tool without a command.
  public init() {}
}
