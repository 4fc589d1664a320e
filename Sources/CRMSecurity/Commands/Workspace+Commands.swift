public import CRMModel
import CRMStorage

extension Workspace {
  /// The names of the commands that can be performed: those that the modules list which the workspace was opened with and which are switched on,
  /// in order.
  public var commands: [CommandName] { registry.names(in: layout.catalog) }

  /// The command of a name, to be read from what a client sends; nil if there is none among ``commands``.
  ///
  ///     func perform<C: Command>(_ type: C.Type, _ body: Data) async throws -> Data {
  ///       try JSONEncoder().encode(await session.perform(JSONDecoder().decode(C.self, from: body)))
  ///     }
  ///     if let type = workspace.command("school.book_lesson") { return try await perform(type, body) }
  public func command(_ name: CommandName) -> (any Command.Type)? { registry.command(name, in: layout.catalog) }
}
