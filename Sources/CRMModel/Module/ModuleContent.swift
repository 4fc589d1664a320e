/// What a module brings.
public struct ModuleContent: Sendable {
  /// The entities, as data.
  public var entities: [EntitySchema] = []
  /// The fields added to entities of others, as data.
  public var extensions: [FieldExtension] = []
  /// The records that it begins with, those that others refer to before them.
  public var seeds: [AnySeed] = []
  /// What can be done with it by name.
  public var commands: [any ModuleCommand.Type] = []
  /// What is wrong with the descriptions themselves.
  public var problems: [Violation] = []

  /// Nothing.
  public init() {}
}

/// Collects what a module brings.
@resultBuilder public enum ModuleContentBuilder {
  /// An entity.
  public static func buildExpression<E: Entity>(_ entity: E.Type) -> ModuleContent {
    var content = ModuleContent()
    content.entities = [E.schema.definition]
    content.problems = E.schema.problems
    return content
  }

  /// Extension fields.
  public static func buildExpression<E: Entity>(_ extend: Extend<E>) -> ModuleContent {
    var content = ModuleContent()
    content.extensions = [FieldExtension(E.name, fields: extend.fields)]
    return content
  }

  /// A record to begin with.
  public static func buildExpression<E: Entity>(_ seed: Seed<E>) -> ModuleContent {
    var content = ModuleContent()
    content.seeds = [AnySeed(seed)]
    return content
  }

  /// A command.
  public static func buildExpression<C: ModuleCommand>(_ command: C.Type) -> ModuleContent {
    var content = ModuleContent()
    content.commands = [command]
    return content
  }

  /// An entity described as data.
  public static func buildExpression(_ entity: EntitySchema) -> ModuleContent {
    var content = ModuleContent()
    content.entities = [entity]
    return content
  }

  /// Everything together.
  public static func buildBlock(_ parts: ModuleContent...) -> ModuleContent {
    var content = ModuleContent()
    for part in parts {
      content.entities += part.entities
      content.extensions += part.extensions
      content.seeds += part.seeds
      content.commands += part.commands
      content.problems += part.problems
    }
    return content
  }
}
