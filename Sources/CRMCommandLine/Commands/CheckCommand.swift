public import ArgumentParser
internal import CRM

/// `crm check STORE`
public struct CheckCommand: AsyncParsableCommand {
  /// Name and purpose.
  public static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Looks through a whole store for anything that must not be.",
    discussion: "The store stays as it is; nothing is mended or upgraded.")

  @Argument(help: "The store.") var store: String

  /// The command.
  public init() {}

  /// Looks, and lists what is wrong.
  public func run() async throws {
    let output = ToolContext.current.output
    let problems = try await StoreFile.withSession(store, for: .reading) { session in try await session.check() }
    for problem in problems { output("\(problem)\n") }
    if !problems.isEmpty { throw ToolFailure("\(problems.count) problems in \(store)") }
    output("nothing is wrong with \(store)\n")
  }
}
