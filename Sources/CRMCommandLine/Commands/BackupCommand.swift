public import ArgumentParser
internal import CRM

/// `crm backup STORE FILE`
public struct BackupCommand: AsyncParsableCommand {
  /// Name and purpose.
  public static let configuration = CommandConfiguration(
    commandName: "backup", abstract: "Copies a store to a new file, while others read and write it.",
    discussion: "The copy has the modules and versions of the store; nothing is upgraded.")

  @Argument(help: "The store.") var store: String
  @Argument(help: "The file to make.") var file: String

  /// The command.
  public init() {}

  /// Makes the copy.
  public func run() async throws {
    try await StoreFile.withSession(store, for: .reading) { session in
      do { try await session.backup(to: file) } catch { throw ToolFailure.about(file, error) }
    }
    ToolContext.current.output("copied \(store) to \(file)\n")
  }
}
