/// A set of entities that belong together, with a name and a version: ours, or a vertical's.
///
///     public struct DrivingSchool: CRMModule {
///       public static let name: ModuleName = "school"
///       public static let version = 1
///       public init() {}
///       public var content: ModuleContent {
///         Lesson.self
///         Extend(Contact.self) { .licence }
///       }
///     }
///
/// Entities and fields of a module are named `module.name`; only this library's own have names of one word.
public protocol CRMModule: Sendable {
  /// The module's name, one word.
  static var name: ModuleName { get }
  /// The version of its content, from 1, one more with every change that a stored schema must follow.
  static var version: Int { get }
  /// The entities and extension fields.
  @ModuleContentBuilder var content: ModuleContent { get }
}

/// What a module brings.
public struct ModuleContent: Sendable {
  /// The entities, as data.
  public var entities: [EntitySchema] = []
  /// The fields added to entities of others, as data.
  public var extensions: [FieldExtension] = []
  /// What is wrong with the descriptions themselves.
  public var problems: [Violation] = []

  /// Nothing.
  public init() {}
}

/// Fields that a module adds to an entity it does not own.
public struct FieldExtension: Hashable, Sendable {
  /// The entity that gets the fields.
  public var entity: EntityName
  /// The fields.
  public var fields: [FieldSchema]

  /// Names an entity and the fields it gets.
  public init(_ entity: EntityName, fields: [FieldSchema]) {
    self.entity = entity
    self.fields = fields
  }
}

/// Adds typed fields to an entity of another module: `Extend(Contact.self) { .licence }`.
///
/// Each field is a line `Extend(…) { .field }` of its own: below `.licence`, Swift would read the dot of a second line as a member of it.
public struct Extend<E: Entity>: Sendable {
  let fields: [FieldSchema]

  /// Names the entity and the fields it gets.
  public init(_ entity: E.Type, @ExtensionFieldsBuilder<E> fields: () -> [FieldSchema]) {
    self.fields = fields()
  }
}

/// Collects extension fields.
@resultBuilder public enum ExtensionFieldsBuilder<E: Entity> {
  /// A field.
  public static func buildExpression<V>(_ field: ExtensionField<E, V>) -> [FieldSchema] { [field.schema] }
  /// All fields together.
  public static func buildBlock(_ fields: [FieldSchema]...) -> [FieldSchema] { fields.flatMap { $0 } }
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
      content.problems += part.problems
    }
    return content
  }
}
