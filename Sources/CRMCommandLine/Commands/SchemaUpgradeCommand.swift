public import ArgumentParser
internal import CRM

/// `crm schema upgrade STORE`
public struct SchemaUpgradeCommand: AsyncParsableCommand {
  /// Name and purpose.
  public static let configuration = CommandConfiguration(
    commandName: "upgrade", abstract: "Brings the modules of a store up to the versions that this tool knows.",
    discussion:
      """
      Only modules that the store has are upgraded, none is installed. Commands that change a store do the same before \
      they begin, and say so; commands that only read leave a store as it is. A store with a newer module is refused.
      """)

  @Argument(help: "The store.") var store: String

  /// The command.
  public init() {}

  /// Upgrades, and tells what the store has.
  public func run() async throws {
    let modules = try await StoreFile.withSession(store, for: .writing) { session in session.workspace.modules }
    let versions = modules.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
    ToolContext.current.output("\(store) is up to date (\(versions))\n")
  }
}
