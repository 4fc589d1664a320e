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
