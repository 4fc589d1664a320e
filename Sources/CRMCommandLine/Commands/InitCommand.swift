public import ArgumentParser
internal import CRM

/// `crm init STORE [--modules sales,service] [--currency EUR]`
public struct InitCommand: AsyncParsableCommand {
  /// Name and purpose.
  public static let configuration = CommandConfiguration(commandName: "init", abstract: "Makes a store.")

  @Argument(help: "The file to make.") var store: String
  @Option(help: "The modules to install beside users, accounts and contacts, with commas between; `none` for none.")
  var modules: String?
  @Option(help: "The currency of money fields that name none, by its ISO 4217 code. It cannot be changed later.")
  var currency = "USD"

  /// The command.
  public init() {}

  /// Makes the store.
  public func run() async throws {
    let context = ToolContext.current
    let known = context.modules
    var chosen = known
    if let modules {
      chosen = []
      for word in modules.split(separator: ",") where word != "none" {
        guard let module = known.first(where: { type(of: $0).name.rawValue == word }) else {
          let names = known.map { type(of: $0).name.rawValue }.joined(separator: ", ")
          throw ToolFailure("no module `\(word)`; there are \(names)")
        }
        chosen.append(module)
      }
    }
    let money = try ToolFailure.naming("--currency \(currency)") { try Currency(currency) }
    try await StoreFile.makingSession(store, modules: chosen, currency: money) { session in
      let names = session.workspace.modules.keys.sorted().map(\.rawValue).joined(separator: ", ")
      context.output("made \(store) with \(session.schema.entities.count) entities (\(names))\n")
    }
  }
}
