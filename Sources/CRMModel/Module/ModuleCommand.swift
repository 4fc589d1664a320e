/// A command as a module lists it: a name and an input; what it does is the session layer's `Command`, to which commands conform.
public protocol ModuleCommand: Codable, Sendable {
  /// The name: one word for commands of this library, `module.word` for those of a module.
  static var name: CommandName { get }
}
