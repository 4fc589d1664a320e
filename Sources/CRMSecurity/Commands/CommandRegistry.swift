import CRMModel
import CRMStorage

/// The commands that the modules of a workspace list, by name.
struct CommandRegistry: Sendable {
  private struct Entry {
    let type: any Command.Type
    let module: ModuleName
  }

  private let entries: [CommandName: Entry]

  /// Reads the contents of modules; of two commands of one name, which no store accepts, the first.
  init(_ modules: [any CRMModule]) {
    var entries: [CommandName: Entry] = [:]
    for module in modules {
      for case let type as any Command.Type in module.content.commands where entries[type.name] == nil {
        entries[type.name] = Entry(type: type, module: CommandRegistry.name(of: module))
      }
    }
    self.entries = entries
  }

  private static func name(of module: some CRMModule) -> ModuleName { type(of: module).name }

  /// The names of those whose modules a store has and are switched on, in order.
  func names(in catalog: Catalog) -> [CommandName] {
    entries.filter { catalog.modules[$0.value.module]?.isOff == false }.keys.sorted()
  }

  /// The command of a name; nil if there is none, or its module is missing in a store or switched off.
  func command(_ name: CommandName, in catalog: Catalog) -> (any Command.Type)? {
    entries[name].flatMap { catalog.modules[$0.module]?.isOff == false ? $0.type : nil }
  }

  /// - Throws: ``ErrorCode/unknownCommand`` unless a command is one of these, by type and name.
  func check(_ command: any Command.Type, in catalog: Catalog) throws(StoreError) {
    let name = command.name
    let problem: String
    if let entry = entries[name] {
      let module = entry.module
      guard ObjectIdentifier(entry.type) != ObjectIdentifier(command) else {
        switch catalog.modules[module]?.isOff {
        case false: return
        case true: throw unknown(name, "module \(module) is switched off; switching it on brings its commands back")
        case nil: throw unknown(name, "its module \(module) is not installed in the store")
        }
      }
      problem = "module \(module) lists another command under this name"
    } else if let module = name.qualifier, catalog.modules[ModuleName(module)] == nil {
      problem = "its module \(module) is not part of the workspace; open it with the module"
    } else {
      problem = "no module that the workspace was opened with lists it"
    }
    throw unknown(name, problem)
  }

  /// A write that is no command has no command's name as its cause: whoever reads the change log could not tell them apart.
  ///
  /// - Throws: ``ErrorCode/causeIsCommand`` for the name of one of these, and for any that only a module of the store may give.
  func check(cause: String, in catalog: Catalog) throws(StoreError) {
    let name = CommandName(cause)
    let isTaken =
      entries[name] != nil
      || name.isValid && name.qualifier.map { catalog.modules[ModuleName($0)] != nil } == true
    guard isTaken else { return }
    throw StoreError(
      .invalid, .causeIsCommand,
      "the cause \(name) is for commands alone: perform the command of this name, or give the cause in other words")
  }

  private func unknown(_ name: CommandName, _ problem: String) -> StoreError {
    StoreError(.invalid, .unknownCommand, "command \(name): \(problem)")
  }
}
